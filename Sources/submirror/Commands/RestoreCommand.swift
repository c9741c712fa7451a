import ArgumentParser
import Backups
import Foundation
import MillomJournal
import MirrorCore
import Scheduler
import TelenorAPI

struct RestoreCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put the mirror of a backup in the place of the one that is there.",
        discussion: """
            The mirror that was there is kept in the folder before-restore-TIME of the state directory. Millom's journal is
            never replaced: what it lacks is added, so that no purchase is forgotten and made again. Stop `watch` and `serve`
            first. Killed at any moment, it leaves one of the two mirrors in its place.

            The next sync reaches back to where the backup ended. Forget again whoever was forgotten since.

            submirror restore /srv/backup/submirror.tar --dry-run       checks the file, changes nothing
            submirror restore /srv/backup/submirror.tar && submirror sync
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The file.", completion: .file())
    var file: String

    @Flag(
        help:
            "Restore it though it is of another API or account than the settings, or the mirror that is there."
    )
    var acceptOrigin = false

    @Flag(help: "Check the file, and change nothing.")
    var dryRun = false

    @OptionGroup var output: DocumentOptions

    func run(in invocation: Invocation) async throws {
        let wiring = try global.wiring(in: invocation)
        let settings = wiring.settings
        // Settings without credentials name no origin.
        let origin = try? settings.api().origin
        let (file, accepts, isDryRun) = (file, acceptOrigin, dryRun)
        let summary: RestoreSummary
        do {
            let lock = try wiring.lockState()
            defer { lock.release() }
            summary = try await StopSignals.untilSignalled { interruption in
                try await Blocking.run(interruption) {
                    try Restoration(
                        of: file, to: settings.stateDirectory.path, at: invocation.time.now(), interruption
                    ) { _ in try lock.check() }
                    .run(for: origin, acceptsOrigin: accepts, isDryRun: isDryRun)
                }
            }
        } catch is CancellationError {
            throw CommandFailure(
                kind: .tryLater, message: "interrupted: the mirror that was there still is; restore again")
        }
        if output.isJSON { try Output.write(summary.json(isDryRun: dryRun) + "\n") }
        for line in summary.sentences(from: file, isDryRun: dryRun) { wiring.console.tell(line) }
    }
}

extension RestoreSummary {
    /// The result, and what to do next.
    func sentences(from file: String, isDryRun: Bool) -> [String] {
        guard !isDryRun else {
            return ["\(file) can be restored: mirror \(manifest.mirror_id), \(manifest.moment)"]
        }
        var lines = ["restored mirror \(manifest.mirror_id) from \(file): \(manifest.moment)"]
        if let kept {
            lines.append("the mirror that was there is in \(kept): remove it when it is not needed")
        }
        if isJournalNew {
            lines.append(
                "millom.sqlite is the backup's: it lacks purchases made after \(manifest.made_at); look them up at Millom "
                    + "before you buy again")
        } else if let journal, !journal.isEmpty {
            lines.append(
                "added to millom.sqlite: purchases \(journal.purchases), facts \(journal.events), notifications "
                    + "\(journal.notifications)")
        }
        if unknownPurchases > 0 {
            lines.append(
                "\(unknownPurchases) purchases that the mirror which was there knows are in no journal: see the report "
                    + "millom-purchases-by-state of the kept mirror before you buy again")
        }
        if isOtherKey { lines.append("pseudonym.key is another than the backup's, and stays") }
        lines.append(
            "now run submirror sync, which reaches back to where the backup ended; forget again whoever was forgotten "
                + "since \(manifest.made_at)")
        return lines
    }

    func json(isDryRun: Bool) -> String {
        struct Fields: Encodable {
            let dry_run: Bool
            let manifest: BackupManifest
            let kept: String?
            let journal_is_new: Bool
            let added_purchases: Int?
            let added_facts: Int?
            let added_notifications: Int?
            let unknown_purchases: Int
            let other_pseudonym_key: Bool
        }
        return JSONText.of(
            Fields(
                dry_run: isDryRun, manifest: manifest, kept: kept, journal_is_new: isJournalNew,
                added_purchases: journal?.purchases, added_facts: journal?.events,
                added_notifications: journal?.notifications, unknown_purchases: unknownPurchases,
                other_pseudonym_key: isOtherKey))
    }
}
