package import Foundation
import GRDB
package import MirrorCore
package import Schema

extension MirrorStore {
    /// Writes a closing, tied to the previous closing or reopening by its checksum; all or nothing.
    ///
    /// - Throws: ``MonthFailure`` if the month is closed already, ``MirrorFailure``.
    package func close(_ closing: MonthClosing) async throws -> MonthRecord {
        try await write { db in
            let records = try MonthRecord.all(in: db)
            guard !records.contains(where: { $0.month == closing.month && $0.isStanding }) else {
                throw MonthFailure.closedAlready(closing.month)
            }
            try MonthWriter(db).write(closing, after: records.last)
            guard let record = try MonthRecord.all(in: db).last else {
                throw MonthFailure.noSuchMonth(closing.month)
            }
            return record
        }
    }

    /// Withdraws the newest standing closing, which must be `month`'s; its rows stay for later inspection.
    ///
    /// - Throws: ``MonthFailure``, ``MirrorFailure``.
    package func reopen(_ month: CalendarMonth, because reason: String, at now: Date) async throws {
        try await write { db in
            let records = try MonthRecord.all(in: db)
            let standing = records.filter(\.isStanding)
            guard let record = standing.first(where: { $0.month == month }) else {
                throw MonthFailure.noSuchMonth(month)
            }
            if let later = standing.map(\.month).filter({ $0 > month }).max() {
                throw MonthFailure.laterIsClosed(month, later)
            }
            let moment = Instant.text(now)
            try db.execute(
                sql: "UPDATE month_closing SET reopened_at = :now, reopened_because = :reason WHERE id = :id",
                arguments: ["now": moment, "reason": reason, "id": record.id])
            try db.execute(
                sql:
                    "INSERT INTO _month_reopening (closing, after, checksum) VALUES (:id, :after, :checksum)",
                arguments: [
                    "id": record.id, "after": records.last?.id,
                    "checksum": MonthClosing.reopeningChecksum(
                        of: record.checksum, at: moment, because: reason,
                        after: try MonthReopening.lastChecksum(after: records.last, in: db)),
                ])
        }
    }
}

/// Why a month cannot be closed, shown or reopened.
package enum MonthFailure: UserFacingError, Equatable {
    case closedAlready(CalendarMonth)
    case noSuchMonth(CalendarMonth)
    case laterIsClosed(CalendarMonth, CalendarMonth)
    /// Another month has to be closed first.
    case outOfOrder(CalendarMonth, expected: CalendarMonth)
    case notOver(CalendarMonth, timeZone: String)
    case notCovered(CalendarMonth, gaps: Int, from: String, to: String)
    case unbalanced(CalendarMonth, grouping: MonthGrouping, group: String)

    package var kind: FailureKind {
        switch self {
        case .closedAlready, .noSuchMonth, .laterIsClosed, .outOfOrder, .notOver: .usage
        case .notCovered: .decision
        case .unbalanced: .unusableData
        }
    }

    package var message: String {
        switch self {
        case .closedAlready(let month):
            "\(month.text) is closed already: see month show \(month.text), or month reopen \(month.text)"
        case .noSuchMonth(let month): "\(month.text) is not closed: see month list"
        case .laterIsClosed(let month, let later):
            "\(month.text) cannot be reopened, as \(later.text) is closed upon it: reopen \(later.text) first"
        case .outOfOrder(let month, let expected):
            "\(month.text) cannot be closed now, as \(expected.text) comes first: months are closed one after the other"
        case .notOver(let month, let timeZone):
            "\(month.text) is not over in \(timeZone): close it in the next month"
        case .notCovered(let month, let gaps, let from, let to):
            "\(month.text) is not covered from \(from) to \(to)\(gaps > 1 ? ", and in \(gaps - 1) more parts" : ""): "
                + "run sync and try again, or add --with-gaps to close it all the same"
        case .unbalanced(let month, let grouping, let group):
            "the bridge of \(month.text) by \(grouping.rawValue) does not add up in group \(group): nothing was closed; "
                + "please report this"
        }
    }
}

/// Writes one closing, in the caller's transaction.
private struct MonthWriter {
    private let db: Database

    init(_ db: Database) { self.db = db }

