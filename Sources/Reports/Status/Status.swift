package import Foundation
package import MirrorCore
package import MirrorReading
package import Pacing

/// How the mirror stands: how fresh it is, what waits, and what the last runs did; all of one moment.
package struct Status: Sendable, Equatable {
    /// When it was read; lag is counted from here.
    package let readAt: Date
    package let path: String
    package let schemaVersion: Int
    /// The server's clock minus ours when the newest poll was read; zero when that is not known.
    ///
    /// A later run that read nothing may have seen any clock: an old page in a cache also has a `Date`.
    package let serverOffset: Duration
    /// The last run that ended `complete`; nil before the first one.
    package let lastCompleteRun: Run?
    /// The stretches of time whose changes are all known, oldest first; between two of them is a gap.
    package let coverage: [Interval]
    package let subscriptions: Subscriptions
    /// The changes that the search missed, as verifying old details again has shown.
    package let refresh: Refresh
    /// Numbers that look gone, too many to go at once; see `GoneBreaker`.
    package let parkedCount: Int
    /// Numbers that the API lists and that the mirror has nothing of yet: queued for the first time, or set aside since.
    package let neverFetchedCount: Int
    /// Rows of the newest lists that could not be read; while there are any, no list is complete.
    package let unreadableRowCount: Int
    /// Numbers whose detail waits to be fetched.
    package let queue: Queue
    /// Numbers set aside; at most ``quarantineLimit`` of them in ``quarantine``.
    package let quarantineCount: Int
    /// Those that are tried next, soonest first.
    package let quarantine: [QuarantineEntry]
    /// The last five runs, newest first.
    package let runs: [Run]
    /// The API's limits as the last run knew them; nil when it knew none.
    package let pace: PaceSnapshot?
    package let anomalies: [AnomalyCount]
    /// How the second source stands; nil where nobody is asked about at Millom.
    package let millom: MillomFacts?
    /// How complete the mirror is, measure by measure.
    package let completeness: Completeness

    /// How many quarantined numbers are listed; a screenful, the rest is in the relation `quarantine`.
    package static let quarantineLimit = 50

    /// Server time up to which all changes are known: the end of the coverage that has no gap in it.
    ///
    /// Nil before the first poll.
    package var watermark: Date? { coverage.first.flatMap { Instant.date($0.to) } }

    /// Seconds from the watermark to the server's time at ``readAt``; nil without a watermark, and when that lies ahead: then
    /// a clock is or was wrong, and nobody can tell how old the data is.
    package var lagSeconds: Int? {
        watermark.flatMap { Self.age(of: $0, at: serverNow) }.map { Int($0.rounded(.down)) }
    }

    /// How long ago `instant` was, in seconds; nil when it lies ahead by more than offsets are rounded.
    static func age(of instant: Date, at now: Date) -> Double? {
        let age = now.timeIntervalSince(instant)
        return age < -60 ? nil : max(0, age)
    }

    /// The server's time at ``readAt``, as the watermark is of that clock.
    private var serverNow: Date { readAt.addingTimeInterval(serverOffset.inSeconds) }

    /// Stretches of time between the coverage that is there, in which changes may be unknown.
    package var gaps: [Interval] {
        zip(coverage, coverage.dropFirst()).map { Interval(from: $0.to, to: $1.from) }
    }

    /// Up to when readers have all changes; nil when no run was complete.
    ///
    /// The watermark, but no later than the last complete run while numbers wait in the queue.
    package var completeTo: Date? {
        guard let watermark, let finished = lastCompleteRun?.finishedAt.flatMap(Instant.date) else {
            return nil
        }
        return queue.total == 0 ? watermark : min(watermark, finished)
    }

    /// Whether the data is older than `age`; a mirror that was never complete, or whose age is not known, is older than any.
    package func isOlder(than age: Duration) -> Bool { completeAge.map { $0 > age.inSeconds } ?? true }

    /// Whole seconds since ``completeTo``; nil where ``isOlder(than:)`` says yes to any age.
    package var completeAgeSeconds: Int? { completeAge.map { Int($0.rounded(.down)) } }

    private var completeAge: Double? {
        guard let completeTo else { return nil }
        // The end of a run is of our clock, the watermark of the server's.
        return Self.age(of: completeTo, at: completeTo == watermark ? serverNow : readAt)
    }
}

extension Status {
    /// Two instants, as the mirror writes them.
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
        /// Nil while it runs, and for a run that was killed.
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
        /// Details that were fetched only because they had been verified longest ago.
        package let refreshed: Int
        /// Changes that this found and that the search had not shown.
        package let missed: Int
        /// The lookback as misses have widened it; nil while it is as it is set.
        package let lookbackSeconds: Int?

        /// Over how long it is counted.
        static let span = Duration.seconds(30 * 86_400)

        /// ``missed`` by ``refreshed``; nil when nothing was refreshed.
        package var missRate: Double? { refreshed == 0 ? nil : Double(missed) / Double(refreshed) }
    }

    /// How many numbers the mirror knows.
    package struct Subscriptions: Sendable, Equatable {
        package let living: Int
        package let gone: Int
        /// When the living one that was looked at longest ago was; nil when there is none.
        package let oldestVerifiedAt: String?
    }

    /// How many numbers wait, by reason.
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

    /// How many anomalies of one kind there were, and at how many places of the documents.
    package struct AnomalyCount: Sendable, Equatable {
        package let kind: String
        package let pathCount: Int
        package let count: Int
    }
}
