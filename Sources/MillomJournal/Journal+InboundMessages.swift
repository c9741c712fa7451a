package import Foundation
import GRDB
import MirrorCore

extension Journal {
    /// Stores arrivals in one transaction, and returns the outcome of each.
    ///
    /// - Throws: ``JournalFailure``; then none of them was stored.
    package func store(_ arrivals: [InboundMessage]) throws -> [InboundMessageOutcome] {
        try write { db in
            try arrivals.map { arrival in
                switch arrival {
                case .notification(let notification): try store(notification, in: db)
                case .callback(let callback): try store(callback, in: db)
                }
            }
        }
    }

    func store(_ notification: ReceivedNotification, in db: Database) throws -> InboundMessageOutcome {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO notification (operator, transaction_id, received_at, key_type, subscriber, type, plan_id,
                    plan_balance, plan_quota, plan_expires_at, total_balance, delta_balance, currency, anomalies)
                VALUES (:operator, :transactionID, :receivedAt, :keyType, :subscriber, :type, :planID, :planBalance,
                    :planQuota, :planExpiresAt, :totalBalance, :deltaBalance, :currency, :anomalies)
                ON CONFLICT DO NOTHING
                """)
        let anomalies = notification.anomalies
        try statement.execute(arguments: [
            "operator": notification.operator, "transactionID": notification.transactionID,
            "receivedAt": Instant.text(notification.receivedAt),
            "keyType": notification.subscriber?.keyType.rawValue, "subscriber": notification.subscriber?.id,
            "type": notification.type, "planID": notification.planID, "planBalance": notification.planBalance,
            "planQuota": notification.planQuota,
            "planExpiresAt": notification.planExpiresAt.map(Instant.text),
            "totalBalance": notification.totalBalance?.description,
            "deltaBalance": notification.deltaBalance?.description, "currency": notification.currency,
            "anomalies": anomalies.isEmpty ? nil : anomalies.joined(separator: "\n"),
        ])
        guard db.changesCount > 0 else { return try outcome(ofRepeated: notification, in: db) }
        let id = db.lastInsertedRowID
        for link in notification.links { try store(link, of: id, in: db) }
        return .stored
    }

    /// A repeated notification has the same content and person; if the person was forgotten,
    /// only the id can be compared.
    private func outcome(
        ofRepeated notification: ReceivedNotification, in db: Database
    ) throws -> InboundMessageOutcome {
        let isOther = try Bool.fetchOne(
            db,
            sql: """
                SELECT subscriber IS NOT NULL
                    AND (subscriber IS NOT :subscriber OR key_type IS NOT :keyType OR type <> :type)
                FROM notification WHERE operator = :operator AND transaction_id = :transactionID
                """,
            arguments: [
                "subscriber": notification.subscriber?.id,
                "keyType": notification.subscriber?.keyType.rawValue, "type": notification.type,
                "operator": notification.operator, "transactionID": notification.transactionID,
            ])
        return isOther == true ? .conflict : .duplicate
    }

    private func store(_ link: SignedLink, of notification: Int64, in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO link (notification_id, kind, plan_id, url, expires_at)
                VALUES (:notification, :kind, :planID, :url, :expiresAt)
                """)
        try statement.execute(arguments: [
            "notification": notification, "kind": link.kind.rawValue, "planID": link.planID, "url": link.url,
            "expiresAt": Instant.text(link.expiresAt),
        ])
    }

    /// Adds a fact to an open purchase.
    ///
    /// A purchase that has ended keeps its end; a contradicting fact is added once.
    private func store(_ callback: PurchaseCallback, in db: Database) throws -> InboundMessageOutcome {
        let kind = callback.event.kind
        let result = try add(callback.event, to: callback.transid, in: db) { purchase in
            let course = purchase.course
            guard course.state.isEnd else { return true }
            return course.contradicts(kind) && !purchase.events.contains { $0.kind == kind }
        }
        guard let result else { return .unknownPurchase }
        let before = result.isAdded ? Array(result.purchase.events.dropLast()) : result.purchase.events
        return PurchaseStateMachine(before.map(\.kind)).state.isEnd ? .endedBefore : .stored
    }

    /// Removes notifications received before `moment` with their links, up to the
    /// last one that a mirror took in.
    ///
    /// If one of them is repeated later, it counts as new.
    ///
    /// - Throws: ``JournalFailure``.
    package func dropNotifications(before moment: Date, upTo position: JournalPosition) throws {
        try write { db in
            let arguments: StatementArguments = [
                "moment": Instant.text(moment), "last": position.notification,
            ]
            try db.execute(
                sql: """
                    DELETE FROM link WHERE notification_id IN (
                        SELECT id FROM notification WHERE id <= :last AND received_at < :moment)
                    """, arguments: arguments)
            try db.execute(
                sql: "DELETE FROM notification WHERE id <= :last AND received_at < :moment",
                arguments: arguments)
        }
    }

    /// Removes expired links.
    ///
    /// - Throws: ``JournalFailure``.
    package func dropExpiredLinks(at now: Date) throws {
        try write { db in
            try db.execute(
                sql: "DELETE FROM link WHERE expires_at <= :now", arguments: ["now": Instant.text(now)])
        }
    }
}
