package import Foundation
import GRDB
import MirrorCore
import Schema

/// What became of the numbers that had both proofs that they are gone.
package struct GoneVerdict: Equatable, Sendable {
    /// Those that became tombstones now.
    package var gone = 0
    /// Those that stay parked, as they are too many to go at once.
    package var parked = 0
    /// How many numbers the mirror knows, parked ones included.
    package var living = 0

    package init() {}
}

extension MirrorStore {
    /// Judges the parked numbers, all together: they become tombstones, or they are too many and stay parked.
    ///
    /// Invariant: no tombstone is written but here, and not while a number that the same list lacked is still to be
    /// verified, so that a share of many never passes for a few.
    ///
    /// - Parameter acceptsGone: the operator lets them through, however many they are.
    package func judgeParked(of run: RunID, acceptsGone: Bool, at now: Date) async throws -> GoneVerdict {
        var verdict = try await read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT (SELECT count(*) FROM _parked) AS parked,
                        EXISTS (SELECT 1 FROM _queue WHERE reason = :missing) AS is_undecided
                    """, arguments: ["missing": QueueReason.missing.rawValue])
            var verdict = GoneVerdict()
            verdict.parked = row?["parked"] ?? 0
            guard verdict.parked > 0, row?["is_undecided"] == false else { return GoneVerdict() }
            verdict.living = try Int.fetchOne(db, sql: RunFacts.livingSQL) ?? 0
            return verdict
        }
        guard verdict.parked > 0, acceptsGone || GoneBreaker.lets(verdict.parked, of: verdict.living) else {
            return verdict
        }
        while verdict.parked > 0 {
            let buried = try await buryParked(limit: 1000, of: run, at: now)
            verdict.gone += buried.gone
            verdict.parked -= buried.judged
        }
        return verdict
    }

    private func buryParked(
        limit: Int, of run: RunID, at now: Date
    ) async throws -> (gone: Int, judged: Int) {
        try await write { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT msisdn, reason FROM _parked ORDER BY msisdn LIMIT :limit",
                arguments: ["limit": limit])
            var summary = SaveSummary()
            try DocumentWriter.with(db, now: now) { documents in
                for row in rows {
                    let digits: String = row["msisdn"]
                    if let msisdn = Msisdn(digits), try documents.bury(msisdn, reason: row["reason"]) {
                        summary.gone += 1
                    }
                    try db.execute(
                        sql: "DELETE FROM _parked WHERE msisdn = :msisdn", arguments: ["msisdn": digits])
                }
            }
            try Self.count(summary, for: run, in: db)
            return (summary.gone, rows.count)
        }
    }
}
