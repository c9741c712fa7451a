package import Foundation
import Pacing

/// Decides how many details are fetched again only because they were verified longest ago.
///
/// Each detail is verified again within the interval, and not before half of it: so nothing is refreshed in the days
/// after a backfill, and what a backfill fetched in an hour does not come due in one hour again.
package struct RefreshPlan: Sendable, Equatable {
    /// Details verified before this moment may be refreshed.
    package let verifiedBefore: Date
    /// How many of them this run may take.
    package let limit: Int
    /// Up to when earlier runs have taken their share.
    private let creditedAt: Date
    private let now: Date
    /// How much time buys one refresh.
    private let secondsEach: Double

    /// - Parameters:
    ///   - living: how many numbers the mirror knows.
    ///   - interval: within which each is verified again; zero turns refreshing off.
    ///   - creditedAt: what ``creditedAt(after:)`` said at the last run; nil at the first.
    package init(living: Int, interval: Duration, creditedAt: Date?, now: Date) {
        let half = interval.inSeconds / 2
        self.now = now
        verifiedBefore = now.addingTimeInterval(-half)
        // A clock that was set must neither stop it nor let more than all come due.
        self.creditedAt = min(max(creditedAt ?? now, verifiedBefore), now)
        secondsEach = half / Double(max(living, 1))
        limit = half > 0 ? Int(now.timeIntervalSince(self.creditedAt) / secondsEach) : 0
    }

    /// A verification after this moment was noted by a clock that was wrong: it comes last, and counts as long ago.
    package var notAfter: Date { now.addingTimeInterval(ServerClock.longestStep.inSeconds) }

    /// Up to when the share is taken, once `refreshed` numbers were.
    ///
    /// - Parameter areMore: whether others would have been due; where none is, nothing is saved up.
    package func creditedAt(after refreshed: Int, areMore: Bool) -> Date {
        guard refreshed == limit || areMore else { return now }
        return min(creditedAt.addingTimeInterval(Double(refreshed) * secondsEach), now)
    }
}
