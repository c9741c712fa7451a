import Foundation
import GRDB
package import MirrorCore

/// A reader's position in the journal: the last rows that it took.
package struct JournalPosition: Sendable, Equatable {
    package var event: Int64
    package var notification: Int64

    /// The position before the first row.
    package static let start = JournalPosition(event: 0, notification: 0)

    package init(event: Int64, notification: Int64) {
        self.event = event
        self.notification = notification
    }
}

/// The entries that a reader of the journal has not taken yet.
package struct NewJournalEntries: Sendable, Equatable {
    /// Each purchase with a new fact, in its current state with all its facts.
    package var purchases: [Purchase] = []
    /// In the order in which they were stored; notifications for forgotten people have no subscriber.
    package var notifications: [ReceivedNotification] = []
    /// Where to continue.
    package var position: JournalPosition
    /// Whether there are more entries than the limit.
    package var hasMore = false
}

extension Journal {
    /// The entries after `position`: at most `limit` facts, and as many notifications.
    ///
    /// Rows are numbered in the order of their commits, so no row can later appear before one already taken.
    ///
    /// - Throws: ``JournalFailure``.
    package func news(after position: JournalPosition, limit: Int = 10_000) throws -> NewJournalEntries {
        try read { db in
            var news = NewJournalEntries(position: position)
            let events = try Row.fetchAll(
                db,
                sql: "SELECT id, purchase_id FROM purchase_event WHERE id > :event ORDER BY id LIMIT :limit",
                arguments: ["event": position.event, "limit": limit])
            var taken: Set<Int64> = []
            for event in events where taken.insert(event["purchase_id"]).inserted {
                let row = try Row.fetchOne(
                    db, sql: "SELECT * FROM purchase WHERE id = :id",
                    arguments: ["id": event["purchase_id"] as Int64])
                if let row { news.purchases.append(try purchase(row, in: db)) }
            }
            let notifications = try Row.fetchAll(
                db, sql: "SELECT * FROM notification WHERE id > :id ORDER BY id LIMIT :limit",
                arguments: ["id": position.notification, "limit": limit])
            news.notifications = try notifications.map { try notification($0, in: db) }
            news.position.event = events.last?["id"] ?? position.event
            news.position.notification = notifications.last?["id"] ?? position.notification
            news.hasMore = events.count == limit || notifications.count == limit
            return news
        }
    }

    private func notification(_ row: Row, in db: Database) throws -> ReceivedNotification {
        let amounts = ["total_balance", "delta_balance"].map { row[$0] as String? }
        guard let receivedAt = Instant.date(row["received_at"]),
            amounts.allSatisfy({ $0 == nil || ExactDecimal($0 ?? "") != nil })
        else { throw JournalFailure.unreadableRow(path: path, table: "notification", id: row["id"]) }
        var notification = ReceivedNotification(
            transactionID: row["transaction_id"], receivedAt: receivedAt,
            subscriber: try subscriber(row, "notification"), operator: row["operator"], type: row["type"])
        notification.planID = row["plan_id"]
        notification.planBalance = row["plan_balance"]
        notification.planQuota = row["plan_quota"]
        notification.planExpiresAt = (row["plan_expires_at"] as String?).flatMap(Instant.date)
        notification.totalBalance = amounts[0].flatMap { ExactDecimal($0) }
        notification.deltaBalance = amounts[1].flatMap { ExactDecimal($0) }
        notification.currency = row["currency"]
        notification.anomalies = (row["anomalies"] as String?)?.components(separatedBy: "\n") ?? []
        notification.links = try Row.fetchAll(
            db, sql: "SELECT * FROM link WHERE notification_id = :id ORDER BY id",
            arguments: ["id": row["id"] as Int64]
        ).map(link)
        return notification
    }

    private func link(_ row: Row) throws -> SignedLink {
        guard let kind = SignedLink.Kind(rawValue: row["kind"]),
            let expiresAt = Instant.date(row["expires_at"])
        else { throw JournalFailure.unreadableRow(path: path, table: "link", id: row["id"]) }
        return SignedLink(kind: kind, planID: row["plan_id"], url: row["url"], expiresAt: expiresAt)
    }
}
