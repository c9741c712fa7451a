import ArgumentParser
import Foundation
import MirrorReading
import Reports

struct ReportCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Print a report.",
        discussion: """
            submirror report --list
            submirror report subscriptions-by-type
            submirror report changes --parameter since=2026-11-01 --format csv
            submirror report subscriptions-by-cost-centre --output november.xlsx
            submirror report subscriptions-by-type --as-of 2026-10-31
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The report's name.")
    var name: String?

    @Flag(help: "List the reports with their parameters.")
    var list = false

    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("A parameter of the report.", valueName: "name=value"))
    var parameter: [String] = []

    @Option(parsing: .unconditional, help: ArgumentHelp(AsOfOption.help, valueName: "time"))
    var asOf: String?

    func validate() throws {
        if list == (name != nil) { throw ValidationError("name a report, or ask for --list") }
        if list, output.file != nil { throw ValidationError("--output goes with a report's name") }
        if let wrong = parameter.first(where: { !$0.contains("=") }) {
            throw ValidationError("--parameter \(wrong) has to be written name=value")
        }
    }

    func run(in invocation: Invocation) throws {
        let wiring = try global.wiring(in: invocation)
        let directory = wiring.settings.reportDirectory?.path
        guard let name else { return try show(ReportCatalogue(directory: directory), wiring.console) }
        let report = try ReportCatalogue.named(name, in: directory)
        let reader = try wiring.reader(asOf: asOf)
        let arguments = try Query.arguments(from: parameter)
        let coverage = try output.write(in: wiring) { format, width, cuts, sink in
            try reader.write(report, arguments, as: format, width: width, noting: cuts, to: sink)
        }
        if !output.chosen.holdsCoverage { wiring.console.tell(coverage.text) }
    }

    private func show(_ catalogue: ReportCatalogue, _ console: Console) throws {
        let list = ReportList(catalogue)
        try output.chosen == .json ? Output.write(list.json) : Output.show(list.text)
        for fault in catalogue.faults { console.say("\(fault.path): \(fault.failure.message)") }
    }
}

/// What `--as-of` is for.
enum AsOfOption {
    static let help: String =
        "As the mirror had observed it before: the end of a day such as 2026-10-31, a time such as "
        + "2026-10-31T12:00:00Z, or -7d."
}
