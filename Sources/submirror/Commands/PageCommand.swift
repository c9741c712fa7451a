import ArgumentParser
import Exports
import Foundation
import MirrorCore
import MirrorReading
import Pages

struct PageCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "page", abstract: "Write an overview of the mirror as one HTML page.",
        discussion: """
            The file is self-contained and needs no network. Language: report.language; privacy level: what
            privacy.export sets for html. Printed on A4 it serves as a monthly report.

            submirror page subscriptions.html
            submirror page october.html --as-of 2026-10-31
            submirror page board.html --privacy minimal
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(
        help: "The file, which is replaced as a whole or not at all.", completion: .file(extensions: ["html"])
    )
    var file: String

    @Option(parsing: .unconditional, help: ArgumentHelp(AsOfOption.help, valueName: "time"))
    var asOf: String?

    @Option(help: "Privacy level of the page. Default: what privacy.export sets for html.")
    var privacy: PrivacyLevel?

    func validate() throws {
        guard ["html", "htm"].contains(URL(fileURLWithPath: file).pathExtension.lowercased()) else {
            throw ValidationError("a page is HTML: name a file that ends in .html")
        }
    }

    func run(in invocation: Invocation) async throws {
        let wiring = try global.wiring(in: invocation)
        try StateDirectoryGuard.refuse(wiring.settings.stateDirectory, for: file)
        let settings = try wiring.pageSettings(privacy)
        let (file, asOf) = (file, asOf)
        do {
            try await StopSignals.untilSignalled { interruption in
                try await Blocking.run(interruption) {
                    let reader = try wiring.reader(asOf: asOf, interruption: interruption)
                    let page = try PageReader(reader, settings).page()
                    let text = try PageRenderer(page, settings.language).html()
                    try ReplacementFile.write(to: file) { sink in try sink(Array(text.utf8)) }
                }
            }
        } catch is CancellationError {
            throw CommandFailure(kind: .tryLater, message: "interrupted: nothing was written to \(file)")
        }
        wiring.console.tell("wrote \(file)")
    }
}

extension Wiring {
    /// - Parameter privacy: the requested level; nil for the one in `privacy.export`.
    /// - Throws: `PseudonymKeyFailure`.
    func pageSettings(_ privacy: PrivacyLevel? = nil) throws -> PageSettings {
        PageSettings(
            language: settings.language, privacy: try self.privacy(for: .html, privacy),
            smallestGroup: settings.smallestGroup, version: ProgramVersion.text)
    }
}
