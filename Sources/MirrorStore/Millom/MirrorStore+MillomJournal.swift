package import Foundation
import GRDB
package import MirrorCore
import Schema

/// Counts of the entries taken in from a journal.
package struct MillomJournalCounts: Equatable, Sendable {
    package var purchases = 0
    package var events = 0
    package var notifications = 0

    package init() {}
}

extension MirrorStore {
    /// How far the journal with the id `journal` has been taken in.
    package func millomJournalPosition(of journal: String) async throws -> MillomJournalPosition {
        try await read { db in try Self.position(of: journal, in: db) }
    }

    private static func position(of journal: String, in db: Database) throws -> MillomJournalPosition {
        let known = try db.fact(.millomJournal)
        return known.flatMap { $0.journal.hasSameBytes(as: journal) ? $0 : nil }
            ?? MillomJournalPosition(journal: journal)
    }

    /// Takes in a journal's news in one transaction; news that do not continue the
    /// last position change nothing.
    ///
    /// An event makes its subscriber's records due. Links are stored until they
    /// expire; expired links are deleted.
    package func takeIn(_ news: MillomJournalBatch, at now: Date) async throws -> MillomJournalCounts {
        try await write { db in
            guard try Self.position(of: news.start.journal, in: db) == news.start else {
                return MillomJournalCounts()
            }
            let writer = try MillomJournalWriter(in: db, now: now)
            for fact in news.facts { try writer.write(fact) }
            try Self.markMillomDue(writer.concerned.map(\.text).sorted(), at: now, in: db)
            try AnomalyWriter(in: db, now: now).save(writer.anomalies)
            try Self.deleteExpiredLinks(at: now, in: db)
            if news.end != news.start { try db.keep(FactChanges(.millomJournal, news.end)) }
            return writer.intake
        }
    }

    /// Deletes expired links and the notifications received before `moment`, and
    /// overwrites their bytes in the pages.
    package func tidyMillom(at now: Date, notificationsBefore moment: Date) async throws {
        // Writes nothing if there is nothing to delete, so that the file stays unchanged.
        let isDue = try await read { db in
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM _millom_link WHERE expires_at <= :now)
                        OR EXISTS (SELECT 1 FROM _millom_notification WHERE received_at < :moment)
                    """, arguments: ["now": MillomStatements.second(now), "moment": Instant.text(moment)])
        }
        guard isDue == true else { return }
        try await write { db in
            try Self.deleteExpiredLinks(at: now, in: db)
            try Self.deletingSecurely(in: db) {
                try db.execute(
                    sql: "DELETE FROM _millom_notification WHERE received_at < :moment",
                    arguments: ["moment": Instant.text(moment)])
            }
        }
    }

    private static func deleteExpiredLinks(at now: Date, in db: Database) throws {
        try deletingSecurely(in: db) {
            try db.execute(
                sql: "DELETE FROM _millom_link WHERE expires_at <= :now",
                arguments: ["now": MillomStatements.second(now)])
        }
    }

    /// Runs `delete`, which leaves nothing of the rows in their pages.
    static func deletingSecurely(in db: Database, _ delete: () throws -> Void) throws {
        // Some builds of SQLite default to ON.
        let usual = try Int.fetchOne(db, sql: "PRAGMA secure_delete") ?? 0
        try db.execute(sql: "PRAGMA secure_delete = ON")
        defer { try? db.execute(sql: "PRAGMA secure_delete = \(usual)") }
        try delete()
    }

    /// A subscriber's unexpired links, by kind and plan.
    package func millomLinks(of subscriber: String, at now: Date) async throws -> [SignedLink] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT kind, plan_id, link, expires_at FROM _millom_link
                    WHERE subscriber = :subscriber AND expires_at > :now ORDER BY kind, plan_id
                    """, arguments: ["subscriber": subscriber, "now": MillomStatements.second(now)]
            ).compactMap { row in
                let (stored, plan): (String, String) = (row["kind"], row["plan_id"])
                return SignedLink.Kind.allCases.first { $0.stored == stored }.map { kind in
                    SignedLink(
                        kind: kind, planID: plan.isEmpty ? nil : plan, url: row["link"],
                        expiresAt: Date(timeIntervalSince1970: row["expires_at"]))
                }
            }
        }
    }
}

/// Writes the journal's entries as rows.
private final class MillomJournalWriter {
    private let now: Date
    private let purchase: SQLStatement
    private let event: SQLStatement
    private let buyer: SQLStatement
    private let notification: SQLStatement
    private let known: SQLStatement
    private let link: SQLStatement
    private(set) var intake = MillomJournalCounts()
    /// How notifications deviated from the documented format.
    private(set) var anomalies: [Anomaly] = []
    /// Subscribers that an event concerned.
    private(set) var concerned: Set<ExactText> = []

