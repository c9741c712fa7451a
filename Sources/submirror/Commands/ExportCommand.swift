import ArgumentParser
import Foundation
import MirrorQuery

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write every relation as a CSV file into a directory.",
        discussion: """
            The directory is replaced as a whole or not at all. datapackage.json names each file with its rows and
            its SHA-256.

            submirror export /srv/exports/subscriptions
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The directory.", completion: .directory)
    var directory: String

    func run() throws {
        let reader = try Wiring(try global.settings(), console: global.console).reader()
        let package = try Export(of: reader).write(to: directory)
        let rows = package.rowCounts.values.reduce(0, +)
        global.console.tell("wrote \(package.files.count) files with \(rows) rows to \(directory)")
    }
}
