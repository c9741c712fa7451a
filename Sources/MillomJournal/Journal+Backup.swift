import GRDB
import MirrorCore

/// How many entries a journal took over from another.
package struct JournalMerge: Sendable, Equatable {
    package var purchases = 0
    package var events = 0
    package var notifications = 0

    package init() {}

    package var isEmpty: Bool { self == JournalMerge() }
}

extension Journal {
    /// Writes the journal into the empty file at `target`, as it is at one moment.
    ///
    /// - Throws: ``JournalFailure``.
    package func copy(to target: String) throws {
        try outsideTransaction { db in
            try db.execute(sql: "VACUUM INTO :target", arguments: ["target": target])
        }
    }

    /// Reads the whole file and checks it.
    ///
    /// - Throws: ``JournalFailure/damaged(path:detail:)``.
    package func checkIntegrity() throws {
        let fault = try read { db in try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") }
        guard fault == "ok" else {
            throw JournalFailure.damaged(path: path, detail: fault ?? "no answer")
        }
    }

    /// Adds every purchase, fact and notification that `other` has and this journal lacks.
    ///
    /// Changes and removes nothing in this journal, since a lost purchase could be made again. A journal that took
    /// anything over gets a new id, so that a mirror reads it from its beginning.
    ///
    /// - Throws: ``JournalFailure``; then nothing was added.
    package func add(all other: Journal) throws -> JournalMerge {
        let theirs = try other.news(after: .start, limit: .max)
        return try write { db in
            var merge = JournalMerge()
            for purchase in theirs.purchases { try add(purchase, to: &merge, in: db) }
            for notification in theirs.notifications
            where try store(notification, in: db) == .stored { merge.notifications += 1 }
            if !merge.isEmpty { try db.execute(sql: "UPDATE journal SET id = lower(hex(randomblob(16)))") }
            return merge
        }
    }

    /// The members of `transids` that belong to no purchase in this journal.
    ///
    /// - Throws: ``JournalFailure``.
    package func unknown(_ transids: [String]) throws -> [String] {
        try read { db in try transids.filter { try row(of: $0, in: db) == nil } }
    }

    private func add(_ theirs: Purchase, to merge: inout JournalMerge, in db: Database) throws {
        if try row(of: theirs.transid, in: db) == nil {
            try insert(theirs, in: db)
            merge.purchases += 1
        }
        guard let row = try row(of: theirs.transid, in: db) else { return }
        let ours = try purchase(row, in: db)
        var known = ours.events
        var number = known.count
        for var event in theirs.events {
            if let index = known.firstIndex(where: { $0.isSameFact(as: event) }) {
                known.remove(at: index)
                continue
            }
            if ours.subscriber == nil {
                // The journal learns nothing new about a forgotten person.
                event.message = nil
                event.confirmationCode = nil
            }
            number += 1
            try append(event, number: number, to: row["id"], in: db)
            merge.events += 1
        }
    }
}

extension PurchaseEvent {
    /// Whether both are the same fact, even if `forget` has removed texts from either.
    fileprivate func isSameFact(as other: PurchaseEvent) -> Bool {
        kind == other.kind && at == other.at && recordedBy == other.recordedBy
            && errorCause == other.errorCause
    }
}
