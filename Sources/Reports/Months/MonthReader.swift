package import Foundation
import GRDB
package import MirrorCore
package import MirrorReading
package import Schema

/// Reads what a month's end is made of.
package struct MonthReader {
    private let path: String
    private let viewpoint: Viewpoint
    private let costCentres: CostCentres

    /// - Parameter reader: of the mirror as it is.
    package init(_ reader: MirrorReader) {
        self.init(path: reader.path, viewpoint: reader.viewpoint, costCentres: reader.costCentres)
    }

    package init(path: String, viewpoint: Viewpoint, costCentres: CostCentres) {
        self.path = path
        self.viewpoint = viewpoint
        self.costCentres = costCentres
    }

    /// Every number at `end`, by all that was observed before `known`.
    ///
    /// - Throws: `MirrorReadFailure`, also where the mirror is younger than `end`.
    package func subscriptions(at end: Date, knownBefore known: Date) throws -> [MonthSubscription] {
        var past = viewpoint
        past.asOf = AsOf(before: end, timeZone: viewpoint.timeZone, learnedBefore: known)
        return try MirrorReader(path: path, viewpoint: past, costCentres: costCentres).read { db in
            try Row.fetchAll(
                db, sql: Self.sql("month_subscriptions"),
                arguments: ["reference": costCentres.reference.rawValue]
            ).map(MonthSubscription.init)
        }
    }

    /// Every number at the end of a month, by all that was observed before `known`, but for what later readings of the kept
    /// documents made of it: these belong to the month in which they were made.
    ///
    /// - Throws: `MirrorReadFailure`, also where the mirror is younger than `end`.
    package func end(at end: Date, knownBefore known: Date) throws -> [MonthSubscription] {
        var rows = try subscriptions(at: end, knownBefore: known)
        // The last one first: of a number that several touched, the first of them counts.
        for moment in try rereadings(from: end, to: known).reversed() {
            let touched = try rereading(at: moment).before
            guard !touched.isEmpty else { continue }
            let unread = try subscriptions(at: end, knownBefore: moment)
            let kept = Dictionary(
                unread.map { ($0.msisdn ?? "", $0) }, uniquingKeysWith: { first, _ in first })
            rows = rows.map { row in row.msisdn.flatMap { touched[$0] == nil ? nil : kept[$0] } ?? row }
        }
        return rows
    }

    /// When kept documents were read again, from `from` on and before `to`.
    ///
    /// - Throws: `MirrorReadFailure`.
    package func rereadings(from: Date, to: Date) throws -> [Date] {
        try current { db in
            try String.fetchAll(
                db, sql: Self.sql("month_rereadings"),
                arguments: ["from": Instant.text(from), "to": Instant.text(to)]
            ).compactMap(Instant.date)
        }
    }

    /// The numbers that read otherwise from `moment` on.
    ///
    /// - Throws: `MirrorReadFailure`.
    package func rereading(at moment: Date) throws -> MonthBridge.Rereading {
        let after = moment.addingTimeInterval(1)
        return MonthBridge.Rereading(
            before: try subscriptions(at: moment, knownBefore: moment),
            after: try subscriptions(at: after, knownBefore: after))
    }

    /// The parts of the time from `from` to `to` that no search covers.
    ///
    /// - Throws: `MirrorReadFailure`.
    package func gaps(from: Date, to: Date) throws -> [(from: String, to: String)] {
        try current { db in
            try Row.fetchAll(
                db, sql: Self.sql("month_gaps"),
                arguments: ["from": Instant.text(from), "to": Instant.text(to)]
            ).map { ($0["from_at"], $0["to_at"]) }
        }
    }

    /// The names that groups have now.
    ///
    /// - Throws: `MirrorReadFailure`.
    package func names() throws -> [String: String] {
        try current { db in
            try Row.fetchAll(db, sql: Self.sql("month_names"))
                .reduce(into: [:]) { names, row in names[row["group"]] = row["name"] }
        }
    }

    /// - Throws: `MirrorReadFailure`.
    package func completeness() throws -> Completeness { try current { try Completeness(in: $0) } }

    /// The moment before which everything counts that the mirror holds now.
    ///
    /// - Throws: `MirrorReadFailure`.
    package func now() throws -> Date {
        var viewpoint = viewpoint
        viewpoint.lastObservedAt = try current { db in
            try String.fetchOne(db, sql: "SELECT max(changed_at) FROM _subscription").flatMap(Instant.date)
        }
        return viewpoint.end
    }

    /// The closings, in the order in which they were made.
    ///
    /// - Throws: `MirrorReadFailure`.
    package static func records(in mirror: MirrorReader) throws -> [MonthRecord] {
        try mirror.read { db in try MonthRecord.all(in: db) }
    }

    /// The closing with `id`.
    ///
    /// - Throws: `MirrorReadFailure`.
    package static func closing(_ id: Int64, in mirror: MirrorReader) throws -> MonthClosing? {
        try mirror.read { db in try MonthClosing(id, in: db) }
    }

    private func current<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try MirrorReader(path: path, viewpoint: viewpoint, costCentres: costCentres).read(body)
    }

    private static func sql(_ name: String) -> String {
        Schema.months.first { $0.name == name }?.sql ?? ""
    }
}

extension MonthSubscription {
    fileprivate init(_ row: Row) {
        self.init(
            msisdn: row["msisdn"], state: row["state"], isCounted: row["is_counted"], isGone: row["is_gone"],
            hasEnded: row["has_ended"], isOfFirstLoad: row["is_of_first_load"],
            validFrom: row["valid_from_date"], validTo: row["valid_to_date"], account: row["account"],
            costCentre: row["cost_centre"], type: row["type"], organization: row["organization"],
            holder: row["holder"])
    }
}
