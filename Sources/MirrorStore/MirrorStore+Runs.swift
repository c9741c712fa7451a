package import Foundation
import GRDB
package import MirrorCore

/// The number of a run in `sync_run`.
package struct RunID: Hashable, Sendable {
    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }
}

/// What a run asked of the API.
package struct RequestTotals: Equatable, Sendable {
    /// All requests that were sent, refused ones included.
    package var requests: Int
    /// Those of them that were answered 429.
    package var throttled: Int

    package init(requests: Int, throttled: Int) {
        self.requests = requests
        self.throttled = throttled
    }
}

extension MirrorStore {
    /// Opens the record of a run, and closes those of runs that ended without a word.
    ///
    /// The caller holds the run lock, so a run without an outcome is one that was killed.
    package func beginRun(_ kind: RunKind, at now: Date) async throws -> RunID {
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE sync_run SET outcome = 'failed', error = 'ended without a word: killed, or power lost'
                    WHERE outcome IS NULL
                    """)
            try db.execute(
                sql: "INSERT INTO sync_run (kind, started_at) VALUES (:kind, :now)",
                arguments: ["kind": kind.rawValue, "now": Instant.text(now)])
            return RunID(rawValue: db.lastInsertedRowID)
        }
    }

    /// Closes the record of a run, together with what it leaves to the next one in `state`.
    package func finishRun(
        _ run: RunID, outcome: RunOutcome, totals: RequestTotals, error: String?, state: [String: String],
        at now: Date
    ) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE sync_run SET finished_at = :now, outcome = :outcome, requests = :requests,
                        throttled = :throttled, error = :error
                    WHERE id = :id
                    """,
                arguments: [
                    "now": Instant.text(now), "outcome": outcome.rawValue, "requests": totals.requests,
                    "throttled": totals.throttled, "error": error, "id": run.rawValue,
                ])
            try Self.saveState(state, in: db)
        }
    }

    /// A fact that an earlier run left; nil when none did.
    package func state(_ key: String) async throws -> String? {
        try await read { db in
            try String.fetchOne(db, sql: "SELECT value FROM _state WHERE key = :key", arguments: ["key": key])
        }
    }

    static func saveState(_ state: [String: String], in db: Database) throws {
        for (key, value) in state {
            try db.execute(
                sql: """
                    INSERT INTO _state (key, value) VALUES (:key, :value)
                    ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value
                    """, arguments: ["key": key, "value": value])
        }
    }

    static func count(_ summary: SaveSummary, for run: RunID, in db: Database) throws {
        try db.execute(
            sql: """
                UPDATE sync_run SET fetched = fetched + :fetched, changed = changed + :changed,
                    gone = gone + :gone, quarantined = quarantined + :quarantined
                WHERE id = :id
                """,
            arguments: [
                "fetched": summary.fetched, "changed": summary.changed, "gone": summary.gone,
                "quarantined": summary.quarantined, "id": run.rawValue,
            ])
    }
}
