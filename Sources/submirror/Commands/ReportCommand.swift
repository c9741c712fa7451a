import ArgumentParser
import Exports
import Foundation
import MirrorCore
import MirrorReading
import Pages
import Reports
import Schema

struct ReportCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Run a report.",
        discussion: """
            submirror report --list
            submirror report subscriptions-by-type
            submirror report changes --since 2026-11-01 --format csv
            submirror report bridge --from 2026-09-30 --to 2026-10-31 --by cost-centre
            submirror report subscriptions-by-cost-centre --output november.xlsx
            submirror report subscriptions-by-type --as-of 2026-10-31
            submirror report subscriptions-by-type --privacy minimal --output types.xlsx
            submirror report --pack month-end --month 2026-10 --output october.xlsx
            submirror report --pack month-end --month 2026-10 --output october --format csv-excel
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The report's name.")
    var name: String?

    @Flag(help: "List the reports with their parameters.")
    var list = false

    @Option(
        help: ArgumentHelp(
            "Write a pack, several reports in one workbook, or in a folder with --format csv-excel: month-end.",
            valueName: "pack"))
    var pack: String?

    @Option(help: "The month of the pack or of the report, such as 2026-10.")
    var month: ValidatedArgument<CalendarMonth>?

    @OptionGroup var output: OutputOptions

    @Option(
        help: ArgumentHelp(
            "A parameter of the report; shorter: --name value.", valueName: "name=value"))
    var parameter: [String] = []

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp("Parameters of the report, such as --since 2026-11-01.", valueName: "parameters"))
    var parameterOptions: [String] = []

    @Option(parsing: .unconditional, help: ArgumentHelp(AsOfOption.help, valueName: "time"))
    var asOf: String?

    @Option(help: ArgumentHelp(PrivacyOption.help))
    var privacy: PrivacyLevel?

    func validate() throws {
        if [list, name != nil, pack != nil].count(where: \.self) != 1 {
            throw ValidationError("name a report, a --pack, or --list")
        }
        try validatePack()
        if list, output.file != nil { throw ValidationError("--output goes with a report's name") }
        if let wrong = parameter.first(where: { !$0.contains("=") }) {
            throw ValidationError("--parameter \(wrong) must have the form name=value")
        }
        _ = try assignments()
    }

    /// The report's parameters, each as `name=value`, from `--parameter` and from options of their own.
    private func assignments() throws -> [String] {
        var assignments = parameter
        if pack == nil, let month { assignments.append("month=\(month.text)") }
        var words = parameterOptions[...]
        while let word = words.popFirst() {
            guard word.hasPrefix("--"), word.count > 2 else {
                throw ValidationError("\(word) belongs to no option: a report has one name")
            }
            let parts = word.dropFirst(2).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let value = parts.count == 2 ? String(parts[1]) : words.popFirst() else {
                throw ValidationError("\(word) needs a value")
            }
            assignments.append("\(parts[0].replacing("-", with: "_"))=\(value)")
        }
        return assignments
    }

    private func validatePack() throws {
        guard let pack else {
            if month != nil, name == nil { throw ValidationError("--month goes with --pack or a report") }
            return
        }
        guard ReportPack.names.contains(pack) else {
            throw ValidationError(
                "there is no pack \(pack): choose one of \(ReportPack.names.joined(separator: ", "))")
        }
        guard month != nil else { throw ValidationError("--pack needs --month, such as --month 2026-10") }
        guard asOf == nil, parameter.isEmpty, parameterOptions.isEmpty else {
            throw ValidationError(
                "a pack sets its own times and parameters: omit --as-of and --parameter")
        }
    }

    func run(in invocation: Invocation) throws {
        let wiring = try global.wiring(in: invocation)
        if pack != nil, let month { return try writePack(of: month.month, wiring) }
        let directory = wiring.settings.reportDirectory?.path
        guard let name else { return try show(ReportCatalogue(directory: directory), wiring.console) }
        let report = try ReportCatalogue.named(name, in: directory)
        let reader = try wiring.reader(asOf: asOf)
        let arguments = try Query.arguments(from: assignments())
        try output.write(report, arguments, at: wiring.reportPrivacy(privacy), of: reader, in: wiring)
    }

    private func writePack(of month: CalendarMonth, _ wiring: Wiring) throws {
        let isFolder = output.chosen == .csvExcel && output.file != nil
        guard isFolder || output.chosen == .xlsx else {
            throw CommandFailure(
                kind: .usage,
                message: "a pack is a workbook, --output FILE.xlsx, or a folder of files, "
                    + "--output FOLDER --format csv-excel")
        }
        let (timeZone, language) = (wiring.settings.reportTimeZone, wiring.settings.language)
        guard month.end(in: timeZone) <= wiring.time.now() else {
            throw CommandFailure(
                kind: .usage,
                message:
                    "\(month.text) is not over in \(timeZone.identifier): a pack is of a month that has ended"
            )
        }
        let end = CalendarDay.text(of: month.end(in: timeZone).addingTimeInterval(-1), in: timeZone)
        let words = PackText.values(language)
        let (then, now) = (try wiring.reader(asOf: end, words: words), try wiring.reader(words: words))
        let isClosed = try MonthReader.records(in: now).contains { $0.month == month && $0.isStanding }
        let pack = ReportPack.monthEnd(month, in: timeZone, isClosed: isClosed, language)
        let source = PackSource(
            then: then, now: now, at: try wiring.reportPrivacy(privacy),
            directory: wiring.settings.reportDirectory?.path, words: PackText.words(language, timeZone))
        if isFolder, let folder = output.file {
            return try output.writeFolder(folder, in: wiring) {
                try pack.write(of: source, noting: $1, to: $0)
            }
        }
        #if XLSX
            try output.write(in: wiring) { _, _, cuts, sink in
                try pack.write(of: source, noting: cuts, to: sink)
            }
        #else
            throw WorkbookFailure.notBuilt
        #endif
    }

    private func show(_ catalogue: ReportCatalogue, _ console: Console) throws {
        let list = ReportList(catalogue)
        try output.chosen == .json ? Output.write(list.json) : Output.show(list.text)
        for fault in catalogue.faults {
            // A sentence about the file itself names it.
            let message = fault.failure.message
            console.say(message.contains(fault.path) ? message : "\(fault.path): \(message)")
        }
    }
}

/// The help text of `--privacy`.
enum PrivacyOption {
    static let help: String =
        "How much of people is shown: full (the default), names-only, pseudonymous or minimal, as in exports."
}

/// The help text of `--as-of`.
enum AsOfOption {
    static let help: String =
        "The mirror as observed before a time: the end of a day such as 2026-10-31, a time such as "
        + "2026-10-31T12:00:00Z, or -7d."
}