    func write(_ closing: MonthClosing, after previous: MonthRecord?) throws {
        try db.execute(
            sql: """
                INSERT INTO month_closing (
                    month, closed_at, from_at, to_at, time_zone, cost_centre_reference, cost_centre_pattern,
                    cost_centre_fold, subscription_count, gap_count, completeness, previous_id, checksum)
                VALUES (
                    :month, :closedAt, :from, :to, :timeZone,
                    :reference, :pattern, :fold, :count, :gaps, :completeness, :previous, :checksum)
                """,
            arguments: [
                "month": closing.month.text, "closedAt": Instant.text(closing.closedAt),
                "from": Instant.text(closing.from), "to": Instant.text(closing.to),
                "timeZone": closing.timeZone, "reference": closing.costCentreReference,
                "pattern": closing.costCentrePattern, "fold": closing.costCentreFolds,
                "count": closing.subscriptions.count,
                "gaps": closing.gapCount, "completeness": closing.completeness, "previous": previous?.id,
                "checksum": closing.checksum(
                    after: try MonthReopening.lastChecksum(after: previous, in: db)),
            ])
        let id = db.lastInsertedRowID
        let groups = try groups(of: closing)
        try writeSubscriptions(closing, groups, id)
        try writeCounts(closing, groups, id)
        try writeEvents(closing, groups, id)
    }

    private func groups(of closing: MonthClosing) throws -> [String: Int64] {
        var values = Set(closing.counts.map(\.row.group))
        for event in closing.events { values.formUnion([event.row.from, event.row.to].compactMap(\.self)) }
        for sealed in closing.subscriptions {
            values.formUnion(MonthGrouping.allCases.map { sealed.row.group(by: $0) })
        }
        let insert = try db.cachedStatement(sql: "INSERT OR IGNORE INTO _month_group (value) VALUES (?)")
        for value in values.sorted() { try insert.execute(arguments: [value]) }
        return try Row.fetchAll(db, sql: "SELECT id, value FROM _month_group")
            .reduce(into: [:]) { groups, row in groups[row["value"]] = row["id"] }
    }

    private func writeSubscriptions(
        _ closing: MonthClosing, _ groups: [String: Int64], _ id: Int64
    ) throws {
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO _month_subscription (
                    closing, place, number, state, account, cost_centre, type, organization, valid_from_date,
                    valid_to_date, salt, digest)
                VALUES (?, ?, (SELECT id FROM _number WHERE msisdn = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for (place, sealed) in closing.subscriptions.enumerated() {
            let row = sealed.row
            try insert.execute(
                arguments: [
                    id, place, row.msisdn, row.state, groups[row.account], groups[row.costCentre],
                    groups[row.type], groups[row.organization], row.validFrom, row.validTo,
                    sealed.salt.map { Data($0) }, Data(sealed.digest),
                ])
        }
    }

    private func writeCounts(_ closing: MonthClosing, _ groups: [String: Int64], _ id: Int64) throws {
        let figures = MonthBridge.Figure.allCases
        let columns = figures.map(\.column).joined(separator: ", ")
        let insert = try db.cachedStatement(
            // Only our own column names are interpolated.
            sql: """
                INSERT INTO _month_count (
                    closing, grouping, "group", name, salt, digest, opening_count, closing_count, \(columns))
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, \(figures.map { _ in "?" }.joined(separator: ", ")))
                """)
        for sealed in closing.counts {
            let row = sealed.row
            let values: [(any DatabaseValueConvertible)?] =
                [
                    id, row.grouping.rawValue, groups[row.group], row.name, sealed.salt.map { Data($0) },
                    Data(sealed.digest), row.counts.opening, row.counts.closing,
                ] + figures.map { row.counts[$0] }
            try insert.execute(arguments: StatementArguments(values))
        }
    }

    private func writeEvents(_ closing: MonthClosing, _ groups: [String: Int64], _ id: Int64) throws {
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO _month_event (
                    closing, place, grouping, figure, number, from_group, to_group, salt, digest)
                VALUES (?, ?, ?, ?, (SELECT id FROM _number WHERE msisdn = ?), ?, ?, ?, ?)
                """)
        for (place, sealed) in closing.events.enumerated() {
            let event = sealed.row
            try insert.execute(
                arguments: [
                    id, place, event.grouping.rawValue, event.figure.rawValue, event.msisdn,
                    event.from.flatMap { groups[$0] }, event.to.flatMap { groups[$0] },
                    sealed.salt.map { Data($0) }, Data(sealed.digest),
                ])
        }
    }
}
