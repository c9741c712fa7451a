package import Foundation
import GRDB
package import MirrorCore

/// A run's id in `sync_run`.
package struct RunID: Hashable, Sendable {
    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }
}

/// Requests that a run has sent.
package struct RequestTotals: Equatable, Sendable {
    /// All requests sent, including refused ones.
    package var requests: Int
    /// How many of them were answered 429.
    package var throttled: Int

    package init(requests: Int, throttled: Int) {
        self.requests = requests
        self.throttled = throttled
    }
}

extension MirrorStore {
    /// Opens a run's record, and closes earlier records of the same source that never ended.
    ///
    /// The caller holds the run lock, so a run without an outcome was killed.
    package func beginRun(
        _ kind: RunKind, of source: RunSource = .telenor, at now: Date
    ) async throws -> RunID {
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE sync_run SET outcome = 'failed', error = 'never ended: killed, or power lost'
                    WHERE outcome IS NULL AND source = :source
                    """, arguments: ["source": source.rawValue])
            try db.execute(
                sql: """
                    INSERT INTO sync_run (source, kind, started_at, version)
                    VALUES (:source, :kind, :now, :version)
                    """,
                arguments: [
                    "source": source.rawValue, "kind": kind.rawValue, "now": Instant.text(now),
                    "version": ProgramVersion.text,
                ])
            return RunID(rawValue: db.lastInsertedRowID)
        }
    }

    /// Closes a run's record and stores its facts for the next run.
    package func finishRun(
        _ run: RunID, kind: RunKind? = nil, outcome: RunOutcome, totals: RequestTotals, error: String?,
        keeping facts: FactChanges = FactChanges(), at now: Date
    ) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE sync_run SET finished_at = :now, kind = coalesce(:kind, kind), outcome = :outcome,
                        requests = :requests, throttled = :throttled, error = :error
                    WHERE id = :id
                    """,
                arguments: [
                    "now": Instant.text(now), "kind": kind?.rawValue, "outcome": outcome.rawValue,
                    "requests": totals.requests,
                    "throttled": totals.throttled, "error": error, "id": run.rawValue,
                ])
            try db.keep(facts)
            let source = try String.fetchOne(
                db, sql: "SELECT source FROM sync_run WHERE id = :id", arguments: ["id": run.rawValue])
            // Coverage of the search concerns the subscription API only.
            if outcome == .complete, source == RunSource.telenor.rawValue {
                try Self.closeGaps(by: run, in: db)
            }
        }
    }

    /// Stores a running run's request counts and its facts for the next run.
    package func keepProgress(
        of run: RunID, totals: RequestTotals, keeping facts: FactChanges
    ) async throws {
        try await write { db in
            try db.execute(
                sql: "UPDATE sync_run SET requests = :requests, throttled = :throttled WHERE id = :id",
                arguments: [
                    "requests": totals.requests, "throttled": totals.throttled, "id": run.rawValue,
                ])
            try db.keep(facts)
        }
    }

    /// Marks gaps that no search could reach as covered, once everything in them was verified another way.
    ///
    /// The poll that left the gap queued every number; a complete run has emptied the queue, and a list begun
    /// after the gap shows which numbers exist.
    private static func closeGaps(by run: RunID, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO coverage (from_at, to_at, run_id, pages, passes, rows)
                SELECT from_at, to_at, :run, 0, 0, 0 FROM (
                    SELECT to_at AS from_at, lead(from_at) OVER (ORDER BY from_at) AS to_at
                    FROM _coverage_stretch)
                WHERE to_at <= (SELECT max(started_at) FROM _reconcile WHERE listed_at IS NOT NULL)
                """, arguments: ["run": run.rawValue])
    }

    static func count(_ summary: SaveSummary, for run: RunID, in db: Database) throws {
        try db.execute(
            sql: """
                UPDATE sync_run SET fetched = fetched + :fetched, changed = changed + :changed,
                    gone = gone + :gone, quarantined = quarantined + :quarantined,
                    refreshed = refreshed + :refreshed
                WHERE id = :id
                """,
            arguments: [
                "fetched": summary.fetched, "changed": summary.changed, "gone": summary.gone,
                "quarantined": summary.quarantined, "refreshed": summary.refreshed, "id": run.rawValue,
            ])
    }
}
