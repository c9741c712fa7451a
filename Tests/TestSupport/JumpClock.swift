package import Foundation
package import MirrorCore
import Pacing
import Synchronization

/// A clock on which waits take no time: it jumps to the earliest moment that anyone waits
/// for, and records the sleeps.
///
/// Several tasks may sleep at once: they wake in the order of their deadlines, and the clock jumps only when
/// the sleepers have had a chance to gather.
package final class JumpClock: Clock, Sendable {
    /// A moment on the clock.
    package struct Instant: InstantProtocol {
        /// The time since the clock was made.
        package let offset: Duration

        package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        package func duration(to other: Instant) -> Duration { other.offset - offset }
        package static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct State {
        var now = Duration.zero
        var nextID = 0
        var waiting: [Int: Duration] = [:]
        var sleeps: [Duration] = []
    }

    private let state = Mutex(State())

    /// Starts at zero.
    package init() {}

    package var now: Instant { Instant(offset: state.withLock { $0.now }) }
    package var minimumResolution: Duration { .nanoseconds(1) }

    /// The requested duration of each sleep, in the order in which they began.
    package var sleeps: [Duration] { state.withLock { $0.sleeps } }

    /// Advances the clock without a sleep.
    package func advance(by duration: Duration) { state.withLock { $0.now += duration } }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = begin(deadline.offset)
        defer { state.withLock { $0.waiting[id] = nil } }
        for _ in 0..<10 { await Task.yield() }
        while !jump(id, to: deadline.offset) {
            try Task.checkCancellation()
            await Task.yield()
        }
        try Task.checkCancellation()
    }

    private func begin(_ deadline: Duration) -> Int {
        state.withLock { state in
            state.nextID += 1
            state.waiting[state.nextID] = deadline
            state.sleeps.append(deadline - state.now)
            return state.nextID
        }
    }

    /// Jumps unless anybody waits for an earlier moment; returns whether `deadline` has come.
    private func jump(_ id: Int, to deadline: Duration) -> Bool {
        state.withLock { state in
            if state.waiting.values.allSatisfy({ $0 >= deadline }) { state.now = max(state.now, deadline) }
            guard state.now >= deadline else { return false }
            state.waiting[id] = nil
            return true
        }
    }
}

extension JumpClock {
    /// This clock, and a wall clock that starts at `start` and advances with it.
    package func timeSource(from start: Date) -> TimeSource {
        TimeSource(now: { start.addingTimeInterval(self.now.offset.inSeconds) }, clock: self)
    }
}
