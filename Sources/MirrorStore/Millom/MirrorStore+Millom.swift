package import Foundation
import GRDB
package import MirrorCore
import Schema

extension MirrorStore {
    /// Commits a batch of Millom outcomes: rows, history, due times and anomalies, in one transaction.
    ///
    /// A record's rows replace its previous ones; if they are equal, only the time of the comparison moves. A
    /// subscriber's rows are closed once all three records report that Millom does not know it.
    ///
    /// In ``SaveSummary``, `fetched` and `changed` count records, `gone` subscribers, `quarantined` failures.
    ///
    /// - Parameter interval: how long a record stays valid if it does not say.
    package func save(
        _ outcomes: [MillomOutcome], of run: RunID, every interval: Duration, at now: Date
    ) async throws -> SaveSummary {
        do {
            return try await commit(outcomes, of: run, every: interval, at: now)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            guard outcomes.count > 1 else {
                let failures = outcomes.map {
                    MillomOutcome.failed(
                        $0.subscriber, $0.record, cause: "its rows violate a constraint of the mirror")
                }
                return try await commit(failures, of: run, every: interval, at: now)
            }
            var summary = SaveSummary()
            for outcome in outcomes {
                summary += try await save([outcome], of: run, every: interval, at: now)
            }
            return summary
        }
    }

    private func commit(
        _ outcomes: [MillomOutcome], of run: RunID, every interval: Duration, at now: Date
    ) async throws -> SaveSummary {
        try await write { db in
            let summary = try MillomWriter.with(db, now: now, every: interval) { writer in
                let bySubscriber = Dictionary(grouping: outcomes) { ExactText($0.subscriber.id) }
                // Sorted, so that the same batch writes the same file.
                for (subscriber, outcomes) in bySubscriber.sorted(by: { $0.key < $1.key }) {
                    try writer.save(outcomes, of: subscriber.text)
                }
                try AnomalyWriter(in: db, now: now).save(writer.anomalies)
                return writer.summary
            }
            try Self.count(summary, for: run, in: db)
            return summary
        }
    }

    /// Follows exactly `subscribers` from now on; returns how many of them are new.
    ///
    /// Stored data about other subscribers stays. A new subscriber's records are due at once.
    package func followMillom(_ subscribers: [MillomSubscriber], at now: Date) async throws -> Int {
        let rows = subscribers.map { [$0.id, $0.keyType.rawValue, $0.operator] }
        let list = String(decoding: try JSONEncoder().encode(rows), as: UTF8.self)
        return try await write { db in try Self.follow(list, at: now, in: db) }
    }

    /// Follows exactly the mirror's living numbers from now on; returns how many of them are new.
    package func followMillomOfMirror(operator: String, at now: Date) async throws -> Int {
        try await write { db in
            let list = try String.fetchOne(
                db,
                sql: "SELECT json_group_array(json_array(msisdn, 'MSISDN', :operator)) FROM _living",
                arguments: ["operator": `operator`])
            return try Self.follow(list ?? "[]", at: now, in: db)
        }
    }

    /// - Parameter list: JSON: an id, its type and an operator for each subscriber. The last
    ///   entry of a repeated id counts.
    private static func follow(_ list: String, at now: Date, in db: Database) throws -> Int {
        let wanted = """
            WITH wanted AS MATERIALIZED (
                SELECT value ->> 0 AS subscriber, value ->> 1 AS key_type, value ->> 2 AS operator, max(key)
                FROM json_each(:list) GROUP BY 1
            )
            """
        try db.execute(
            sql: """
                \(wanted)
                UPDATE _millom_subscriber SET is_followed = 0
                WHERE is_followed = 1 AND subscriber NOT IN (SELECT subscriber FROM wanted)
                """, arguments: ["list": list])
        try db.execute(
            sql: """
                \(wanted)
                UPDATE _millom_subscriber
                SET is_followed = 1, key_type = wanted.key_type, operator = wanted.operator
                FROM wanted
                WHERE wanted.subscriber = _millom_subscriber.subscriber
                    AND (is_followed = 0 OR _millom_subscriber.key_type <> wanted.key_type
                        OR _millom_subscriber.operator <> wanted.operator)
                """, arguments: ["list": list])
        try db.execute(
            sql: """
                \(wanted)
                INSERT INTO _millom_subscriber (subscriber, key_type, operator, is_followed, first_seen_at)
                SELECT subscriber, key_type, operator, 1, :now FROM wanted
                WHERE subscriber NOT IN (SELECT subscriber FROM _millom_subscriber)
                """, arguments: ["list": list, "now": Instant.text(now)])
        let count = db.changesCount
        guard count > 0 else { return 0 }
        let records = MillomRecord.allCases.map { "('\($0.rawValue)')" }.joined(separator: ", ")
        try db.execute(
            sql: """
                \(wanted)
                INSERT INTO _millom_record (subscriber, record, due_at)
                SELECT subscriber, column1, :now FROM wanted CROSS JOIN (VALUES \(records))
                WHERE subscriber NOT IN (SELECT subscriber FROM _millom_record)
                """, arguments: ["list": list, "now": MillomStatements.second(now)])
        return count
    }

