package import Foundation
import GRDB
package import MirrorCore

extension Journal {
    /// Records an intent, unless the subscriber has an open purchase of the plan, at any operator.
    ///
    /// - Returns: that open purchase; nil once the intent is durable.
    /// - Throws: ``JournalFailure``.
    package func open(_ intent: PurchaseIntent, recordedBy: String) throws -> Purchase? {
        try write { db in
            if let other = try openPurchase(like: intent, in: db) { return other }
            try insert(
                Purchase(
                    transid: intent.transid, subscriber: intent.subscriber,
                    operator: intent.subscriber.operator, planID: intent.planID,
                    fundSource: intent.fundSource, cost: intent.cost, currency: intent.currency,
                    offerContext: intent.offerContext, askedBy: intent.askedBy, openedAt: intent.at,
                    events: []), in: db)
            let id = db.lastInsertedRowID
            try append(
                PurchaseEvent(.intended, at: intent.at, recordedBy: recordedBy), number: 1, to: id, in: db)
            return nil
        }
    }

    /// Writes a purchase down, without the facts about it.
    func insert(_ purchase: Purchase, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO purchase (transid, key_type, subscriber, operator, plan_id, fund_source, cost, currency,
                    offer_context, asked_by, opened_at)
                VALUES (:transid, :keyType, :subscriber, :operator, :planID, :fundSource, :cost, :currency,
                    :offerContext, :askedBy, :at)
                """,
            arguments: [
                "transid": purchase.transid, "keyType": purchase.subscriber?.keyType.rawValue,
                "subscriber": purchase.subscriber?.id, "operator": purchase.operator,
                "planID": purchase.planID, "fundSource": purchase.fundSource.rawValue,
                "cost": purchase.cost?.description, "currency": purchase.currency,
                "offerContext": purchase.offerContext, "askedBy": purchase.askedBy,
                "at": Instant.text(purchase.openedAt),
            ])
    }

    private func openPurchase(like intent: PurchaseIntent, in db: Database) throws -> Purchase? {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM purchase
                WHERE key_type = :keyType AND subscriber = :subscriber AND plan_id = :planID
                ORDER BY id
                """,
            arguments: [
                "keyType": intent.subscriber.keyType.rawValue, "subscriber": intent.subscriber.id,
                "planID": intent.planID,
            ])
        return try rows.map { try purchase($0, in: db) }.first { !$0.state.isEnd }
    }

    /// Adds a fact to a purchase if `isWanted` accepts the purchase's state in this very transaction.
    ///
    /// - Returns: the purchase afterwards, whether or not the fact was added; nil if there is none.
    /// - Throws: ``JournalFailure``.
    @discardableResult
    package func add(
        _ event: PurchaseEvent, to transid: String, when isWanted: (Purchase) -> Bool = { _ in true }
    ) throws -> Purchase? {
        try write { db in try add(event, to: transid, in: db, when: isWanted)?.purchase }
    }

    /// Adds a fact within a transaction; also returns whether it was added.
    func add(
        _ event: PurchaseEvent, to transid: String, in db: Database, when isWanted: (Purchase) -> Bool
    ) throws -> (purchase: Purchase, isAdded: Bool)? {
        guard let row = try row(of: transid, in: db) else { return nil }
        var purchase = try purchase(row, in: db)
        guard isWanted(purchase) else { return (purchase, false) }
        var event = event
        if purchase.subscriber == nil {
            // Nothing new is recorded about a forgotten person.
            event.message = nil
            event.confirmationCode = nil
        }
        purchase.events.append(event)
        try append(event, number: purchase.events.count, to: row["id"], in: db)
        return (purchase, true)
    }

    func append(
        _ event: PurchaseEvent, number: Int, to purchase: Int64, in db: Database
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO purchase_event (purchase_id, number, at, kind, message, error_cause, confirmation_code,
                    recorded_by)
                VALUES (:purchase, :number, :at, :kind, :message, :errorCause, :confirmationCode, :recordedBy)
                """)
        try statement.execute(arguments: [
            "purchase": purchase, "number": number, "at": Instant.text(event.at), "kind": event.kind.rawValue,
            "message": event.message, "errorCause": event.errorCause,
            "confirmationCode": event.confirmationCode, "recordedBy": event.recordedBy,
        ])
    }

    /// The purchase with this id; nil if there is none.
    ///
    /// - Throws: ``JournalFailure``.
    package func purchase(_ transid: String) throws -> Purchase? {
        try read { db in try row(of: transid, in: db).map { try purchase($0, in: db) } }
    }

    /// All purchases, or only the open ones, in the order in which they were opened.
    ///
    /// - Throws: ``JournalFailure``.
    package func purchases(openOnly: Bool = false) throws -> [Purchase] {
        try read { db in
            let all = try Row.fetchAll(db, sql: "SELECT * FROM purchase ORDER BY id").map {
                try purchase($0, in: db)
            }
            return openOnly ? all.filter { !$0.state.isEnd } : all
        }
    }

    /// Records the outcome of purchases whose process has ended.
    ///
    /// The caller must hold the activation lock: otherwise a purchase may still be in progress.
    ///
    /// - Returns: the purchases afterwards.
    /// - Throws: ``JournalFailure``.
    package func markLeftovers(at now: Date, recordedBy: String) throws -> [Purchase] {
        try write { db in
            try Row.fetchAll(db, sql: "SELECT * FROM purchase ORDER BY id").compactMap { row in
                let found = try purchase(row, in: db)
                guard let kind = found.course.leftover else { return nil }
                let event = PurchaseEvent(
                    kind, at: now, recordedBy: recordedBy,
                    message: kind == .unknown ? "the process ended before an answer was recorded" : nil)
                return try add(event, to: found.transid, in: db) { _ in true }?.purchase
            }
        }
    }

    func row(of transid: String, in db: Database) throws -> Row? {
        try Row.fetchOne(
            db, sql: "SELECT * FROM purchase WHERE transid = :transid", arguments: ["transid": transid])
    }

    func purchase(_ row: Row, in db: Database) throws -> Purchase {
        let id: Int64 = row["id"]
        let events = try Row.fetchAll(
            db, sql: "SELECT * FROM purchase_event WHERE purchase_id = :id ORDER BY number",
            arguments: ["id": id])
        return try purchase(row, events: events.map(event))
    }

    func purchase(_ row: Row, events: [PurchaseEvent]) throws -> Purchase {
        let cost: String? = row["cost"]
        guard let fundSource = MillomFundSource(rawValue: row["fund_source"]),
            let openedAt = Instant.date(row["opened_at"]), cost == nil || ExactDecimal(cost ?? "") != nil
        else { throw JournalFailure.unreadableRow(path: path, table: "purchase", id: row["id"]) }
        return Purchase(
            transid: row["transid"], subscriber: try subscriber(row, "purchase"), operator: row["operator"],
            planID: row["plan_id"], fundSource: fundSource, cost: cost.flatMap { ExactDecimal($0) },
            currency: row["currency"],
            offerContext: row["offer_context"], askedBy: row["asked_by"], openedAt: openedAt, events: events)
    }

    func event(_ row: Row) throws -> PurchaseEvent {
        guard let kind = PurchaseEventKind(rawValue: row["kind"]), let at = Instant.date(row["at"]) else {
            throw JournalFailure.unreadableRow(path: path, table: "purchase_event", id: row["id"])
        }
        return PurchaseEvent(
            kind, at: at, recordedBy: row["recorded_by"], message: row["message"],
            errorCause: row["error_cause"], confirmationCode: row["confirmation_code"])
    }

    /// Nil if the person was forgotten.
    func subscriber(_ row: Row, _ table: String) throws -> MillomSubscriber? {
        guard let id: String = row["subscriber"] else { return nil }
        guard let keyType = (row["key_type"] as String?).flatMap(MillomSubscriber.KeyType.init),
            let subscriber = MillomSubscriber(keyType, id, operator: row["operator"])
        else { throw JournalFailure.unreadableRow(path: path, table: table, id: row["id"]) }
        return subscriber
    }
}
