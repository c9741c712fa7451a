import Foundation
import MirrorCore
package import MirrorReading

/// How fresh and how complete a report's data is, and how much of it could not be read.
package struct ReportCoverage: Sendable, Equatable {
    /// The past that was asked about; nil: the mirror as it is.
    package let asOf: AsOf?
    /// By whose clocks people are told when something was.
    let timeZone: TimeZone
    /// When the last run ended that was complete; nil when none was.
    package let completeAt: String?
    package let runID: Int64?
    /// Between these two every change that the search shows is known; nil before the first poll.
    package let gaplessFrom: String?
    package let gaplessTo: String?
    /// Whether the ledger ends in the future, so that a clock was wrong and its end is not shown.
    package let isAhead: Bool
    /// Numbers whose detail waits to be fetched; nil of the past, which does not tell.
    package let queueCount: Int?
    /// Numbers set aside; nil of the past, which does not tell.
    package let quarantineCount: Int?
    /// Rows of the newest lists that could not be read, so that numbers may be missing; nil of the past.
    package let unreadableRowCount: Int?
    /// The columns that are read and of which some number's value could not be read, at that moment.
    package let unreadable: [UnreadableColumn]
    /// How many numbers are listed; nil where nothing is unreadable.
    package let listedCount: Int?
    /// Relations that are read as they are now, though the past was asked about.
    package let relationsAsNow: [String]
    /// How complete the mirror is altogether.
    package let details: Completeness
    /// Of what it reads of Millom; nil where it reads nothing of it.
    package let millom: MillomCoverage?
    /// Whether it reads nothing else.
    let isOfMillomAlone: Bool

    /// For people: one line without its end.
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
        guard let completeAt, let runID else { return "not complete yet, no run was" }
        return "complete as of \(local(completeAt)) (run \(runID))"
    }

    private var gaplessness: String? {
        if isAhead { return "gapless to an unknown time, as a clock was wrong" }
        guard let gaplessFrom, let gaplessTo else { return nil }
        return "gapless from \(local(gaplessFrom)) to \(local(gaplessTo))"
    }

    private func local(_ instant: String) -> String {
        Instant.date(instant).map { LocalTime.words($0, in: timeZone) } ?? instant
    }

    private var waiting: [String] {
        guard let queueCount, let quarantineCount else {
            return ["what was queued or set aside then is not known"]
        }
        return ["\(queueCount) in the queue", "\(quarantineCount) set aside"] + lists
    }

    private var lists: [String] {
        guard let count = unreadableRowCount, count > 0 else { return [] }
        return ["lists not complete, \(count) unreadable \(count == 1 ? "row" : "rows")"]
    }

    private var unreadableTexts: [String] {
        guard let listedCount, !unreadable.isEmpty else { return ["nothing unreadable in what it reads"] }
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

/// A column of which some values could not be read.
package struct UnreadableColumn: Sendable, Equatable {
    /// The column of `subscription`, or `relation.column`.
    package let name: String
    /// How many numbers have such a value.
    package let numberCount: Int
    /// How many values they are.
    package let valueCount: Int

    var json: JSONValue {
        .object([
            ("column", .string(name)), ("number_count", JSONValue(numberCount)),
            ("value_count", JSONValue(valueCount)),
        ])
    }
}
