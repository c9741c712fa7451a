package import Foundation
package import Pacing

/// A single fact that one run leaves to the next, by its owner and its name; a fact that is absent is nil.
package struct Fact<Value: FactValue>: Sendable, Equatable {
    package let owner: FactOwner
    package let name: String

    package init(_ owner: FactOwner, _ name: String) {
        self.owner = owner
        self.name = name
    }

    /// The key that the mirror keeps it under, such as `telenor.pace`.
    package var key: String { "\(owner.rawValue).\(name)" }
}

/// The owner of a fact: no source reads or writes a fact of another.
package enum FactOwner: String, Sendable {
    /// The mirror itself, whichever sources fill it.
    case mirror
    case telenor
    case millom
}

/// A value as the mirror keeps it, in a text.
package protocol FactValue: Sendable {
    var factText: String { get }

    /// Reads ``factText``; nil for a text that is none, which is as good as an absent fact.
    init?(factText: String)
}

/// Facts to keep and facts to delete, all in one transaction.
package struct FactChanges: Sendable, Equatable {
    /// The texts by key; nil deletes.
    package private(set) var texts: [String: String?] = [:]

    package init() {}

    /// Changes one fact; nil deletes it.
    package init<Value>(_ fact: Fact<Value>, _ value: Value?) { set(fact, to: value) }

    /// Adds a change of `fact`; nil deletes it.
    package mutating func set<Value>(_ fact: Fact<Value>, to value: Value?) {
        texts.updateValue(value?.factText, forKey: fact.key)
    }
}

extension Fact where Value == PaceSnapshot {
    /// The API's pace as it was learned; absent where no limit is known.
    package static var pace: Self { Self(.telenor, "pace") }
    /// Millom's, in the same way.
    package static var millomPace: Self { Self(.millom, "pace") }
}

extension Fact where Value == CalendarDay {
    /// The day on which the last run ended where the company is.
    package static var reportDay: Self { Self(.mirror, "report_day") }
}

extension Fact where Value == Duration {
    /// The server's clock minus ours when the last run ended.
    package static var serverOffset: Self { Self(.telenor, "server_offset_seconds") }
    /// The same as a run saw it and did not believe it; absent once one was believed.
    ///
    /// See ``ServerClock``.
    package static var doubtedOffset: Self { Self(.telenor, "doubted_offset_seconds") }
    /// The server's clock minus ours while the last poll was read, or when the ledger began.
    package static var pollOffset: Self { Self(.telenor, "poll_offset_seconds") }
    /// The lookback that ``Lookback`` made of the setting; absent while it is as it is set.
    package static var lookback: Self { Self(.telenor, "lookback_seconds") }
}

extension Fact where Value == Date {
    /// When ``doubtedOffset`` was first seen.
    package static var doubtedSince: Self { Self(.telenor, "doubted_since") }
    package static var catalogueReadAt: Self { Self(.telenor, "catalogue_read_at") }
    /// Since when a comparison that the operator asked for is not finished.
    package static var listAskedFor: Self { Self(.telenor, "list_asked_for") }
    /// See ``RefreshPlan``.
    package static var refreshCreditedAt: Self { Self(.telenor, "refresh_credited_at") }
    /// When ``lookback`` was last changed.
    package static var lookbackSetAt: Self { Self(.telenor, "lookback_set_at") }
}

extension Fact where Value == Int {
    /// How many rows of the last poll's search could not be read; absent when all could.
    package static var unreadablePollRows: Self { Self(.telenor, "unreadable_poll_rows") }
    /// The same of the comparison with the complete list, which is unfinished while there are any.
    package static var unreadableListRows: Self { Self(.telenor, "unreadable_list_rows") }
}

extension Int: FactValue {
    package var factText: String { String(self) }
    package init?(factText: String) { self.init(factText) }
}

extension Date: FactValue {
    package var factText: String { Instant.text(self) }

    package init?(factText: String) {
        guard let date = Instant.date(factText) else { return nil }
        self = date
    }
}

extension Duration: FactValue {
    package var factText: String { String(inSeconds) }

    package init?(factText: String) {
        // More than that is no difference of clocks, and would not fit.
        guard let seconds = Double(factText), abs(seconds) < 1e15 else { return nil }
        self = .seconds(seconds)
    }
}

extension CalendarDay: FactValue {
    package var factText: String { text }
    package init?(factText: String) { self.init(factText) }
}

extension PaceSnapshot: FactValue {
    package var factText: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // It fails at a number that is not finite only; a text that cannot be read is as good as an absent fact.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    package init?(factText: String) {
        guard let snapshot = try? JSONDecoder().decode(Self.self, from: Data(factText.utf8)) else {
            return nil
        }
        self = snapshot
    }
}
