package import Foundation
import Pacing

/// Decides how many details are fetched again only because they were verified longest ago.
///
/// Each detail is verified again within the interval, but not before half of it has passed: so nothing is
/// refreshed in the days after a backfill, and the details that a backfill fetched in one hour do not all
/// come due in one hour.
package struct RefreshPlan: Sendable, Equatable {
    /// Details verified before this moment may be refreshed.
    package let verifiedBefore: Date
    /// How many of them this run may refresh.
    package let limit: Int
    /// The time up to which earlier runs have used their share.
    private let creditedAt: Date
    private let now: Date
    /// The time that earns one refresh, in seconds.
    private let secondsEach: Double

    /// - Parameters:
    ///   - living: how many living numbers the mirror has.
    ///   - interval: the time within which each is verified again; zero turns refreshing off.
    ///   - creditedAt: the result of ``creditedAt(after:areMore:)`` at the last run; nil at the first.
    package init(living: Int, interval: Duration, creditedAt: Date?, now: Date) {
        let half = interval.inSeconds / 2
        self.now = now
        verifiedBefore = now.addingTimeInterval(-half)
        // A clock that was set must neither stop refreshing nor make more than all numbers due.
        self.creditedAt = min(max(creditedAt ?? now, verifiedBefore), now)
        secondsEach = half / Double(max(living, 1))
        limit = half > 0 ? Int(now.timeIntervalSince(self.creditedAt) / secondsEach) : 0
    }

    /// A verification after this moment was recorded by a wrong clock: it comes last, and counts as long ago.
    package var notAfter: Date { now.addingTimeInterval(ServerClock.longestStep.inSeconds) }

    /// The time up to which the share is used once `refreshed` numbers were refreshed.
    ///
    /// - Parameter areMore: whether more would have been due; if not, nothing is saved up.
    package func creditedAt(after refreshed: Int, areMore: Bool) -> Date {
        guard refreshed == limit || areMore else { return now }
        return min(creditedAt.addingTimeInterval(Double(refreshed) * secondsEach), now)
    }
}
