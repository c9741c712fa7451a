package import Foundation
import GRDB
package import MirrorCore
import Schema

/// A number queued for a detail request.
package struct QueuedNumber: Hashable, Sendable {
    package let msisdn: Msisdn
    package let reason: QueueReason
    /// When it was queued, in the mirror's text format.
    package let queuedAt: String
}

extension MirrorStore {
    /// The next numbers queued for `reason`, after `last`; the longest waiting comes first.
    ///
    /// A number stays in the queue until its outcome is saved, so a caller continues
    /// after the last number returned.
    package func queued(
        for reason: QueueReason, after last: QueuedNumber?, limit: Int
    ) async throws -> [QueuedNumber] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT msisdn, queued_at FROM _queue
                    WHERE reason = :reason AND (queued_at, msisdn) > (:queued_at, :msisdn)
                    ORDER BY queued_at, msisdn LIMIT :limit
                    """,
                arguments: [
                    "reason": reason.rawValue, "queued_at": last?.queuedAt ?? "",
                    "msisdn": last?.msisdn.digits ?? "", "limit": limit,
                ]
            ).compactMap { row in
                Msisdn(row[0]).map { QueuedNumber(msisdn: $0, reason: reason, queuedAt: row[1]) }
            }
        }
    }

    /// How many numbers are queued.
    package func queueCount() async throws -> Int {
        try await read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM _queue") ?? 0 }
    }

    /// Queues the quarantined numbers whose next try is due.
    package func queueDueRetries(at now: Date) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO _queue (msisdn, reason, queued_at)
                    SELECT msisdn, :reason, :now FROM (\(RunFacts.dueRetriesSQL)) WHERE true
                    ON CONFLICT (msisdn) DO NOTHING
                    """,
                arguments: RunFacts.dueRetryTimes(now) &+ ["reason": QueueReason.retry.rawValue])
        }
    }

    /// Moves queued numbers behind all others with the same reason; numbers not in the queue are ignored.
    package func moveBack(_ numbers: [Msisdn], at now: Date) async throws {
        try await write { db in
            // They may have been queued within this second.
            let latest = try String.fetchOne(db, sql: "SELECT max(queued_at) FROM _queue") ?? ""
            let behind = DocumentWriter.instant(after: latest, now: Instant.text(now))
            let statement = try SQLStatement(
                cached: "UPDATE _queue SET queued_at = ?2 WHERE msisdn = ?1", in: db)
            for msisdn in numbers { try statement.run([.text(msisdn.digits), .text(behind)]) }
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
