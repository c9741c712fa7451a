import Foundation
package import GRDB
package import MirrorCore

/// A closing among the others: what the relation `month_closing` says of it.
package struct MonthRecord: Sendable, Equatable {
    package let id: Int64
    package let month: CalendarMonth
    package let closedAt: String
    package let subscriptionCount: Int
    package let gapCount: Int
    package let previousID: Int64?
    package let checksum: String
    package let reopenedAt: String?
    package let reopenedBecause: String?

    package var isStanding: Bool { reopenedAt == nil }
}

/// A reopening of a closing, as `_month_reopening` keeps it.
package struct MonthReopening: Sendable, Equatable {
    package let closing: Int64
    /// The last closing then.
    package let after: Int64
    package let checksum: String

    /// All of them, in the order in which they were made.
    package static func all(in db: Database) throws -> [MonthReopening] {
        try Row.fetchAll(db, sql: "SELECT closing, after, checksum FROM _month_reopening ORDER BY place").map
        {
            MonthReopening(closing: $0["closing"], after: $0["after"], checksum: $0["checksum"])
        }
    }

    /// The checksum that the next closing or reopening is chained to; nil if there is none yet.
    package static func lastChecksum(after last: MonthRecord?, in db: Database) throws -> String? {
        try all(in: db).last { $0.after == last?.id }?.checksum ?? last?.checksum
    }
}

extension MonthRecord {
    /// The texts of closings whose month cannot be read.
    package static func unreadable(in db: Database) throws -> [(id: Int64, month: String)] {
        try Row.fetchAll(db, sql: "SELECT id, month FROM month_closing ORDER BY id").compactMap { row in
            let month: String = row["month"]
            return CalendarMonth(month) == nil ? (row["id"], month) : nil
        }
    }

    /// All of them, in the order in which they were made; without the ``unreadable(in:)`` ones.
    package static func all(in db: Database) throws -> [MonthRecord] {
        try Row.fetchAll(db, sql: "SELECT * FROM month_closing ORDER BY id").compactMap { row in
            guard let month = CalendarMonth(row["month"]) else { return nil }
            return MonthRecord(
                id: row["id"], month: month, closedAt: row["closed_at"],
                subscriptionCount: row["subscription_count"], gapCount: row["gap_count"],
                previousID: row["previous_id"], checksum: row["checksum"], reopenedAt: row["reopened_at"],
                reopenedBecause: row["reopened_because"])
        }
    }
}

extension MonthClosing {
    /// Reads the closing with `id`; nil where there is none, or its times are none.
    package init?(_ id: Int64, in db: Database) throws {
        guard
            let row = try Row.fetchOne(
                db, sql: "SELECT * FROM month_closing WHERE id = :id", arguments: ["id": id]),
            let month = CalendarMonth(row["month"]), let closedAt = Self.instant(row["closed_at"]),
            let from = Self.instant(row["from_at"]), let to = Self.instant(row["to_at"])
        else { return nil }
        let groups = try Row.fetchAll(db, sql: "SELECT id, value FROM _month_group")
            .reduce(into: [Int64: String]()) { groups, row in groups[row["id"]] = row["value"] }
        self.init(
            month: month, closedAt: closedAt, from: from, to: to, timeZone: row["time_zone"],
            costCentreReference: row["cost_centre_reference"], costCentrePattern: row["cost_centre_pattern"],
            costCentreFolds: row["cost_centre_fold"],
            gapCount: row["gap_count"], completeness: row["completeness"],
            subscriptions: try Self.subscriptions(of: id, groups, in: db),
            counts: try Self.counts(of: id, groups, in: db),
            events: try Self.events(of: id, groups, in: db))
    }

    /// Only as the mirror writes it: the checksum is of the moment, and the text is shown.
    private static func instant(_ text: String) -> Date? {
        Instant.date(text).flatMap { Instant.text($0) == text ? $0 : nil }
    }

