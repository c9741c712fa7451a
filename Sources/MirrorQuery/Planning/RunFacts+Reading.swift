package import Foundation
import GRDB
package import MirrorCore
import Pacing

extension RunFacts {
    /// Reads what waits for the next run, in one transaction.
    ///
    /// - Parameter refreshInterval: within which each detail is verified again.
    /// - Throws: ``MirrorReadFailure``.
    package init(of reader: MirrorReader, refreshInterval: Duration, now: Date) throws {
        self = try reader.read { db in try RunFacts(db, refreshInterval: refreshInterval, now: now) }
    }

    private init(_ db: Database, refreshInterval: Duration, now: Date) throws {
        self.init()
        func instant(_ sql: String) throws -> Date? {
            try String.fetchOne(db, sql: sql).flatMap(Instant.date)
        }
        func state(_ key: StateKey) throws -> Date? {
            try MirrorReader.state(key, in: db).flatMap(Instant.date)
        }
        lastListedAt = try instant("SELECT max(listed_at) FROM _reconcile")
        reached = try instant("SELECT max(to_at) FROM coverage")
        refreshCreditedAt = try state(.refreshCreditedAt)
        catalogueReadAt = try state(.catalogueReadAt)
        isListAskedFor = try MirrorReader.state(.listAskedFor, in: db)?.isEmpty == false
        try readLists(db)
        try readNumbers(db, refreshInterval: refreshInterval, now: now)
        try readChanges(db, now: now)
    }

    private mutating func readLists(_ db: Database) throws {
        let isUnfinished = try Bool.fetchOne(
            db, sql: "SELECT count(*) FROM _reconcile WHERE listed_at IS NULL")
        if isUnfinished == true {
            unreadParts = try Int.fetchOne(db, sql: "SELECT count(*) FROM _reconcile_part WHERE NOT is_read")
        }
        guard lastListedAt != nil else { return }
        // The list of accounts and a look whether it is granted, then each account; more than one page is read twice.
        listRequests = try Int.fetchOne(
            db,
            sql: """
                SELECT 2 + coalesce(sum(iif(numbers < 1000, 1, 2 * (numbers / 1000 + 1))), 0)
                FROM (SELECT count(*) AS numbers FROM _listed GROUP BY account_id)
                """)
    }

    private mutating func readNumbers(_ db: Database, refreshInterval: Duration, now: Date) throws {
        for row in try Row.fetchAll(
            db, sql: "SELECT reason, count(*) AS numbers FROM _queue GROUP BY reason")
        {
            guard let reason = QueueReason(rawValue: row["reason"]) else { continue }
            queued[reason] = row["numbers"]
        }
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT
                    (SELECT count(*) FROM quarantine
                        WHERE next_attempt_at <= :now AND msisdn NOT IN (SELECT msisdn FROM _queue)) AS retries,
                    (SELECT count(*) FROM _subscription WHERE content_hash IS NOT NULL) AS living,
                    (SELECT count(*) FROM _subscription
                        WHERE content_hash IS NOT NULL AND verified_at < :verified) AS refreshable
                """,
            arguments: [
                "now": Instant.text(now),
                "verified": Instant.text(now.addingTimeInterval(-refreshInterval.inSeconds / 2)),
            ])
        dueRetries = row?["retries"] ?? 0
        living = row?["living"] ?? 0
        refreshable = row?["refreshable"] ?? 0
    }

    private mutating func readChanges(_ db: Database, now: Date) throws {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT sum(changed) AS changed, min(started_at) AS first FROM sync_run
                WHERE kind = 'incremental' AND started_at >= :since
                """, arguments: ["since": Instant.text(now.addingTimeInterval(-14 * 86_400))])
        guard let first = (row?["first"] as String?).flatMap(Instant.date) else { return }
        // Of less than a day one cannot tell a day's changes.
        let days = max(now.timeIntervalSince(first) / 86_400, 1)
        changesPerDay = Double(row?["changed"] as Int? ?? 0) / days
    }
}