    init(in db: Database, now: Date) throws {
        self.now = now
        purchase = try SQLStatement(
            cached: """
                INSERT INTO _millom_purchase
                    (transid, subscriber, operator, plan_id, fund_source, cost, currency, asked_by, opened_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                ON CONFLICT (transid) DO NOTHING
                """, in: db)
        event = try SQLStatement(
            cached: """
                INSERT INTO _millom_purchase_event
                    (transid, step, at, kind, state, message, error_cause, confirmation_code, recorded_by)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                ON CONFLICT (transid, step) DO NOTHING
                """, in: db)
        buyer = try SQLStatement(
            cached: "SELECT subscriber FROM _millom_purchase WHERE transid = ? AND subscriber IS NOT NULL",
            in: db)
        notification = try SQLStatement(
            cached: SQLStatement.insertion(
                into: "_millom_notification",
                [
                    "transaction_id", "received_at", "subscriber", "key_type", "operator", "type", "plan_id",
                    "plan_balance", "plan_quota", "plan_expires_at", "total_balance", "delta_balance",
                    "currency",
                ]), in: db)
        known = try SQLStatement(
            cached: """
                SELECT 1 FROM _millom_notification
                WHERE received_at = ?1 AND transaction_id = ?2 AND operator IS ?3
                """, in: db)
        link = try SQLStatement(
            cached: """
                INSERT INTO _millom_link (subscriber, kind, plan_id, link, expires_at)
                VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (subscriber, kind, plan_id) DO UPDATE SET
                    link = excluded.link, expires_at = excluded.expires_at
                """, in: db)
    }

    func write(_ fact: MillomJournalFact) throws {
        switch fact {
        case .purchase(let fact): try write(fact)
        case .event(let fact): try write(fact)
        case .notification(let fact): try write(fact)
        }
    }

    private func write(_ fact: MillomPurchaseFact) throws {
        intake.purchases += 1
        try purchase.run([
            .text(fact.transid), Value(fact.subscriber), .text(fact.operator), .text(fact.planID),
            .text(fact.fundSource),
            Self.amount(fact.cost), Value(fact.currency), Value(fact.askedBy),
            .text(Instant.text(fact.openedAt)),
        ])
    }

    private func write(_ fact: MillomPurchaseEventFact) throws {
        intake.events += 1
        let cells: [Value] = [
            .text(fact.transid), Value(fact.number), .text(Instant.text(fact.at)), .text(fact.kind),
            .text(fact.state),
        ]
        guard case .text(let subscriber)? = try buyer.rows([.text(fact.transid)]).first?[0] else {
            // Nothing new is recorded about a forgotten person.
            return try event.run(cells + [.null, Value(fact.errorCause), .null, .null])
        }
        try event.run(
            cells + [
                Value(fact.message), Value(fact.errorCause), Value(fact.confirmationCode),
                Value(fact.recordedBy),
            ])
        concerned.insert(ExactText(subscriber))
    }

    /// Writes a notification, unless its person was forgotten, or the mirror has it from a journal that is read anew.
    private func write(_ fact: ReceivedNotification) throws {
        let `operator`: Value = fact.operator.isEmpty ? .null : .text(fact.operator)
        guard let subscriber = fact.subscriber,
            try known.rows([
                .text(Instant.text(fact.receivedAt)), .text(fact.transactionID), `operator`,
            ]).isEmpty
        else { return }
        intake.notifications += 1
        anomalies += fact.anomalies.compactMap(Anomaly.init(noted:))
        try notification.run([
            .text(fact.transactionID), .text(Instant.text(fact.receivedAt)), .text(subscriber.id),
            .text(subscriber.keyType.rawValue), `operator`,
            .text(fact.type), Value(fact.planID),
            Value(MillomQuota(fact.planBalance).value), Value(MillomQuota(fact.planQuota).value),
            Value(fact.planExpiresAt.map(Instant.text)), Self.amount(fact.totalBalance),
            Self.amount(fact.deltaBalance), Value(fact.currency),
        ])
        concerned.insert(ExactText(subscriber.id))
        for next in fact.links where next.expiresAt > now {
            try link.run([
                .text(subscriber.id), .text(next.kind.stored), .text(next.planID ?? ""),
                .text(next.url), MillomStatements.seconds(next.expiresAt),
            ])
        }
    }

    private static func amount(_ amount: ExactDecimal?) -> Value {
        Value(amount.flatMap { $0.fitsColumn ? $0.description : nil })
    }
}

extension SignedLink.Kind {
    /// The kind's name in `_millom_link`, taken from the offer's key.
    fileprivate var stored: String {
        switch self {
        case .refresh, .ping, .shop: rawValue
        case .payment: "payment_uri"
        case .purchase: "purchase_link"
        }
    }
}

extension Anomaly {
    /// Parses the journal's note on a notification, a path and a kind:
    /// `notification:$.type unreadable_value`.
    fileprivate init?(noted text: String) {
        let words = text.split(separator: " ")
        guard words.count == 2, let kind = Kind(rawValue: String(words[1])) else { return nil }
        self.init(path: String(words[0]), kind: kind)
    }
}
