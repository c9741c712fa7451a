package import Foundation
import GRDB
package import MirrorCore
import Schema

extension MirrorStore {
    /// Plans what a run must remove now, given what was removed before.
    package func retentionPlan(_ settings: RetentionSettings) async throws -> RetentionPlan {
        try await read { db in
            RetentionPlan(settings, try RetentionFacts(db), watermark: try PollState.reached(in: db))
        }
    }

    /// Removes versions superseded before `moment`, after noting that earlier moments can no longer be queried.
    ///
    /// Each number keeps the versions that ended last before `moment`, which show when it had last changed, and the
    /// version that was valid at `moment`. So every question about that moment or a later one keeps its answer. A
    /// number that was ever gone, or whose contract had ended by then, keeps all its versions, since later reports ask
    /// whether it is new or has returned, and whose it was.
    ///
    /// Each portion is a transaction; after an interruption or a crash, the next call continues.
    ///
    /// - Parameter limit: the most numbers to look at.
    /// - Returns: how many versions were removed.
    package func removeVersions(
        supersededBefore moment: Date, limit: Int = 200_000, _ interruption: Interruption = Interruption()
    ) async throws -> Int {
        let floor = try await beginRemoving(before: moment)
        var (removed, looked) = (0, 0)
        while looked < limit, !interruption.isRaised {
            let portion = try await write { db in try Self.removeVersions(before: floor, in: db) }
            removed += portion.removed
            looked += portion.numbers
            guard portion.numbers > 0 else { break }
        }
        guard looked < limit, !interruption.isRaised else { return removed }
        removed += try await removeVersionsOfSubscribers(before: floor)
        try await write { db in try db.keep(FactChanges(.historyCursor, nil)) }
        return removed
    }

    /// Records the result of a retention that has nothing left to do.
    package func noteRetention(versions: Int, forgotten: Int) async throws {
        try await write { db in
            var changes = FactChanges(.retentionVersions, versions)
            changes.set(.retentionForgotten, to: forgotten)
            changes.set(.retentionAt, to: try PollState.reached(in: db))
            try db.keep(changes)
        }
    }

    /// - Returns: the moment of an unfinished removal, otherwise `moment`.
    private func beginRemoving(before moment: Date) async throws -> Date {
        try await write { db in
            let facts = try RetentionFacts(db)
            if facts.cursor != nil, let floor = facts.historyFrom { return floor }
            // Whole seconds, as the mirror writes them.
            let floor = max(
                Date(timeIntervalSince1970: moment.timeIntervalSince1970.rounded(.down)),
                facts.historyFrom ?? .distantPast)
            var changes = FactChanges(.historyFrom, floor)
            changes.set(.historyCursor, to: 0)
            try db.keep(changes)
            return floor
        }
    }

    /// The most numbers that one transaction looks at.
    private static let portion = 5000

    private static func removeVersions(
        before floor: Date, in db: Database
    ) throws -> (removed: Int, numbers: Int) {
        let cursor = try db.fact(.historyCursor) ?? 0
        let ids = try Int.fetchAll(
            db, sql: "SELECT id FROM _number WHERE id > :cursor ORDER BY id LIMIT :limit",
            arguments: ["cursor": cursor, "limit": portion])
        guard let last = ids.last else { return (0, 0) }
        let chosen = try Row.fetchAll(
            db,
            sql: """
                SELECT number.id, number.msisdn FROM _number AS number
                WHERE number.id > :cursor AND number.id <= :last AND number.content_hash IS NOT NULL
                    AND NOT EXISTS (
                        SELECT 1 FROM _number_version AS version
                        WHERE version.number = number.id AND (
                            version.gone_at IS NOT NULL
                            OR version.observed_from < :floor AND coalesce(version.observed_to >= :floor, 1)
                                AND version.valid_to_date < date(:floor, 'unixepoch', '+2 days')))
                """,
            arguments: ["cursor": cursor, "last": last, "floor": Int(floor.timeIntervalSince1970)])
        var removed = 0
        try deletingSecurely(in: db) {
            let remover = try VersionRemover(in: db)
            for (number, edge) in try remover.edges(
                of: chosen.map { (id: $0["id"], msisdn: $0["msisdn"]) }, before: floor)
            {
                removed += try remover.remove(number, supersededBefore: edge)
            }
        }
        try db.keep(FactChanges(.historyCursor, last))
        return (removed, ids.count)
    }

