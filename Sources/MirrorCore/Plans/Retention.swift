package import Foundation
import Pacing

/// How long the mirror keeps superseded and gone data; nil: forever.
package struct RetentionSettings: Sendable, Equatable {
    /// How long a version stays after another has superseded it.
    package var history: Duration?
    /// How long a number stays after it is gone.
    package var gone: Duration?

    package init() {}

    /// The shortest span allowed: closing a month, in the month after it, reads history from its beginning.
    package static let shortest = Duration.seconds(93 * 86_400)
}

/// Facts about earlier retentions, stored in the mirror.
package struct RetentionFacts: Sendable, Equatable {
    /// The server time of the last retention that finished; nil before the first.
    package var lastAt: Date?
    /// Versions superseded before this moment have been removed, or will be soon; nil: none.
    package var historyFrom: Date?
    /// Numbers gone before this moment were forgotten; nil: none.
    package var goneFrom: Date?
    /// The id of the number up to which versions before ``historyFrom`` have been removed; nil if all have.
    package var cursor: Int?
    /// How many versions the last retention removed.
    package var versions = 0
    /// How many numbers the last retention forgot.
    package var forgotten = 0

    package init() {}

    /// The earliest moment that can be queried; nil: the first run's.
    package var pastFrom: Date? { [historyFrom, goneFrom].compactMap(\.self).max() }
}

/// The rows that a run must remove now.
///
/// Counts from the watermark, which is server time: a wrong clock on this host removes nothing.
package struct RetentionPlan: Sendable, Equatable {
    /// Versions superseded before this moment must go; nil: none.
    package let historyBefore: Date?
    /// Numbers gone before this moment must go; nil: none.
    package let goneBefore: Date?

    package var isEmpty: Bool { historyBefore == nil && goneBefore == nil }

    /// - Parameter watermark: nil before the first poll.
    package init(_ settings: RetentionSettings, _ facts: RetentionFacts, watermark: Date?) {
        guard let watermark else {
            historyBefore = nil
            goneBefore = nil
            return
        }
        let isDue = facts.lastAt.map { watermark.timeIntervalSince($0) >= Self.interval } ?? true
        func moment(_ span: Duration?) -> Date? {
            isDue ? span.map { watermark.addingTimeInterval(-$0.inSeconds) } : nil
        }
        goneBefore = moment(settings.gone)
        // An unfinished removal is finished first.
        historyBefore =
            settings.history == nil ? nil : facts.cursor == nil ? moment(settings.history) : facts.historyFrom
    }

    /// The shortest time between two retentions: a day.
    private static let interval: TimeInterval = 86_400
}

extension Fact where Value == Date {
    /// See ``RetentionFacts/lastAt``.
    package static var retentionAt: Self { Self(.mirror, "retention_at") }
    /// See ``RetentionFacts/historyFrom``; the view `_history_floor` reads this fact and the next.
    package static var historyFrom: Self { Self(.mirror, "history_from") }
    /// See ``RetentionFacts/goneFrom``.
    package static var goneFrom: Self { Self(.mirror, "gone_from") }
}

extension Fact where Value == Int {
    /// See ``RetentionFacts/cursor``.
    package static var historyCursor: Self { Self(.mirror, "history_cursor") }
    package static var retentionVersions: Self { Self(.mirror, "retention_versions") }
    package static var retentionForgotten: Self { Self(.mirror, "retention_forgotten") }
}
