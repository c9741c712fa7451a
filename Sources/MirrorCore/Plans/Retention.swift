package import Foundation
import Pacing

/// How long the mirror keeps what is over; nil: for good.
package struct RetentionSettings: Sendable, Equatable {
    /// How long a version stays after another has superseded it.
    package var history: Duration?
    /// How long a number stays after it is gone.
    package var gone: Duration?

    package init() {}

    /// The shortest that can be set: a month is closed from its beginning, in the month after it.
    package static let shortest = Duration.seconds(93 * 86_400)
}

/// What the mirror keeps of earlier retentions.
package struct RetentionFacts: Sendable, Equatable {
    /// The server time of the last one that was finished; nil before the first.
    package var lastAt: Date?
    /// Versions superseded before this moment are removed, or about to be; nil: none.
    package var historyFrom: Date?
    /// Numbers gone before this moment were forgotten; nil: none.
    package var goneFrom: Date?
    /// The id of the number up to which versions before ``historyFrom`` are removed; nil when all are.
    package var cursor: Int?
    /// Versions that the last one removed.
    package var versions = 0
    /// Numbers that the last one forgot.
    package var forgotten = 0

    package init() {}

    /// The moment from which on the past can be told; nil: from the first run on.
    package var pastFrom: Date? { [historyFrom, goneFrom].compactMap(\.self).max() }
}

/// What a run has to remove now.
///
/// The server's time decides, as far as every change is known: a clock that is wrong here removes nothing.
package struct RetentionPlan: Sendable, Equatable {
    /// Versions that were superseded before this moment; nil: none.
    package let historyBefore: Date?
    /// Numbers that were gone before this moment; nil: none.
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
        // One that is unfinished is finished first.
        historyBefore =
            settings.history == nil ? nil : facts.cursor == nil ? moment(settings.history) : facts.historyFrom
    }

    /// No more often than daily.
    private static let interval: TimeInterval = 86_400
}

extension Fact where Value == Date {
    /// See ``RetentionFacts/lastAt``.
    package static var retentionAt: Self { Self(.mirror, "retention_at") }
    /// See ``RetentionFacts/historyFrom``; the view `_history_floor` reads it and the next one, too.
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
