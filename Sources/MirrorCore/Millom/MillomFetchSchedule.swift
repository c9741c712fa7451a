package import Foundation
import Pacing

/// Decides when a subscriber's record is fetched again: pure.
package enum MillomFetchSchedule {
    /// The minimum time between two requests for one record.
    package static let shortest: Duration = .seconds(60)
    /// The first pause after a failure, which doubles with each further one.
    package static let firstPause: Duration = .seconds(60)
    /// The longest pause after failures.
    package static let longestPause: Duration = .seconds(86_400)

    /// After a successful read: at `validUntil`, when something in the record expires, or after the interval,
    /// whichever is soonest and still ahead; never sooner than ``shortest``.
    package static func afterReading(
        _ record: NormalizedMillomRecord, at now: Date, every interval: Duration
    ) -> Date {
        let moments = [record.validUntil, record.nextExpiry(after: now)].compactMap(\.self)
        let soonest = moments.filter { $0 > now }.min() ?? .distantFuture
        // If it has already passed, this reply is as good as expired.
        let isExpired = record.validUntil.map { $0 <= now } ?? false
        let due = min(soonest, now.addingTimeInterval(interval.inSeconds))
        return max(isExpired ? now : due, now.addingTimeInterval(shortest.inSeconds))
    }

    /// After `attempts` failures in a row: 1, 2, 4 … minutes, at most a day.
    package static func afterFailing(attempts: Int, at now: Date) -> Date {
        let doublings = min(max(attempts - 1, 0), 11)
        return now.addingTimeInterval(min(firstPause * (1 << doublings), longestPause).inSeconds)
    }

    /// After a refusal that concerns the subscriber, such as roaming: after the interval.
    package static func afterRefusal(at now: Date, every interval: Duration) -> Date {
        now.addingTimeInterval(max(interval, shortest).inSeconds)
    }

    /// After an event about the subscriber: now, but not sooner than ``shortest`` after the last request.
    package static func afterEvent(at now: Date, askedAt: Date?) -> Date {
        guard let askedAt, askedAt <= now else { return now }
        return max(now, askedAt.addingTimeInterval(shortest.inSeconds))
    }
}