    private static func events(
        of id: Int64, _ groups: [Int64: String], in db: Database
    ) throws -> [Sealed<MonthBridge.Event>] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT number.msisdn, event.*
                FROM _month_event AS event LEFT JOIN _number AS number ON number.id = event.number
                WHERE event.closing = :id ORDER BY event.place
                """, arguments: ["id": id]
        ).compactMap { row in
            guard let grouping = MonthGrouping(rawValue: row["grouping"]),
                let figure = MonthBridge.Figure(rawValue: row["figure"])
            else { return nil }
            let (from, to): (Int64?, Int64?) = (row["from_group"], row["to_group"])
            let (salt, digest): (Data?, Data) = (row["salt"], row["digest"])
            return Sealed(
                row: MonthBridge.Event(
                    grouping: grouping, figure: figure, msisdn: row["msisdn"],
                    from: from.flatMap { groups[$0] },
                    to: to.flatMap { groups[$0] }),
                salt: salt.map { Array($0) }, digest: Array(digest))
        }
    }

    private static func subscriptions(
        of id: Int64, _ groups: [Int64: String], in db: Database
    ) throws -> [Sealed<MonthSubscription>] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT number.msisdn, row.*
                FROM _month_subscription AS row LEFT JOIN _number AS number ON number.id = row.number
                WHERE row.closing = :id ORDER BY row.place
                """, arguments: ["id": id]
        ).map { row in
            let (salt, digest): (Data?, Data) = (row["salt"], row["digest"])
            return Sealed(
                row: MonthSubscription(
                    msisdn: row["msisdn"], state: row["state"], validFrom: row["valid_from_date"],
                    validTo: row["valid_to_date"], account: groups[row["account"]] ?? "",
                    costCentre: groups[row["cost_centre"]] ?? "", type: groups[row["type"]] ?? "",
                    organization: groups[row["organization"]] ?? ""),
                salt: salt.map { Array($0) }, digest: Array(digest))
        }
    }

    private static func counts(
        of id: Int64, _ groups: [Int64: String], in db: Database
    ) throws -> [Sealed<CountRow>] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM _month_count WHERE closing = :id", arguments: ["id": id]
        ).compactMap { row in
            guard let grouping = MonthGrouping(rawValue: row["grouping"]) else { return nil }
            var counts = MonthBridge.Counts()
            counts.opening = row["opening_count"]
            counts.closing = row["closing_count"]
            for figure in MonthBridge.Figure.allCases {
                let count: Int = row[figure.column]
                if count > 0 { counts.figures[figure] = count }
            }
            let (salt, digest): (Data?, Data) = (row["salt"], row["digest"])
            return Sealed(
                row: CountRow(
                    grouping: grouping, group: groups[row["group"]] ?? "", name: row["name"], counts: counts),
                salt: salt.map { Array($0) }, digest: Array(digest))
        }
    }

    /// How many numbers stand behind each figure of the closing with `id`.
    package static func listed(
        behind id: Int64, in db: Database
    ) throws -> [MonthGrouping: [String: [MonthBridge.Figure: Int]]] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT event.grouping, event.figure, event.is_in, "group".value, count(*) AS count
                FROM (
                    SELECT *, figure IN (\(MonthBridge.Figure.allCases.filter { $0.sign > 0 }
                        .map { "'\($0.rawValue)'" }.joined(separator: ", "))) AS is_in
                    FROM _month_event WHERE closing = :id
                ) AS event
                JOIN _month_group AS "group" ON "group".id = iif(event.is_in, event.to_group, event.from_group)
                GROUP BY event.grouping, event.figure, "group".id
                """, arguments: ["id": id]
        ).reduce(into: [:]) { listed, row in
            guard let grouping = MonthGrouping(rawValue: row["grouping"]),
                let figure = MonthBridge.Figure(rawValue: row["figure"])
            else { return }
            listed[grouping, default: [:]][row["value"], default: [:]][figure] = row["count"]
        }
    }
}

extension MonthBridge.Figure {
    /// Its column in `month_bridge`.
    package var column: String { rawValue.replacing("-", with: "_") + "_count" }
}
