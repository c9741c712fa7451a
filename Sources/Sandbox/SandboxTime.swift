package import Foundation

/// The sandbox's clocks, passed in so that a test needs no sleep.
package struct SandboxTime: Sendable {
    /// The real wall clock; the server's clock is this plus the skew.
    package let now: @Sendable () -> Date
    /// Time since any fixed instant, used for limits and token lifetimes.
    package let elapsed: @Sendable () -> Duration

    package init(
        now: @escaping @Sendable () -> Date, elapsed: @escaping @Sendable () -> Duration
    ) {
        self.now = now
        self.elapsed = elapsed
    }

    /// Uses one clock for both: elapsed time follows `now`.
    package init(now: @escaping @Sendable () -> Date) {
        self.init(now: now, elapsed: { .seconds(now().timeIntervalSinceReferenceDate) })
    }

    /// The machine's own clocks.
    package static let system: SandboxTime = {
        let start = ContinuousClock.now
        return SandboxTime(now: { Date() }, elapsed: { start.duration(to: .now) })
    }()
}
