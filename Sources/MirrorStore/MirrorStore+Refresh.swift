package import Foundation
import GRDB
package import MirrorCore
import Schema

extension MirrorStore {
    /// The numbers verified longest ago, before `moment`, that nothing else will fetch.
    ///
    /// - Parameter future: a verification after it was recorded by a wrong clock: it counts
    ///   as long ago, and comes last.
    package func verifiedLongestAgo(
        before moment: Date, notAfter future: Date = .distantFuture, limit: Int
    ) async throws -> [QueuedNumber] {
        guard limit > 0 else { return [] }
        return try await read { db in
            let due = try Self.verified(from: .distantPast, to: moment, limit: limit, in: db)
            guard due.count < limit else { return due }
            return due
                + (try Self.verified(from: future, to: .distantFuture, limit: limit - due.count, in: db))
        }
    }

    /// Whether the document of any living number has been read.
    package func hasDocuments() async throws -> Bool {
        try await read { db in
            try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM _living)") ?? false
        }
    }

    /// At most `count` numbers that live in the mirror or wait in the queue, spread evenly, none of `others`.
    package func spreadNumbers(_ count: Int, besides others: Set<Msisdn>) async throws -> [QueuedNumber] {
        guard count > 0 else { return [] }
        return try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    WITH known (msisdn, reason, queued_at) AS (
                        SELECT msisdn, reason, queued_at FROM _queue
                        UNION ALL
                        SELECT msisdn, :refresh, verified_at FROM _living
                        WHERE msisdn NOT IN (SELECT msisdn FROM _queue)
                    ),
                    placed AS (
                        SELECT *, row_number() OVER (ORDER BY msisdn) - 1 AS place, count(*) OVER () AS total
                        FROM known WHERE msisdn NOT IN (SELECT value FROM json_each(:others))
                    )
                    SELECT msisdn, reason, queued_at FROM placed
                    WHERE place * :count / total <> (place - 1) * :count / total OR place = 0
                    ORDER BY place
                    """,
                arguments: [
                    "count": count, "refresh": QueueReason.refresh.rawValue,
                    "others": try TextList.argument(others.map(\.digits)),
                ]
            ).compactMap { row in
                guard let msisdn = Msisdn(row["msisdn"]), let reason = QueueReason(rawValue: row["reason"])
                else {
                    return nil
                }
                return QueuedNumber(msisdn: msisdn, reason: reason, queuedAt: row["queued_at"] ?? "")
            }
        }
    }

    private static func verified(
        from start: Date, to end: Date, limit: Int, in db: Database
    ) throws -> [QueuedNumber] {
        try Row.fetchAll(
            db, sql: RunFacts.refreshSQL,
            arguments: RunFacts.refreshArguments(from: start, to: end, limit: limit)
        ).compactMap { row in
            Msisdn(row["msisdn"]).map {
                QueuedNumber(msisdn: $0, reason: .refresh, queuedAt: row["verified_at"])
            }
        }
    }
}
