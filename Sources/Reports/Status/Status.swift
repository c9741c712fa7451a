package import Foundation
package import MirrorCore
package import MirrorReading
package import Pacing

/// The mirror's status at one moment: how fresh it is, what waits, and what the last runs did.
package struct Status: Sendable, Equatable {
    /// When it was read; the lag is relative to it.
    package let readAt: Date
    package let path: String
    package let schemaVersion: Int
    /// The server's clock minus ours when the newest poll was read; zero if unknown.
    ///
    /// A later run that read nothing may have seen any clock: a cached page also has a `Date`.
    package let serverOffset: Duration
    /// The last run that ended `complete`; nil before the first one.
    package let lastCompleteRun: Run?
    /// The stretches of time without unknown changes, oldest first; a gap lies between any two of them.
    package let coverage: [Interval]
    package let subscriptions: Subscriptions
    /// The changes that the search missed, found by verifying old details again.
    package let refresh: Refresh
    /// Numbers that look gone but are too many to go at once; see `GoneBreaker`.
    package let parkedCount: Int
    /// Listed numbers of which the mirror has no detail yet: queued for the first time, or quarantined since.
    package let neverFetchedCount: Int
    /// Unreadable rows of the newest lists; unless it is 0, no list is complete.
    package let unreadableRowCount: Int
    /// Numbers queued for a detail request.
    package let queue: Queue
    /// Quarantined numbers; at most ``quarantineLimit`` of them are in ``quarantine``.
    package let quarantineCount: Int
    /// The quarantined numbers with the earliest next try, earliest first.
    package let quarantine: [QuarantineEntry]
    /// The last five runs, newest first.
    package let runs: [Run]
    /// The API's limits known to the last run; nil if it knew none.
    package let pace: PaceSnapshot?
    package let anomalies: [AnomalyCount]
    /// The state of the second source; nil if no subscriber is mirrored from Millom.
    package let millom: MillomFacts?
    /// The effects of retention; nil if it never removed anything.
    package let retention: RetentionFacts?
    /// How complete the mirror is, measure by measure.
    package let completeness: Completeness

    /// How many quarantined numbers are listed: a screenful; the relation `quarantine` has all of them.
    package static let quarantineLimit = 50

    /// Server time up to which all changes are known: the end of the first gapless stretch.
    ///
    /// Nil before the first poll.
    package var watermark: Date? { coverage.first.flatMap { Instant.date($0.to) } }

    /// Seconds from the watermark to the server's time at ``readAt``.
    ///
    /// Nil without a watermark, and if it is in the future: then a clock is or was wrong,
    /// and the data's age is unknown.
    package var lagSeconds: Int? {
        watermark.flatMap { Self.age(of: $0, at: serverNow) }.map { Int($0.rounded(.down)) }
    }

    /// How long ago `instant` was, in seconds; nil if it is more in the future than rounded offsets explain.
    static func age(of instant: Date, at now: Date) -> Double? {
        let age = now.timeIntervalSince(instant)
        return age < -60 ? nil : max(0, age)
    }

    /// The server's time at ``readAt``, as the watermark is in server time.
    private var serverNow: Date { readAt.addingTimeInterval(serverOffset.inSeconds) }

    /// The gaps between the covered stretches, in which changes may be unknown.
    package var gaps: [Interval] {
        zip(coverage, coverage.dropFirst()).map { Interval(from: $0.to, to: $1.from) }
    }

    /// The time up to which readers have all changes; nil if no run was complete.
    ///
    /// The watermark, but no later than the last complete run while numbers are queued.
    package var completeTo: Date? {
        guard let watermark, let finished = lastCompleteRun?.finishedAt.flatMap(Instant.date) else {
            return nil
        }
        return queue.total == 0 ? watermark : min(watermark, finished)
    }

    /// Whether the data is older than `age`; true if the mirror was never complete or its age is unknown.
    package func isOlder(than age: Duration) -> Bool { completeAge.map { $0 > age.inSeconds } ?? true }

    /// Whole seconds since ``completeTo``; nil if ``isOlder(than:)`` is true for any age.
    package var completeAgeSeconds: Int? { completeAge.map { Int($0.rounded(.down)) } }

    private var completeAge: Double? {
        guard let completeTo else { return nil }
        // A run's end is in our time, the watermark in the server's.
        return Self.age(of: completeTo, at: completeTo == watermark ? serverNow : readAt)
    }
}

extension Status {
    /// Two instants in the mirror's format.
    package struct Interval: Sendable, Equatable {
        package let from: String
        package let to: String
    }

    /// One row of `sync_run`.
    package struct Run: Sendable, Equatable {
        package let id: Int64
        package let source: String
        package let kind: String
        package let startedAt: String
        /// Nil while it runs, and if it was killed.
        package let finishedAt: String?
        package let outcome: String?
        package let requests: Int
        package let throttled: Int
        package let fetched: Int
        package let changed: Int
        package let gone: Int
        package let quarantined: Int
        package let error: String?
        package let refreshed: Int
        package let missed: Int
    }

    /// The miss rate of the search, over the last 30 days.
    package struct Refresh: Sendable, Equatable {
        /// Details fetched only because their last verification was among the oldest.
        package let refreshed: Int
        /// Changes found by refreshing that the search had not listed.
        package let missed: Int
        /// The lookback widened by misses; nil while it equals the setting.
        package let lookbackSeconds: Int?

        /// The period over which it is counted.
        static let span = Duration.seconds(30 * 86_400)

        /// ``missed`` divided by ``refreshed``; nil if nothing was refreshed.
        package var missRate: Double? { refreshed == 0 ? nil : Double(missed) / Double(refreshed) }
    }

    /// How many numbers the mirror has.
    package struct Subscriptions: Sendable, Equatable {
        package let living: Int
        package let gone: Int
        /// The oldest verification of a living number; nil if there is none.
        package let oldestVerifiedAt: String?
    }

    /// How many numbers are queued, by reason.
    package struct Queue: Sendable, Equatable {
        package let changed: Int
        package let new: Int
        package let missing: Int
        package let retry: Int
        package let unproven: Int

        package var total: Int { changed + new + missing + retry + unproven }
    }

    /// One row of `quarantine`.
    package struct QuarantineEntry: Sendable, Equatable {
        package let msisdn: String
        package let stage: String
        package let error: String
        package let attempts: Int
        package let firstFailedAt: String
        package let nextAttemptAt: String
    }

    /// Anomalies of one kind: how many, and at how many paths in the documents.
    package struct AnomalyCount: Sendable, Equatable {
        package let kind: String
        package let pathCount: Int
        package let count: Int
    }
}
