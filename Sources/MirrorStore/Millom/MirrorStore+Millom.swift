package import Foundation
import GRDB
package import MirrorCore
import Schema

extension MirrorStore {
    /// Commits a batch of outcomes of Millom's: rows, history, when each record is due, and anomalies, in one transaction.
    ///
    /// The rows of a record take the place of those that it said before; where they are the same, only the time of the
    /// comparison moves. What stands of a subscriber ends once all three records say that Millom does not know it.
    ///
    /// Of ``SaveSummary``: `fetched` and `changed` count records, `gone` subscribers, `quarantined` failures.
    ///
    /// - Parameter interval: how long a record holds that says nothing of that.
    package func save(
        _ outcomes: [MillomOutcome], of run: RunID, every interval: Duration, at now: Date
    ) async throws -> SaveSummary {
        do {
            return try await commit(outcomes, of: run, every: interval, at: now)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            guard outcomes.count > 1 else {
                let failures = outcomes.map {
                    MillomOutcome.failed(
                        $0.subscriber, $0.record, cause: "its rows break a rule of the mirror")
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
                // In an order of their own, so that the same batch writes the same file.
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

    /// Asks about `subscribers` from now on, and no longer about others; returns how many of them are new.
    ///
    /// What the mirror has of others stays as it is. A new one's records are due at once.
    package func followMillom(_ subscribers: [MillomSubscriber], at now: Date) async throws -> Int {
        let rows = subscribers.map { [$0.id, $0.keyType.rawValue, $0.operator] }
        let list = String(decoding: try JSONEncoder().encode(rows), as: UTF8.self)
        return try await write { db in try Self.follow(list, at: now, in: db) }
    }

    /// The same for every number that the mirror knows and that is not gone.
    package func followMillomOfMirror(operator: String, at now: Date) async throws -> Int {
        try await write { db in
            let list = try String.fetchOne(
                db,
                sql: "SELECT json_group_array(json_array(msisdn, 'MSISDN', :operator)) FROM _living",
                arguments: ["operator": `operator`])
            return try Self.follow(list ?? "[]", at: now, in: db)
        }
    }

    /// - Parameter list: those to ask about: JSON of an id, its type and an operator each. Of an id that stands twice the
    ///   last one counts.
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

    /// The records that are due, the soonest first.
    package func dueMillomRecords(at now: Date, limit: Int) async throws -> [MillomDueRecord] {
        try await read { db in
            // Due so far ahead that a clock was wrong when it was set.
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

    /// Makes all records of `subscribers` due, as something happened to them; unknown ones are passed over.
    ///
    /// - Parameter subscribers: ids; the number that one is known to belong to counts as well.
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
            let due = MillomStatements.second(MillomDue.afterEvent(at: now, askedAt: askedAt))
            guard due < row["due_at"] as Int64 else { continue }
            try update.execute(
                arguments: [
                    "due": due, "subscriber": row["subscriber"] as String, "record": row["record"] as String,
                ])
        }
    }

    /// Notes that an id is one of the person with a number, so that both are forgotten together.
    package func noteMillomID(_ id: String, of msisdn: Msisdn) async throws {
        try await noteMillomIDs([MillomAlias(id: id, msisdn: msisdn)])
    }

    /// The same for several.
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

    /// The numbers that `ids` are known to belong to.
    static func numbers(ofMillomIDs ids: [String], in db: Database) throws -> [Msisdn] {
        try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT msisdn FROM _millom_alias
                WHERE subscriber IN (SELECT value FROM json_each(:chosen)) ORDER BY msisdn
                """, arguments: ["chosen": TextList.argument(ids)]
        ).compactMap { Msisdn($0) }
    }

    /// All ids by which Millom is known to name the people with `numbers`, those themselves included.
    static func millomIDs(of numbers: [Msisdn], in db: Database) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT value FROM json_each(:chosen)
                UNION SELECT subscriber FROM _millom_alias
                WHERE msisdn IN (SELECT value FROM json_each(:chosen))
                """, arguments: ["chosen": TextList.argument(numbers.map(\.digits))])
    }

    /// How the subscribers stand that Millom is asked about.
    package func millomFacts(at now: Date) async throws -> MillomFacts {
        try await read { db in try MillomFacts(db, now: now) }
    }
}
