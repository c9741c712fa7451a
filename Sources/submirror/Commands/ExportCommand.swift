import ArgumentParser
import Exports
import Foundation
import MirrorCore
import MirrorReading
import Reports

extension ExportFormat: ExpressibleByArgument {
    /// The formats that hold relations; pages have their own command.
    public static var allValueStrings: [String] { allCases.filter(\.isOfRelations).map(\.rawValue) }
}
extension PrivacyLevel: ExpressibleByArgument {}

struct ExportCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Export the relations as files to a directory.",
        discussion: """
            Replaces the directory as a whole or not at all. Its datapackage.json lists each file with its
            columns, rows, bytes and SHA-256; --verify checks one export, or every export below a directory, against it.
            With --tenant, writes to DIRECTORY/tenant=NAME/snapshot_date=DAY, the layout of a data lake with several
            companies.

            submirror export /srv/exports/subscriptions
            submirror export /srv/exports/excel --format csv-excel --relation subscription_flat
            submirror export /srv/exports/changes --format jsonl --changes-since 2026-11-22
            submirror export /srv/exports/next --changes-since /srv/exports/subscriptions
            submirror export /srv/exports/workbook --format xlsx
            submirror export /srv/exports/october --as-of 2026-10-31 --privacy pseudonymous
            submirror export /srv/exports/closing --month 2026-10 --format csv-excel
            submirror export /srv/lake --tenant acme --format parquet
            submirror export /srv/exports/subscriptions --verify
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The directory.", completion: .directory)
    var directory: String

    @Option(help: "Output format.")
    var format: ExportFormat = .csv

    @Option(help: ArgumentHelp("Export only this relation; repeatable.", valueName: "name"))
    var relation: [String] = []

    @Option(parsing: .unconditional, help: ArgumentHelp(AsOfOption.help, valueName: "time"))
    var asOf: String?

    @Option(help: "Privacy level of the export. Default: privacy.export.")
    var privacy: PrivacyLevel?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Export only subscriptions that changed since a run's end, a time, or an earlier export (its folder).",
            valueName: "run|time|export"))
    var changesSince: String?

    @Option(help: "Export a closed month: its closing, subscriptions, bridge and the numbers behind it.")
    var month: ValidatedArgument<CalendarMonth>?

    @Flag(help: "Verify existing exports; writes nothing, and exits with 65 if one differs.")
    var verify = false

    func validate() throws {
        if !format.isOfRelations {
            throw ValidationError(
                "html is a page, not an export of relations: `submirror page FILE` writes it")
        }
        guard month != nil, asOf != nil || changesSince != nil else { return }
        throw ValidationError(
            "a closed month never changes: --month goes with neither --as-of nor --changes-since")
    }

    func run(in invocation: Invocation) async throws {
        let console = global.console(in: invocation)
        if verify { return try check(console) }
        let wiring = try global.wiring(in: invocation)
        var options = try options(
            in: wiring.settings.reportTimeZone, wiring.settings.language, wiring.settings.costCentres,
            ProgramEnvironment(invocation.environment))
        options.privacy = try wiring.privacy(for: format, privacy)
        try Export.check(directory, isOutside: wiring.settings.stateDirectory.path)
        let (package, asOf) = try await write(options, wiring)
        let rows = package.rowCounts.values.reduce(0, +)
        let files = package.files.count == 1 ? "1 file" : "\(package.files.count) files"
        if let since = package.facts.changesSince { console.tell("changes since \(since)") }
        if let asOf { console.tell(asOf.words) }
        for cut in package.cutTexts { console.tell(cut.text) }
        console.tell("wrote \(files) with \(rows) rows to \(directory)")
    }

    /// Writes the export; a signal ends it.
    private func write(
        _ options: ExportOptions, _ wiring: Wiring
    ) async throws -> (package: DataPackage, asOf: AsOf?) {
        let (directory, asOf) = (directory, asOf)
        do {
            return try await StopSignals.untilSignalled { interruption in
                try await Blocking.run(interruption) {
                    let reader = try wiring.reader(asOf: asOf, interruption: interruption)
                    return (try Export(of: reader, options).write(to: directory), reader.asOf)
                }
            }
        } catch is CancellationError {
            throw CommandFailure(kind: .tryLater, message: "interrupted: nothing was written to \(directory)")
        }
    }

    private func options(
        in timeZone: TimeZone, _ language: ReportLanguage, _ costCentres: CostCentres,
        _ programs: ProgramEnvironment
    ) throws -> ExportOptions {
        var options = ExportOptions(
            format: format, relations: relation.isEmpty ? nil : relation, programs: programs)
        options.changesSince = try changesSince.map { try ChangesSince($0, timeZone: timeZone) }
        options.month = try month?.month
        options.tenant = global.tenant
        options.language = language
        if format == .sqlite { options.questions = try Report.cannedQueries(costCentres, in: language) }
        return options
    }

    private func check(_ console: Console) throws {
        let verification = try ExportVerification(of: directory)
        try Output.show(verification.findings.map { $0 + "\n" }.joined())
        guard verification.findings.isEmpty else {
            throw CommandFailure(
                kind: .unusableData,
                message: "\(directory) differs from its data package: export it again, or restore a copy")
        }
        console.tell(
            "all files match: \(verification.fileCount) files in \(verification.exportCount) exports")
    }
}
