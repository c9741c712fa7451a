package import Foundation
import GRDB
package import MirrorCore

/// A number whose detail is to be fetched.
package struct QueuedNumber: Hashable, Sendable {
    package let msisdn: Msisdn
    package let reason: QueueReason
}

extension MirrorStore {
    /// The next numbers of the queue behind `last`, the most urgent reason first.
    ///
    /// A number stays in the queue until its outcome is saved, so a caller goes on behind what it was given.
    package func queued(after last: QueuedNumber?, limit: Int) async throws -> [QueuedNumber] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT msisdn, reason FROM _queue
                    WHERE (reason, msisdn) > (:reason, :msisdn)
                    ORDER BY reason, msisdn LIMIT :limit
                    """,
                arguments: [
                    "reason": last?.reason.rawValue ?? 0, "msisdn": last?.msisdn.digits ?? "", "limit": limit,
                ]
            ).compactMap { row in
                guard let msisdn = Msisdn(row[0]), let reason = QueueReason(rawValue: row[1]) else {
                    return nil
                }
                return QueuedNumber(msisdn: msisdn, reason: reason)
            }
        }
    }

    /// How many numbers wait.
    package func queueCount() async throws -> Int {
        try await read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM _queue") ?? 0 }
    }

    /// Queues the set-aside numbers whose next try is due.
    package func queueDueRetries(at now: Date) async throws {
        let due = try await read { db in
            try Bool.fetchOne(
                db, sql: "SELECT count(*) FROM quarantine WHERE next_attempt_at <= :now",
                arguments: ["now": Instant.text(now)]) ?? false
        }
        guard due else { return }
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO _queue (msisdn, reason, queued_at)
                    SELECT msisdn, :reason, :now FROM quarantine WHERE next_attempt_at <= :now
                    ON CONFLICT (msisdn) DO NOTHING
                    """, arguments: ["reason": QueueReason.retry.rawValue, "now": Instant.text(now)])
        }
    }

    /// Queues numbers; one that is queued already keeps the more urgent reason.
    static func enqueue(
        _ numbers: [Msisdn], reason: QueueReason, at now: Date, in db: Database
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO _queue (msisdn, reason, queued_at) VALUES (?, ?, ?)
                ON CONFLICT (msisdn) DO UPDATE SET reason = excluded.reason WHERE excluded.reason < reason
                """)
        let instant = Instant.text(now)
        for msisdn in numbers {
            try statement.execute(arguments: [msisdn.digits, reason.rawValue, instant])
        }
    }
}
