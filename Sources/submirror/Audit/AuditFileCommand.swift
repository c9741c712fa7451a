import ArgumentParser
import Audits
import Crypto
import Files
import ForeignTables
import Foundation
import MirrorCore
import MirrorReading
import MirrorStore

/// `submirror audit FILE`; the subcommand's name is optional.
struct AuditFileCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "file", abstract: "Audit a file (the subcommand's name is optional).",
        discussion: """
            Classifies each line of the file: matched; only there (not in the mirror, gone, or ended before the period);
            differing; doubled; unreadable. Rows of totals and titles are skipped and listed. Living numbers that the file lacks are only here. A table shows all
            lines except the matched ones; csv and xlsx contain all.

            --map names the columns to compare: COLUMN=cost_centre, user, owner, owner_org_number, subscription_type,
            account, user_reference1 to 3, icc_id; COLUMN=amount is summed. #3 means the third column.

            submirror audit invoice.csv --number-column Mobilnr --map Kostnadssted=cost_centre,Navn=user,Beløp=amount
            submirror audit october.xlsx --rules invoice.yaml --period 2026-10
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The file: csv, in any encoding and with any separator, or xlsx.", completion: .file())
    var file: String

    @Option(help: ArgumentHelp("The column that holds the numbers.", valueName: "column"))
    var numberColumn: String?

    @Option(help: ArgumentHelp("Columns to compare, separated by commas.", valueName: "column=field"))
    var map: [String] = []

    @Option(
        help: ArgumentHelp("The audit's name; audits with the same name are compared.", valueName: "name"))
    var name: String?

    @Option(
        help: ArgumentHelp(
            "The month of the list; the mirror is read as of its end. Default: the month of --as-of, or now.",
            valueName: "month"))
    var period: String?

    @Option(parsing: .unconditional, help: ArgumentHelp(AsOfOption.help, valueName: "time"))
    var asOf: String?

    @Option(
        help: ArgumentHelp(
            "A YAML file with number_column, map, name, sheet, lines_per_number, accounts, access_types and exact.",
            valueName: "file"), completion: .file())
    var rules: String?

    @Option(
        help: ArgumentHelp(
            "The sheet to read. Default: every sheet that has the columns, hidden ones included.",
            valueName: "name"))
    var sheet: String?

    @OptionGroup var output: OutputOptions

    func run(in invocation: Invocation) async throws {
        let wiring = try global.wiring(in: invocation, logs: true)
        try refuseToReplaceInput()
        let rules = try effectiveRules()
        let columns = try rules.columns()
        let (list, hash, doubtful) = try read(columns, rules)
        let moment = try AuditMoment(
            period: period, asOf: asOf, now: invocation.time.now(), in: wiring.settings.reportTimeZone)
        var terms = AuditTerms(periodFrom: moment.periodFrom)
        (terms.accounts, terms.accessTypes, terms.exact) = (rules.accounts, rules.accessTypes, rules.exact)
        let heading = AuditHeading(
            name: rules.name ?? "audit", fileName: URL(fileURLWithPath: file).lastPathComponent,
            fileHash: hash)
        // Under the run's lock, so that the mirror cannot change between judging and storing.
        let audit = try await wiring.withStore { [terms] store in
            let reader = try wiring.reader(asOf: moment.asOf)
            if let unknown = try reader.unknown(in: terms) {
                throw CommandFailure(kind: .usage, message: "the rules name \(unknown)")
            }
            var generator = SystemRandomNumberGenerator()
            let judgement = try reader.judge(list, by: terms, with: &generator)
            guard judgement.balances(with: list) else {
                throw CommandFailure(
                    kind: .unusableData,
                    message:
                        "the audit of \(file) does not add up to its lines and was not stored: please report this bug"
                )
            }
            return try await store.keep(heading, of: list, judgement, at: invocation.time.now())
        }
        wiring.console.tell("stored as audit \(audit), \(heading.name)")
        for line in Self.remarks(on: list, audit) + Self.remarks(on: doubtful) { wiring.console.tell(line) }
        try AuditOutput(audit, of: try wiring.reader(), in: wiring).write(output)
    }

    private func refuseToReplaceInput() throws {
        guard let target = output.file, let identity = FileIdentity(path: target) else { return }
        for input in [file, rules].compactMap({ $0 }) where FileIdentity(path: input) == identity {
            throw CommandFailure(
                kind: .usage,
                message: "--output \(target) would replace \(input), which the audit reads: name another file"
            )
        }
    }

    private func effectiveRules() throws -> AuditRules {
        var effective = try rules.map { try AuditRules(path: $0) } ?? AuditRules()
        if let numberColumn { effective.numberColumn = numberColumn }
        if !map.isEmpty { effective.map = try AuditRules.map(from: map) }
        if let name { effective.name = name }
        if let sheet { effective.sheet = sheet }
        if let name = effective.name, name.isEmpty || Int64(name) != nil {
            throw CommandFailure(
                kind: .usage, message: "an audit's name must not be a number: numbers are audit ids")
        }
        return effective
    }

    private func read(
        _ columns: AuditColumns, _ rules: AuditRules
    ) throws -> (AuditList, hash: String, doubtfulLines: [Int]) {
        var (tables, bytes) = try ForeignFile.tables(at: file, expecting: columns.names)
        if let sheet = rules.sheet {
            let known = tables.compactMap(\.sheet)
            tables = tables.filter { $0.sheet == sheet }
            if tables.isEmpty { throw ForeignTableFailure.noSheet(path: file, name: sheet, known: known) }
        }
        let list = try AuditReader(path: file, columns, linesPerNumber: rules.linesPerNumber).list(in: tables)
        return (list, Hexadecimal.text(SHA256.hash(data: bytes)), tables.flatMap(\.doubtfulLines))
    }

    /// That cells of the file can be read in two ways.
    private static func remarks(on doubtfulLines: [Int]) -> [String] {
        guard let first = doubtfulLines.first else { return [] }
        let cells = doubtfulLines.count == 1 ? "1 cell" : "\(doubtfulLines.count) cells"
        return [
            "\(cells) in quotation marks over several lines could as well be rows of their own, the first in line \(first): "
                + "look whether the lines after it are read as they are meant"
        ]
    }

    /// Remarks for the controller in addition to the result.
    private static func remarks(on list: AuditList, _ audit: Int64) -> [String] {
        var remarks: [String] = []
        if let stated = list.statedAmount, let amount = list.amount, !stated.isEqual(to: amount) {
            remarks.append(
                "no total in the file equals the sum of its lines: the lines add up to \(amount), the file states \(stated)"
            )
        }
        if !list.leftOut.isEmpty {
            let places = list.leftOut.prefix(20).map { left in
                (left.sheet.map { "\($0) " } ?? "") + String(left.line)
            }
            let more = list.leftOut.count - places.count
            remarks.append(
                "rows skipped as totals, titles and page breaks: \(places.joined(separator: ", "))"
                    + (more > 0 ? " and \(more) more" : "")
                    + "; submirror audit show \(audit) --result left-out lists them")
        }
        if !list.otherSheets.isEmpty {
            remarks.append(
                "sheets not read, as they lack the columns: \(list.otherSheets.joined(separator: ", "))"
            )
        }
        if !list.hiddenSheets.isEmpty {
            remarks.append(
                "hidden sheets that were read, too: \(list.hiddenSheets.joined(separator: ", "))")
        }
        return remarks
    }
}
