package import Foundation

/// The time as the program sees it: wall time for what is stored, monotonic time for waiting.
package struct TimeSource: Sendable {
    /// The wall clock.
    package let now: @Sendable () -> Date
    /// The clock for measuring and performing waits; it is never set back.
    package let clock: any Clock<Duration>

    package init(now: @escaping @Sendable () -> Date, clock: any Clock<Duration>) {
        self.now = now
        self.clock = clock
    }

    /// The machine's own clocks.
    package static let system = TimeSource(now: { Date() }, clock: ContinuousClock())
}