    /// Removes what Millom had said of subscribers; no report asks whether a subscriber is new, so nothing must stay.
    private func removeVersionsOfSubscribers(before floor: Date) async throws -> Int {
        var removed = 0
        for relation in RelationRegistry.mirror.ofSubscribers where relation.storage == .versions {
            let table = relation.table ?? relation.historyName
            var portion = 0
            repeat {
                portion = try await write { db in
                    try Self.deletingSecurely(in: db) {
                        try db.execute(
                            sql: """
                                DELETE FROM \(table)
                                WHERE observed_to < :floor AND subscriber IN (
                                    SELECT DISTINCT subscriber FROM \(table) WHERE observed_to < :floor LIMIT :limit)
                                """,
                            arguments: [
                                "floor": Int(floor.timeIntervalSince1970), "limit": Self.portion,
                            ])
                    }
                    return db.changesCount
                }
                removed += portion
            } while portion > 0
        }
        return removed
    }
}

/// Removes versions of numbers, in the caller's transaction.
private struct VersionRemover {
    struct Number {
        let id: Int64
        let msisdn: String
    }

    private let db: Database
    private let tables = RelationRegistry.mirror.relations.filter {
        $0.storage == .versions && $0.ownerColumn == "msisdn"
    }.map { $0.table ?? $0.historyName }
    private let statements: [SQLStatement]
    private let ofNumber: SQLStatement

    init(in db: Database) throws {
        self.db = db
        // Only table names are interpolated, and they come from our own registry.
        statements = try tables.map { table in
            try SQLStatement(cached: "DELETE FROM \(table) WHERE msisdn = ?1 AND observed_to < ?2", in: db)
        }
        ofNumber = try SQLStatement(
            cached: "DELETE FROM _number_version WHERE number = ?1 AND observed_to < ?2", in: db)
    }

    /// For each number, when its last version before `floor` ended; omits numbers of which no version ended earlier
    /// still.
    func edges(
        of numbers: [(id: Int64, msisdn: String)], before floor: Date
    ) throws -> [(number: Number, edge: Int64)] {
        let ids = Dictionary(numbers.map { ($0.msisdn, $0.id) }, uniquingKeysWith: { first, _ in first })
        let ends =
            tables.map { table in
                """
                SELECT msisdn, observed_to FROM \(table)
                WHERE msisdn IN (SELECT value FROM json_each(:numbers)) AND observed_to < :floor
                """
            } + [
                """
                SELECT number.msisdn, version.observed_to
                FROM _number AS number JOIN _number_version AS version ON version.number = number.id
                WHERE number.msisdn IN (SELECT value FROM json_each(:numbers)) AND version.observed_to < :floor
                """
            ]
        return try Row.fetchAll(
            db,
            sql: """
                SELECT msisdn, max(observed_to) AS edge FROM (\(ends.joined(separator: "\nUNION ALL\n")))
                GROUP BY msisdn HAVING min(observed_to) < max(observed_to)
                """,
            arguments: [
                "numbers": try TextList.argument(numbers.map(\.msisdn)),
                "floor": Int(floor.timeIntervalSince1970),
            ]
        ).compactMap { row in
            let (msisdn, edge): (String, Int64) = (row["msisdn"], row["edge"])
            return ids[msisdn].map { id in (number: Number(id: id, msisdn: msisdn), edge: edge) }
        }
    }

    /// - Returns: how many versions were removed.
    func remove(_ number: Number, supersededBefore edge: Int64) throws -> Int {
        let before = db.totalChangesCount
        for statement in statements { try statement.run([.text(number.msisdn), .integer(edge)]) }
        try ofNumber.run([.integer(number.id), .integer(edge)])
        return db.totalChangesCount - before
    }
}
