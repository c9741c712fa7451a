package import Foundation
import Pacing

/// Decides how far back a poll of the search reaches, and which of the numbers that it lists must be fetched.
///
/// A poll reaches back over the lookback, so it lists numbers again that were fetched after they changed. The
/// search does not say when a number changed; only a second search with a later start can show whether it
/// changed again.
package struct PollPlan: Sendable, Equatable {
    /// The moment, in server time, that every page of the poll reaches back to.
    package private(set) var start: Date
    /// The numbers that the previous poll listed, with the server time at which each detail was fetched
    /// afterwards.
    package private(set) var fetchedBefore: [Msisdn: Date]
    /// How far the previous poll reached, in server time.
    package let reached: Date
    /// How far the server's clock was set forward since the previous poll; zero if it was not.
    package private(set) var stepForward = Duration.zero
    /// The server's clock minus ours at the time of `reached`; nil if unknown.
    private let offset: Duration?

    /// The plan for the poll after the one that left `memory`; `lookback` is the setting.
    package init(_ memory: PollState, lookback: Duration) {
        self.init(
            reached: memory.reached, lookback: max(lookback, memory.lookback ?? .zero),
            fetchedBefore: memory.fetched, offset: memory.serverOffset)
    }

    /// - Parameter offset: the server's clock minus ours at the previous poll; nil if unknown.
    package init(
        reached: Date, lookback: Duration, fetchedBefore: [Msisdn: Date] = [:], offset: Duration? = nil
    ) {
        self.reached = reached
        self.fetchedBefore = fetchedBefore
        self.offset = offset
        start = reached.addingTimeInterval(-lookback.inSeconds)
    }

    /// The plan for a server whose clock was set since the previous poll; nil if it was not.
    ///
    /// A clock that was set back passes again through times that the previous poll has covered, so the start
    /// moves back with it. Anything noted in its old time is no longer valid, so all listed numbers count as
    /// changed. A clock that was set forward skips changes that the search has not shown yet: see
    /// ``Lookback``.
    ///
    /// - Parameter offsets: the bounds of the server's clock minus ours now; nil if unknown.
    package func corrected(for offsets: ClosedRange<Duration>?) -> PollPlan? {
        guard let before = offset, let offsets else { return nil }
        let isBack = before - offsets.upperBound > ServerClock.tolerance
        let isForward = offsets.lowerBound - before > ServerClock.tolerance
        guard isBack || isForward else { return nil }
        let offset = isBack ? offsets.lowerBound : offsets.upperBound
        let shift = offset - before
        var plan = PollPlan(reached: reached, lookback: .zero, offset: offset)
        plan.start = start.addingTimeInterval(min(shift, .zero).inSeconds)
        plan.stepForward = stepForward + max(shift, .zero)
        return plan
    }

    /// The plan for a search with a limited reach: it begins at `earliest`, and leaves a gap before it.
    package func beginning(at earliest: Date) -> PollPlan {
        var plan = self
        plan.start = earliest
        return plan
    }

    /// Whether changes between the previous poll and the start of this one stay unseen.
    package var leavesGap: Bool { start > reached }

    /// The start of a second, narrower search that shows which numbers changed again; nil if none is needed.
    ///
    /// It is repeated with the numbers that it lists, because one number that was fetched long ago makes it
    /// list all later ones. A single number is fetched without a search: that costs one request as well.
    package func narrowStart(listed: Set<Msisdn>) -> Date? {
        let fetched = listed.compactMap { fetchedBefore[$0] }
        return fetched.count > 1 ? fetched.min() : nil
    }

    /// The numbers of `listed` that were fetched since the previous poll, so that the search may list them
    /// without a new change.
    package func uncertain(_ listed: Set<Msisdn>) -> Set<Msisdn> {
        listed.filter { fetchedBefore[$0] != nil }
    }
}
