import Foundation
import MillomJournal
import MirrorCore
import MirrorStore

/// Forgets numbers and wipes their bytes, after checking the free disk space.
struct ForgetOperation {
    let store: MirrorStore
    /// The mirror's folder.
    let directory: URL

    /// The journal's name in the list of relations from which rows were removed.
    static let journal = "millom journal"

    /// - Parameters:
    ///   - limit: how many numbers to forget at most; nil: all.
    ///   - floor: the moment before which the past can no longer be queried afterwards; nil: no such moment.
    /// - Throws: ``CommandFailure`` if the disk is too small; then nothing was deleted.
    func run(
        _ choice: ForgetChoice, isDryRun: Bool, limit: Int? = nil, raising floor: Date? = nil
    ) async throws -> ForgetReport {
        guard !isDryRun else {
            return ForgetReport(
                summary: try await store.forget(choice, isDryRun: true), wiping: .notWanted)
        }
        let wasDue = try await store.isWipeDue()
        let chosen = try await store.forget(choice, isDryRun: true, limit: limit)
        // With nobody to forget, nothing is rewritten; the run finishes what an earlier forget has left.
        if floor != nil, chosen.forgotten == 0 { return ForgetReport(summary: chosen, wiping: .notWanted) }
        if let lack = try await diskShortage() {
            throw CommandFailure(
                kind: .disk, message: "\(lack): free some space and run again; nothing was removed")
        }
        // The journal first: afterwards the mirror no longer knows whose ids to forget there.
        let inJournal = try await forgetInJournal(chosen.millomIDs)
        var summary = try await store.forget(choice, limit: limit, raising: floor)
        if inJournal > 0 { summary.removed[Self.journal] = inJournal }
        do {
            try await store.wipe()
        } catch MirrorFailure.busy {
            return ForgetReport(summary: summary, wiping: .heldUp)
        }
        return ForgetReport(summary: summary, wiping: wasDue ? .finishedEarlier : .done)
    }

    /// Removes the people from Millom's journal, where their purchases keep amount, plan and time.
    ///
    /// - Returns: how many purchases and notifications were anonymised.
    private func forgetInJournal(_ ids: [String]) async throws -> Int {
        let directory = directory.path
        return try await Blocking.run(Interruption()) {
            guard let journal = try Journal.existing(in: directory) else { return 0 }
            let count = try journal.forget(
                ids.flatMap { id in MillomSubscriber.KeyType.allCases.map { (keyType: $0, id: id) } })
            try journal.close()
            return count
        }
    }

    /// Finishes, if possible, what an earlier call of ``run(_:isDryRun:limit:raising:)`` could not.
    ///
    /// - Returns: what was done or what prevents it, for the log; nil if nothing was left to do.
    func finish() async throws -> (message: String, isDone: Bool)? {
        guard try await store.isWipeDue() else { return nil }
        if let lack = try await diskShortage() { return (lack, false) }
        do {
            try await store.wipe()
        } catch MirrorFailure.busy {
            return (ForgetReport.heldUpSentence, false)
        } catch let failure as MirrorFailure where failure == .diskFull(path: store.path) {
            return ("\(failure)", false)
        }
        return ("remains of an earlier forget were wiped", true)
    }

    /// A message if the disk lacks the room that rewriting needs; otherwise nil.
    private func diskShortage() async throws -> String? {
        let needed = try await store.bytesNeededToWipe()
        let free = try CommandFailure.onDisk("the state directory \(directory.path)") {
            try StateFileSystem(of: directory).freeBytes
        }
        guard free < needed else { return nil }
        return "the mirror must be rewritten so that no forgotten byte remains, for which "
            + "\(directory.path) needs \(DiskChecks.size(needed)) free and has \(DiskChecks.size(free))"
    }
}