    /// The records that are due, the earliest first.
    package func dueMillomRecords(at now: Date, limit: Int) async throws -> [MillomDueRecord] {
        try await read { db in
            // Their due time is so far ahead that the clock must have been wrong when it was set.
            let lost = try Self.due(
                "due_at > :second", at: now.addingTimeInterval(400 * 86_400), limit, in: db)
            return try lost + Self.due("due_at <= :second", at: now, limit - lost.count, in: db)
        }
    }

    private static func due(
        _ condition: String, at now: Date, _ limit: Int, in db: Database
    ) throws -> [MillomDueRecord] {
        guard limit > 0 else { return [] }
        return try Row.fetchAll(
            db,
            sql: """
                SELECT person.subscriber, person.key_type, person.operator, record.record
                FROM _millom_record AS record
                CROSS JOIN _millom_subscriber AS person ON person.subscriber = record.subscriber
                WHERE record.\(condition) AND person.is_followed = 1
                ORDER BY record.due_at, record.subscriber, record.record LIMIT :limit
                """, arguments: ["second": MillomStatements.second(now), "limit": limit]
        ).compactMap { row in
            guard let keyType = MillomSubscriber.KeyType(rawValue: row["key_type"]),
                let subscriber = MillomSubscriber(keyType, row["subscriber"], operator: row["operator"]),
                let record = MillomRecord(rawValue: row["record"])
            else { return nil }
            return MillomDueRecord(subscriber, record)
        }
    }

    /// Makes all records of `subscribers` due after an event; unknown subscribers are ignored.
    ///
    /// - Parameter subscribers: ids; each also stands for the number it is known to belong to.
    package func markMillomDue(_ subscribers: [String], at now: Date) async throws {
        guard !subscribers.isEmpty else { return }
        try await write { db in try Self.markMillomDue(subscribers, at: now, in: db) }
    }

    static func markMillomDue(_ subscribers: [String], at now: Date, in db: Database) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                WITH named AS (SELECT value AS id FROM json_each(:chosen))
                SELECT subscriber, record, due_at, asked_at FROM _millom_record
                WHERE subscriber IN (
                    SELECT id FROM named
                    UNION SELECT msisdn FROM _millom_alias WHERE subscriber IN (SELECT id FROM named)
                    UNION SELECT subscriber FROM _millom_alias WHERE msisdn IN (SELECT id FROM named))
                """, arguments: ["chosen": TextList.argument(subscribers)])
        let update = try db.cachedStatement(
            sql: "UPDATE _millom_record SET due_at = :due WHERE subscriber = :subscriber AND record = :record"
        )
        for row in rows {
            let askedAt = (row["asked_at"] as Double?).map(Date.init(timeIntervalSince1970:))
            let due = MillomStatements.second(MillomFetchSchedule.afterEvent(at: now, askedAt: askedAt))
            guard due < row["due_at"] as Int64 else { continue }
            try update.execute(
                arguments: [
                    "due": due, "subscriber": row["subscriber"] as String, "record": row["record"] as String,
                ])
        }
    }

    /// Links an id to a number's person, so that both are forgotten together.
    package func noteMillomID(_ id: String, of msisdn: Msisdn) async throws {
        try await noteMillomIDs([MillomAlias(id: id, msisdn: msisdn)])
    }

    /// Links several ids to their numbers' persons.
    package func noteMillomIDs(_ aliases: [MillomAlias]) async throws {
        guard !aliases.isEmpty else { return }
        let list = String(
            decoding: try JSONEncoder().encode(aliases.map { [$0.id, $0.msisdn.digits] }), as: UTF8.self)
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO _millom_alias (subscriber, msisdn)
                    SELECT value ->> 0, value ->> 1 FROM json_each(:list) WHERE true
                    ON CONFLICT (subscriber) DO UPDATE SET msisdn = excluded.msisdn
                    WHERE msisdn <> excluded.msisdn
                    """, arguments: ["list": list])
        }
    }

    /// The numbers to which `ids` are known to belong.
    static func numbers(ofMillomIDs ids: [String], in db: Database) throws -> [Msisdn] {
        try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT msisdn FROM _millom_alias
                WHERE subscriber IN (SELECT value FROM json_each(:chosen)) ORDER BY msisdn
                """, arguments: ["chosen": TextList.argument(ids)]
        ).compactMap { Msisdn($0) }
    }

    /// All known Millom ids of the people with `numbers`, including the numbers themselves.
    static func millomIDs(of numbers: [Msisdn], in db: Database) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT value FROM json_each(:chosen)
                UNION SELECT subscriber FROM _millom_alias
                WHERE msisdn IN (SELECT value FROM json_each(:chosen))
                """, arguments: ["chosen": TextList.argument(numbers.map(\.digits))])
    }

    /// The state of the followed Millom subscribers.
    package func millomFacts(at now: Date) async throws -> MillomFacts {
        try await read { db in try MillomFacts(db, now: now) }
    }
}
