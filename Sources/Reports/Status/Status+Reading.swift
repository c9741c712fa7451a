package import Foundation
import GRDB
import MirrorCore
package import MirrorReading
import Pacing
import Schema

extension Status {
    /// Reads the mirror's status in one transaction; its lag is relative to `now`.
    ///
    /// - Throws: ``MirrorReadFailure``.
    package init(of reader: MirrorReader, now: Date) throws {
        self = try reader.read { db in try Status(db, path: reader.path, now: now) }
    }

    /// Reads the status in the open transaction.
    init(_ db: Database, path: String, now: Date) throws {
        readAt = now
        self.path = path
        schemaVersion = Schema.version
        serverOffset = try db.fact(.pollOffset) ?? .zero
        lastCompleteRun = try Row.fetchOne(
            db,
            sql: """
                SELECT * FROM sync_run WHERE source = 'telenor' AND outcome = 'complete'
                ORDER BY id DESC LIMIT 1
                """
        ).map(Run.init)
        runs = try Row.fetchAll(db, sql: "SELECT * FROM sync_run ORDER BY id DESC LIMIT 5").map(Run.init)
        coverage = try Self.coverage(db)
        subscriptions = try Subscriptions(db)
        refresh = try Refresh(db, now: now)
        parkedCount = try Int.fetchOne(db, sql: "SELECT count(*) FROM _parked") ?? 0
        neverFetchedCount = try Self.neverFetchedCount(db)
        unreadableRowCount = try MirrorReader.unreadableRowCount(in: db)
        queue = try Queue(db)
        quarantineCount = try Int.fetchOne(db, sql: "SELECT count(*) FROM quarantine") ?? 0
        quarantine = try Row.fetchAll(
            db,
            sql: """
                SELECT msisdn, stage, error, attempts, first_failed_at, next_attempt_at
                FROM quarantine ORDER BY next_attempt_at, msisdn LIMIT :limit
                """,
            arguments: ["limit": Self.quarantineLimit]
        ).map(QuarantineEntry.init)
        pace = try db.fact(.pace)
        anomalies = try Row.fetchAll(
            db,
            sql: """
                SELECT kind, count(*) AS path_count, sum(count) AS count
                FROM anomaly GROUP BY kind ORDER BY kind
                """
        ).map { AnomalyCount(kind: $0["kind"], pathCount: $0["path_count"], count: $0["count"]) }
        let facts = try MillomFacts(db, now: now)
        millom = facts.followed == 0 ? nil : facts
        let removed = try RetentionFacts(db)
        retention = removed == RetentionFacts() ? nil : removed
        completeness = try Completeness(in: db)
    }

    private static func neverFetchedCount(_ db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM (SELECT msisdn FROM _queue UNION SELECT msisdn FROM quarantine) AS waiting
                WHERE NOT EXISTS (SELECT 1 FROM _subscription WHERE _subscription.msisdn = waiting.msisdn)
                """) ?? 0
    }

    private static func coverage(_ db: Database) throws -> [Interval] {
        try Row.fetchAll(db, sql: "SELECT from_at, to_at FROM _coverage_stretch").map {
            Interval(from: $0["from_at"], to: $0["to_at"])
        }
    }
}

extension Status.Refresh {
    fileprivate init(_ db: Database, now: Date) throws {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT coalesce(sum(refreshed), 0) AS refreshed, coalesce(sum(missed), 0) AS missed
                FROM sync_run WHERE started_at >= :since
                """,
            arguments: ["since": Instant.text(now.addingTimeInterval(-Self.span.inSeconds))])
        refreshed = row?["refreshed"] ?? 0
        missed = row?["missed"] ?? 0
        // Absent while the lookback equals the setting.
        lookbackSeconds = try db.fact(.lookback).map { Int($0.inSeconds) }
    }
}

extension Status.Run {
    fileprivate init(_ row: Row) {
        id = row["id"]
        source = row["source"]
        kind = row["kind"]
        startedAt = row["started_at"]
        finishedAt = row["finished_at"]
        outcome = row["outcome"]
        requests = row["requests"]
        throttled = row["throttled"]
        fetched = row["fetched"]
        changed = row["changed"]
        gone = row["gone"]
        quarantined = row["quarantined"]
        error = row["error"]
        refreshed = row["refreshed"]
        missed = row["missed"]
    }
}

extension Status.Subscriptions {
    fileprivate init(_ db: Database) throws {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT living, gone, (SELECT min(verified_at) FROM _living) AS oldest FROM _number_count
                """)
        living = row?["living"] ?? 0
        gone = row?["gone"] ?? 0
        oldestVerifiedAt = row?["oldest"]
    }
}

extension Status.Queue {
    fileprivate init(_ db: Database) throws {
        let rows = try Row.fetchAll(
            db, sql: "SELECT reason, count(*) AS numbers FROM _queue GROUP BY reason")
        var counts: [Int: Int] = [:]
        for row in rows { counts[row["reason"]] = row["numbers"] }
        changed = counts[QueueReason.changed.rawValue] ?? 0
        new = counts[QueueReason.new.rawValue] ?? 0
        missing = counts[QueueReason.missing.rawValue] ?? 0
        retry = counts[QueueReason.retry.rawValue] ?? 0
        unproven = counts[QueueReason.unproven.rawValue] ?? 0
    }
}

extension Status.QuarantineEntry {
    fileprivate init(_ row: Row) {
        msisdn = row["msisdn"]
        stage = row["stage"]
        error = row["error"]
        attempts = row["attempts"]
        firstFailedAt = row["first_failed_at"]
        nextAttemptAt = row["next_attempt_at"]
    }
}
