package import Foundation
import Pacing

/// Decides what a poll of the search reaches for and which of the numbers that it listed have to be fetched.
///
/// A poll reaches back over the lookback, so it lists numbers again that were fetched after they changed. The search
/// does not say when a number changed; only a second search with a later start can tell whether it did again.
package struct PollPlan: Sendable, Equatable {
    /// The moment, in server time, that every page of the poll reaches back to.
    package private(set) var start: Date
    /// What the poll before listed, and when its detail was fetched after that, in server time.
    package private(set) var fetchedBefore: [Msisdn: Date]
    /// How far the poll before reached, in server time.
    package let reached: Date
    /// How far the server's clock was set forward since the poll before; zero when it was not.
    package private(set) var stepForward = Duration.zero
    /// The server's clock minus ours when `reached` was true; nil when that is not known.
    private let offset: Duration?

    /// The plan for the poll after the one that left `memory`; `lookback` is as it is set.
    package init(_ memory: PollMemory, lookback: Duration) {
        self.init(
            reached: memory.reached, lookback: max(lookback, memory.lookback ?? .zero),
            fetchedBefore: memory.fetched, offset: memory.serverOffset)
    }

    /// - Parameter offset: the server's clock minus ours at the poll before; nil when that is not known.
    package init(
        reached: Date, lookback: Duration, fetchedBefore: [Msisdn: Date] = [:], offset: Duration? = nil
    ) {
        self.reached = reached
        self.fetchedBefore = fetchedBefore
        self.offset = offset
        start = reached.addingTimeInterval(-lookback.inSeconds)
    }

    /// The plan for a server whose clock was set since the poll before; nil when it runs as it ran.
    ///
    /// A clock that was set back lives through times again that the poll before has covered: the start moves back with
    /// it. And whatever was noted in its old time says nothing any more, so all numbers that are listed count as
    /// changed. One that was set forward leaves changes behind it that the search has not shown yet: see ``Lookback``.
    ///
    /// - Parameter offsets: between what the server's clock minus ours lies now; nil when that is not known.
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

    /// The plan for a search that does not reach back so far: it begins at `earliest`, and leaves a gap before it.
    package func beginning(at earliest: Date) -> PollPlan {
        var plan = self
        plan.start = earliest
        return plan
    }

    /// Whether changes between the poll before and the start of this one stay unseen.
    package var leavesGap: Bool { start > reached }

    /// From when on a second, narrower search has to list what changed again; nil when none is needed.
    ///
    /// Asked again with those that it lists, as one number that was fetched long ago makes it list all later ones. A
    /// single number is fetched without asking: that costs one request just as well.
    package func narrowStart(listed: Set<Msisdn>) -> Date? {
        let fetched = listed.compactMap { fetchedBefore[$0] }
        return fetched.count > 1 ? fetched.min() : nil
    }

    /// The numbers of `listed` that were fetched since the poll before, so that the search may list them in vain.
    package func uncertain(_ listed: Set<Msisdn>) -> Set<Msisdn> {
        listed.filter { fetchedBefore[$0] != nil }
    }
}
