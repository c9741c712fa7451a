import ArgumentParser
import Foundation
import MirrorQuery

extension ExportFormat: ExpressibleByArgument {}

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the relations as files into a directory.",
        discussion: """
            The directory is replaced as a whole or not at all. datapackage.json in it names each file with its
            columns, rows, bytes and SHA-256; --verify checks one export, or all in the folders below, against it.

            submirror export /srv/exports/subscriptions
            submirror export /srv/exports/excel --format csv-excel --relation subscription_flat
            submirror export /srv/exports/subscriptions --verify
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The directory.", completion: .directory)
    var directory: String

    @Option(help: "How to write it.")
    var format: ExportFormat = .csv

    @Option(help: ArgumentHelp("Write only this relation; give it for each.", valueName: "name"))
    var relation: [String] = []

    @Flag(
        help:
            "Write nothing: check the files of an export, or of exports below, and end with 65 if one differs."
    )
    var verify = false

    func run() throws {
        if verify { return try check() }
        var options = ExportOptions(format: format)
        if !relation.isEmpty { options.relations = relation }
        let reader = try Wiring(try global.settings(), console: global.console).reader()
        let package = try Export(of: reader, options).write(to: directory)
        let rows = package.rowCounts.values.reduce(0, +)
        global.console.tell("wrote \(package.files.count) files with \(rows) rows to \(directory)")
    }

    private func check() throws {
        let verification = try ExportVerification(of: directory)
        try Output.write(verification.findings.map { $0 + "\n" }.joined())
        guard verification.findings.isEmpty else {
            throw Complaint(
                status: .unusableData,
                message: "\(directory) is not as it was exported: write it again, or restore a copy")
        }
        global.console.tell(
            "checked \(verification.fileCount) files of \(verification.exportCount) exports: "
                + "all are as they were written")
    }
}
