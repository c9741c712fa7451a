package import Foundation
package import Pacing

/// One fact that a run passes to the next, identified by its owner and name; an absent fact is nil.
package struct Fact<Value: FactValue>: Sendable, Equatable {
    package let owner: FactOwner
    package let name: String

    package init(_ owner: FactOwner, _ name: String) {
        self.owner = owner
        self.name = name
    }

    /// The key under which the mirror stores it, such as `telenor.pace`.
    package var key: String { "\(owner.rawValue).\(name)" }
}

/// The owner of a fact: no source reads or writes another's facts.
package enum FactOwner: String, Sendable {
    /// The mirror itself, whichever sources fill it.
    case mirror
    case telenor
    case millom
}

/// A value that the mirror stores as text.
package protocol FactValue: Sendable {
    var factText: String { get }

    /// Reads ``factText``; nil for an invalid text, which counts as an absent fact.
    init?(factText: String)
}

/// Facts to store and facts to delete, all in one transaction.
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
    /// The learned pace of the API; absent if no limit is known.
    package static var pace: Self { Self(.telenor, "pace") }
    /// The learned pace of Millom's API; absent if no limit is known.
    package static var millomPace: Self { Self(.millom, "pace") }
}

extension Fact where Value == CalendarDay {
    /// The day in the company's time zone on which the last run ended.
    package static var reportDay: Self { Self(.mirror, "report_day") }
}

extension Fact where Value == Duration {
    /// The server's clock minus ours at the end of the last run.
    package static var serverOffset: Self { Self(.telenor, "server_offset_seconds") }
    /// A difference that a run saw and did not believe; absent once one was believed.
    ///
    /// See ``ServerClock``.
    package static var doubtedOffset: Self { Self(.telenor, "doubted_offset_seconds") }
    /// The server's clock minus ours during the last poll, or when the ledger began.
    package static var pollOffset: Self { Self(.telenor, "poll_offset_seconds") }
    /// The lookback as ``Lookback`` adjusted it; absent while it equals the setting.
    package static var lookback: Self { Self(.telenor, "lookback_seconds") }
}

extension Fact where Value == Date {
    /// When ``doubtedOffset`` was first seen.
    package static var doubtedSince: Self { Self(.telenor, "doubted_since") }
    package static var catalogueReadAt: Self { Self(.telenor, "catalogue_read_at") }
    /// When the operator asked for a comparison that is not finished yet.
    package static var listAskedFor: Self { Self(.telenor, "list_asked_for") }
    /// See ``RefreshPlan``.
    package static var refreshCreditedAt: Self { Self(.telenor, "refresh_credited_at") }
    /// When ``lookback`` was last changed.
    package static var lookbackSetAt: Self { Self(.telenor, "lookback_set_at") }
}

extension Fact where Value == Int {
    /// How many rows of the last poll were unreadable; absent if none was.
    package static var unreadablePollRows: Self { Self(.telenor, "unreadable_poll_rows") }
    /// How many rows of the complete list were unreadable; while there are any, the comparison is unfinished.
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
        // Anything larger is not a clock difference, and would overflow.
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
        // Encoding fails only for a number that is not finite; a text that cannot be read counts as an absent
        // fact.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    package init?(factText: String) {
        guard let snapshot = try? JSONDecoder().decode(Self.self, from: Data(factText.utf8)) else {
            return nil
        }
        self = snapshot
    }
}
