import ArgumentParser
import Backups
import Foundation
import MirrorCore

struct BackupCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write the mirror and Millom's journal into one file.",
        discussion: """
            Runs and readers go on meanwhile; the file is of one moment. It is a tar archive, only for its owner (0600), of
            manifest.json, mirror.sqlite, millom.sqlite where there is one, and SHA256SUMS. It is checked before it takes
            its place; an earlier backup of the same mirror there is replaced. It needs room for the mirror twice.

            Not in it: the config file, secrets, tokens, and pseudonym.key unless --with-pseudonym-key is given.

            submirror backup /srv/backup/submirror.tar
            submirror backup /srv/backup/submirror.tar --with-pseudonym-key
            submirror restore /srv/backup/submirror.tar --dry-run       checks it
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The file.", completion: .file())
    var file: String

    @Flag(help: "Put pseudonym.key into it, too: whoever has that can tell whose a pseudonym is.")
    var withPseudonymKey = false

    @OptionGroup var output: DocumentOptions

    func run(in invocation: Invocation) async throws {
        let wiring = try global.wiring(in: invocation)
        let settings = wiring.settings
        try MissingMirror.check(settings)
        try StateDirectoryGuard.refuse(settings.stateDirectory, for: file)
        let (file, includesKey) = (file, withPseudonymKey)
        let manifest: BackupManifest
        do {
            manifest = try await StopSignals.untilSignalled { interruption in
                try await Blocking.run(interruption) {
                    var writer = BackupWriter(
                        of: settings.stateDirectory.path, madeBy: "submirror \(ProgramVersion.text)",
                        at: invocation.time.now(), interruption)
                    writer.includesKey = includesKey
                    return try writer.write(to: file)
                }
            }
        } catch is CancellationError {
            throw CommandFailure(kind: .tryLater, message: "interrupted: nothing was written to \(file)")
        }
        if output.isJSON { try Output.write(JSONText.of(manifest) + "\n") }
        wiring.console.tell(
            "wrote \(manifest.files.map(\.name).joined(separator: " and ")) to \(file), \(manifest.moment)")
        wiring.console.tell("not in it: \(manifest.not_contained.joined(separator: ", "))")
    }
}

extension BackupManifest {
    /// How far the mirror in the backup had come, for people.
    var moment: String {
        let run = run_id.map { "run \($0)" } ?? "before its first run"
        return watermark.map { "\(run), every change up to \($0)" } ?? run
    }
}
