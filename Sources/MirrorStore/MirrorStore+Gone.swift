package import Foundation
import GRDB
import MirrorCore
import Schema

/// The verdict on the numbers that have both proofs that they are gone.
package struct GoneVerdict: Equatable, Sendable {
    /// Numbers that became tombstones now.
    package var gone = 0
    /// Numbers that stay parked, as too many would go at once.
    package var parked = 0
    /// How many living numbers the mirror has, parked ones included.
    package var living = 0

    package init() {}
}

extension MirrorStore {
    /// Judges all parked numbers together: they become tombstones, or stay parked if they are too many.
    ///
    /// Invariant: tombstones are written only here, and not while a number missing from the same list still
    /// awaits verification, so that part of a mass disappearance never passes for a small one.
    ///
    /// - Parameter acceptsGone: whether the operator accepts them, however many they are.
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
