import Foundation
import MirrorCore
package import MirrorReading

/// How fresh and how complete a report's data is, and how much of it could not be read.
package struct ReportCoverage: Sendable, Equatable {
    /// The past that was read; nil means the current mirror.
    package let asOf: AsOf?
    /// The time zone in which people are shown times.
    let timeZone: TimeZone
    /// When the last complete run ended; nil if there was none.
    package let completeAt: String?
    package let runID: Int64?
    /// The span in which every change that the search lists is known; nil before the first poll.
    package let gaplessFrom: String?
    package let gaplessTo: String?
    /// Whether the ledger ends in the future: then a clock was wrong, and its end is not shown.
    package let isAhead: Bool
    /// Numbers queued for a detail request; nil in the past, where it is unknown.
    package let queueCount: Int?
    /// Quarantined numbers; nil in the past, where it is unknown.
    package let quarantineCount: Int?
    /// Unreadable rows of the newest lists, which may leave numbers missing; nil in the past.
    package let unreadableRowCount: Int?
    /// The columns read that had unreadable values at that moment.
    package var unreadable: [UnreadableColumn]
    /// How many numbers are listed; nil if nothing is unreadable.
    package let listedCount: Int?
    /// Relations read in their present state although the past was requested.
    package let relationsAsNow: [String]
    /// How complete the mirror is as a whole.
    package let details: Completeness
    /// The coverage of the data from Millom; nil if the report reads none.
    package let millom: MillomCoverage?
    /// Whether all data comes from Millom.
    let isOfMillomAlone: Bool

    /// One line for people, without its line end.
    package var text: String {
        var parts = millom?.texts(in: timeZone) ?? []
        if !isOfMillomAlone {
            let subscriptions = [
                millom == nil ? completeness : "subscriptions " + completeness, gaplessness,
            ]
            parts += subscriptions.compactMap(\.self) + waiting + unreadableTexts + details.clauses
        }
        return (asOf.map { $0.words + ": " } ?? "") + (parts + present).joined(separator: "; ")
    }

    private var completeness: String {
        guard let completeAt, let runID else { return "not complete yet" }
        return "complete as of \(local(completeAt)) (run \(runID))"
    }

    private var gaplessness: String? {
        if isAhead { return "gapless up to an unknown time, as a clock was wrong" }
        guard let gaplessFrom, let gaplessTo else { return nil }
        return "gapless from \(local(gaplessFrom)) to \(local(gaplessTo))"
    }

    private func local(_ instant: String) -> String {
        Instant.date(instant).map { LocalTime.words($0, in: timeZone) } ?? instant
    }

    private var waiting: [String] {
        guard let queueCount, let quarantineCount else {
            return ["the numbers queued or set aside at that time are unknown"]
        }
        return ["\(queueCount) in the queue", "\(quarantineCount) set aside"] + lists
    }

    private var lists: [String] {
        guard let count = unreadableRowCount, count > 0 else { return [] }
        return ["lists incomplete, \(count) unreadable \(count == 1 ? "row" : "rows")"]
    }

    private var unreadableTexts: [String] {
        guard let listedCount, !unreadable.isEmpty else {
            return ["no unreadable values in the columns read"]
        }
        return unreadable.map { "\($0.name) unreadable for \($0.numberCount) of \(listedCount) numbers" }
    }

    private var present: [String] {
        relationsAsNow.isEmpty ? [] : ["as now: " + relationsAsNow.joined(separator: ", ")]
    }

    var json: JSONValue {
        let ofMillom = millom.map { [(key: "millom", value: $0.json)] } ?? []
        return .object(members + ofMillom)
    }

    private var members: [(key: String, value: JSONValue)] {
        [
            ("complete_at", JSONValue(completeAt)), ("run_id", runID.map { .integer($0) } ?? .null),
            ("gapless_from", JSONValue(gaplessFrom)), ("gapless_to", JSONValue(gaplessTo)),
            ("queue_count", JSONValue(queueCount)), ("quarantine_count", JSONValue(quarantineCount)),
            ("unreadable_list_row_count", JSONValue(unreadableRowCount)),
            ("unreadable_value_count", JSONValue(unreadable.reduce(0) { $0 + $1.valueCount })),
            ("unreadable", .array(unreadable.map(\.json))), ("listed_count", JSONValue(listedCount)),
            ("relations_as_now", .array(relationsAsNow.map { .string($0) })),
            ("completeness", details.json),
        ]
    }
}

/// A column with values that could not be read.
package struct UnreadableColumn: Sendable, Equatable {
    /// The column of `subscription`, or `relation.column`.
    package let name: String
    /// How many numbers have such a value.
    package let numberCount: Int
    /// How many such values there are.
    package let valueCount: Int

    var json: JSONValue {
        .object([
            ("column", .string(name)), ("number_count", JSONValue(numberCount)),
            ("value_count", JSONValue(valueCount)),
        ])
    }
}
