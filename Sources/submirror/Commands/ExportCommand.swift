import ArgumentParser
import Foundation
import MirrorQuery

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write every relation as a CSV file into a directory.",
        discussion: """
            The directory is replaced as a whole or not at all. manifest.json names each file with its rows and
            its SHA-256.

            submirror export /srv/exports/subscriptions
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The directory.", completion: .directory)
    var directory: String

    func run() throws {
        let reader = try Wiring(try global.settings(), console: global.console).reader()
        let manifest = try CSVExport(of: reader).write(to: directory)
        let rows = manifest.files.reduce(0) { $0 + $1.rows }
        global.console.tell("wrote \(manifest.files.count) files with \(rows) rows to \(directory)")
    }
}
