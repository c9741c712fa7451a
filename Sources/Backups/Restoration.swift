import Files
package import Foundation
import Glibc
package import MillomJournal
package import MirrorCore
import MirrorStore

/// The steps of a restore; the process may die after any of them.
package enum RestoreStep: String, Sendable, CaseIterable {
    /// The files are beside the mirror, in a folder that the next restore removes.
    case extracted
    /// The files are sound, and their mirror may be restored here.
    case examined
    /// The journal lacks no purchase.
    case journalKept
    /// The present mirror is a single file without a log, and no program has it open.
    case settled
    /// The folder has the name under which the present mirror will be kept.
    case named
    /// The backup's mirror is in place.
    case swapped
}

/// The result of a restore.
package struct RestoreSummary: Sendable, Equatable {
    package let manifest: BackupManifest
    /// The folder that keeps the previous mirror; nil if there was none.
    package var kept: String?
    /// Entries added to the journal; nil if the backup has no journal.
    package var journal: JournalMerge?
    /// Whether the backup's journal was put in place because there was none.
    package var isJournalNew = false
    /// Purchases that the previous mirror has and no journal does.
    package var unknownPurchases = 0
    /// Whether the backup's key differs from the one here, which stays.
    package var isOtherKey = false
}

/// Replaces the mirror in a state directory with a backup's; the caller holds the directory's lock.
///
/// Wherever the process dies, a whole mirror is in place: the previous one or the backup's. A journal that is already
/// here is never replaced; entries that it lacks are added.
package struct Restoration {
    private let state: String
    private let backup: BackupReader
    private let path: String
    private let now: Date
    private let interruption: Interruption
    private let atStep: (RestoreStep) throws -> Void

    /// Opens the backup at `path` for the state directory `state`.
    ///
    /// - Parameter atStep: called after each step.
    /// - Throws: ``BackupFailure``, `FileFailure`.
    package init(
        of path: String, to state: String, at now: Date, _ interruption: Interruption,
        atStep: @escaping (RestoreStep) throws -> Void = { _ in }
    ) throws {
        self.path = path
        self.state = state
        self.now = now
        self.interruption = interruption
        self.atStep = atStep
        backup = try BackupReader(path)
    }

    private var mirror: String { state + "/" + BackupMember.mirror.rawValue }

    /// - Parameters:
    ///   - origin: the origin in the settings; nil if they name none.
    ///   - acceptsOrigin: whether to restore even a mirror of another origin.
    ///   - isDryRun: whether only to check the backup, as a restore does, and change nothing.
    /// - Throws: ``BackupFailure``, `MirrorFailure`, `JournalFailure`, `FileFailure`, `CancellationError`; the present
    ///   mirror is still in place then.
    package func run(
        for origin: MirrorOrigin?, acceptsOrigin: Bool = false, isDryRun: Bool = false
    ) throws -> RestoreSummary {
        var summary = RestoreSummary(manifest: backup.manifest)
        let present = MirrorCopy.present(mirror)
        if !acceptsOrigin { try checkOrigin(origin ?? present?.origin) }
        try removeLeftovers()
        let draft = try folder(named: Self.draftMark)
        defer { Self.remove(draft) }
        try backup.extract(into: PrivateFolder(draft), interruption)
        try atStep(.extracted)
        try examine(draft)
        try atStep(.examined)
        guard !isDryRun else { return summary }
        try keepJournal(draft, present?.purchases ?? [], &summary)
        summary.isOtherKey = try keepKey(draft)
        try Self.removeAllButMirror(in: draft)
        try atStep(.journalKept)
        try interruption.check()
        let isThere = access(mirror, F_OK) == 0
        if isThere { _ = try MirrorCopy.settle(mirror) }
        try atStep(.settled)
        summary.kept = try swap(draft, isThere: isThere)
        try atStep(.swapped)
        return summary
    }

    private func checkOrigin(_ origin: MirrorOrigin?) throws {
        guard let origin, let backed = backup.manifest.mirrorOrigin else { return }
        let settings = backed.differences(from: origin)
        guard settings.isEmpty else {
            throw BackupFailure.otherOrigin(path: path, settings: settings, baseURL: backed.baseURL)
        }
    }

    private func examine(_ draft: String) throws {
        let facts: MirrorCopy.Facts
        do {
            facts = try MirrorCopy.examine(draft + "/" + BackupMember.mirror.rawValue, interruption)
        } catch MirrorFailure.newerSchema(_, let found, let known) {
            throw BackupFailure.newerSchema(path: path, found: found, known: known)
        } catch let failure as MirrorFailure where failure.kind == .unusableData {
            throw BackupFailure.damaged(path: path, detail: "the mirror in it cannot be used")
        }
        guard facts.identity.id == backup.manifest.mirror_id,
            facts.identity.origin == backup.manifest.mirrorOrigin
        else { throw BackupFailure.damaged(path: path, detail: "its manifest is of another mirror") }
        guard let journal = try Journal.existing(in: draft) else { return }
        try journal.checkIntegrity()
        try journal.close()
    }

    /// Adds the backup's purchases to the journal here, or puts the backup's journal in place if there is none.
    ///
    /// - Parameter known: the purchases in the present mirror.
    private func keepJournal(_ draft: String, _ known: [String], _ summary: inout RestoreSummary) throws {
        let name = BackupMember.journal.rawValue
        let isBackedUp = access(draft + "/" + name, F_OK) == 0
        if isBackedUp {
            let isThere = access(state + "/" + name, F_OK) == 0
            // Never replaces a journal that a receiver or a purchase has made meanwhile.
            let isPlaced =
                try !isThere && AtomicRename.withoutReplacing(draft + "/" + name, as: state + "/" + name)
            try Folder.sync(state)
            summary.isJournalNew = isPlaced
            summary.journal = isPlaced ? JournalMerge() : try merge(draft)
        }
        guard let journal = try Journal.existing(in: state, interruption: interruption) else {
            summary.unknownPurchases = known.count
            return
        }
        summary.unknownPurchases = try journal.unknown(known).count
        try journal.close()
    }

    private func merge(_ draft: String) throws -> JournalMerge {
        guard let theirs = try Journal.existing(in: draft) else { return JournalMerge() }
        let ours = try Journal.open(in: state, interruption: interruption)
        let merge = try ours.add(all: theirs)
        try theirs.close()
        try ours.close()
        return merge
    }

    /// - Returns: whether the key here, which stays, is a different one.
    private func keepKey(_ draft: String) throws -> Bool {
        let name = BackupMember.key.rawValue
        guard let theirs = try PrivateFolder(draft).open(name)?.bytes(upTo: 4096) else { return false }
        try PrivateFolder(state).add(name, with: theirs, mode: 0o600)
        return try PrivateFolder(state).open(name)?.bytes(upTo: 4096) != theirs
    }

    /// Puts the mirror in `draft` in place, and keeps the present one, with any remaining log, in a folder beside it.
    ///
    /// - Returns: that folder; nil if there was nothing to keep.
    private func swap(_ draft: String, isThere: Bool) throws -> String? {
        let ready = draft + "/" + BackupMember.mirror.rawValue
        let logs = ["-wal", "-shm", "-journal"].filter { access(mirror + $0, F_OK) == 0 }
        guard isThere || !logs.isEmpty else {
            guard try AtomicRename.withoutReplacing(ready, as: mirror) else {
                throw MirrorFailure.replaced(path: mirror)
            }
            try Folder.sync(state)
            return nil
        }
        let kept = try freeName(Self.keptMark)
        guard rename(draft, kept) == 0 else { throw FileFailure.last("rename", draft) }
        try Folder.sync(state)
        try atStep(.named)
        let backed = kept + "/" + BackupMember.mirror.rawValue
        do {
            // Only a mirror that could not be opened still has a log, which would be foreign beside the backup's
            // mirror.
            for log in logs { try AtomicRename.replace(backed + log, with: mirror + log) }
            if isThere {
                guard AtomicRename.exchange(backed, mirror) else {
                    throw BackupFailure.cannotSwap(mirror: mirror)
                }
            } else {
                guard try AtomicRename.withoutReplacing(backed, as: mirror) else {
                    throw MirrorFailure.replaced(path: mirror)
                }
            }
        } catch {
            for log in logs { _ = rename(backed + log, mirror + log) }
            // Back to the name that the next restore removes.
            _ = rename(kept, draft)
            throw error
        }
        try Folder.sync(kept)
        try Folder.sync(state)
        return kept
    }

    /// Makes a folder in the state directory, with the directory's owner.
    private func folder(named mark: String) throws -> String {
        let path = try freeName(mark)
        try Folder.make(path, mode: 0o750)
        var facts = stat()
        if geteuid() == 0, stat(state, &facts) == 0 { _ = chown(path, facts.st_uid, facts.st_gid) }
        return path
    }

    private func freeName(_ mark: String) throws -> String {
        let stamp = Instant.text(now).filter { $0 != "-" && $0 != ":" }
        let names = try Set(Folder.names(in: state))
        let first = mark + stamp
        let name =
            names.contains(first)
            ? (2...).lazy.map { "\(first)-\($0)" }.first { !names.contains($0) } ?? first : first
        return state + "/" + name
    }

    /// Removes folders of restores that died before the swap; the caller's lock rules out one in progress.
    private func removeLeftovers() throws {
        for name in try Folder.names(in: state) where name.hasPrefix(Self.draftMark) {
            Self.remove(state + "/" + name)
        }
    }

    private static func removeAllButMirror(in draft: String) throws {
        for name in try Folder.names(in: draft) where name != BackupMember.mirror.rawValue {
            unlink(draft + "/" + name)
        }
    }

    private static func remove(_ folder: String) { try? FileManager.default.removeItem(atPath: folder) }

    /// How the folders' names begin: for a restore in progress, and for a mirror that was replaced.
    private static let draftMark = ".restore-"
    private static let keptMark = "before-restore-"
}
