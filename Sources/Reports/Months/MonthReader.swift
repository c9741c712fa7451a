package import Foundation
import GRDB
package import MirrorCore
package import MirrorReading
package import Schema

/// Reads the data of a month's closing.
package struct MonthReader {
    private let path: String
    private let viewpoint: Viewpoint
    private let costCentres: CostCentres

    /// - Parameter reader: the current mirror.
    package init(_ reader: MirrorReader) {
        self.init(path: reader.path, viewpoint: reader.viewpoint, costCentres: reader.costCentres)
    }

    package init(path: String, viewpoint: Viewpoint, costCentres: CostCentres) {
        self.path = path
        self.viewpoint = viewpoint
        self.costCentres = costCentres
    }

    /// Every number at `end`, according to all observations before `known`.
    ///
    /// - Throws: `MirrorReadFailure`, also if the mirror is younger than `end`.
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

    /// Every number at the end of a month, according to all observations before `known`,
    /// except later renormalizations.
    ///
    /// Changes made by reading kept documents again belong to the month in which they were read.
    ///
    /// - Throws: `MirrorReadFailure`, also if the mirror is younger than `end`.
    package func end(at end: Date, knownBefore known: Date) throws -> [MonthSubscription] {
        var rows = try subscriptions(at: end, knownBefore: known)
        // Newest first: if several renormalizations touched a number, the earliest one decides.
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

    /// The times at which kept documents were read again, from `from` until just before `to`.
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

    /// The numbers before and after the renormalization at `moment`.
    ///
    /// - Throws: `MirrorReadFailure`.
    package func rereading(at moment: Date) throws -> MonthBridge.Renormalization {
        let after = moment.addingTimeInterval(1)
        return MonthBridge.Renormalization(
            before: try subscriptions(at: moment, knownBefore: moment),
            after: try subscriptions(at: after, knownBefore: after))
    }

    /// The gaps between `from` and `to` that no search covers.
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

    /// The current names of the groups.
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

    /// The moment before which all current data of the mirror lies.
    ///
    /// - Throws: `MirrorReadFailure`.
    package func now() throws -> Date {
        var viewpoint = viewpoint
        viewpoint.lastObservedAt = try current { db in
            try String.fetchOne(db, sql: "SELECT max(changed_at) FROM _subscription").flatMap(Instant.date)
        }
        return viewpoint.end
    }

    /// All closings, in the order in which they were made.
    ///
    /// - Throws: `MirrorReadFailure`.
    package static func records(in mirror: MirrorReader) throws -> [MonthRecord] {
        try mirror.read { db in try MonthRecord.all(in: db) }
    }

    /// The closing with `id`; nil if there is none.
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
