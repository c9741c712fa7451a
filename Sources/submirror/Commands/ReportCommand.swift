import ArgumentParser
import Foundation
import MirrorQuery

extension ResultFormat: ExpressibleByArgument {}

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Print a report.",
        discussion: """
            submirror report --list
            submirror report subscriptions-by-type
            submirror report changes --parameter since=2026-11-01T00:00:00Z --format csv
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The report's name.")
    var name: String?

    @Flag(help: "List the reports with their parameters.")
    var list = false

    @Option(help: "How to write it: table on a terminal, else csv.")
    var format: ResultFormat?

    @Option(help: ArgumentHelp("A parameter of the report.", valueName: "name=value"))
    var parameter: [String] = []

    func validate() throws {
        if list == (name != nil) { throw ValidationError("name a report, or ask for --list") }
        if let wrong = parameter.first(where: { !$0.contains("=") }) {
            throw ValidationError("--parameter \(wrong) has to be written name=value")
        }
    }

    func run() throws {
        if list {
            let reports = ReportList(try Report.all)
            try Output.write(format == .json ? reports.json : reports.text)
            return
        }
        let report = try Report.named(name ?? "")
        let arguments = parameter.map { text -> (String, String) in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), String(parts[1]))
        }
        let query = try report.query(
            Dictionary(arguments, uniquingKeysWith: { $1 }), now: Date())
        let reader = try Wiring(try global.settings(), console: global.console).reader()
        try reader.write(query, as: format ?? .usual, to: Output.write)
    }
}

extension ResultFormat {
    /// A table where a person looks, csv where a program reads.
    static var usual: ResultFormat { isatty(STDOUT_FILENO) == 1 ? .table : .csv }
}
