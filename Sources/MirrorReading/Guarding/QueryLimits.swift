/// Limits on a foreign statement, so that it neither fills memory or a disk nor runs for ever.
package struct QueryLimits: Sendable {
    /// How long SQLite may work on it; the receiver's time is not counted.
    package var time: Duration = .seconds(300)
    /// The size of its result: far beyond any relation of a mirror.
    package var resultBytes = 1 << 30
    /// The size of a result shown as a table: nobody reads more.
    package var tableBytes = 64 << 20
    /// The size of one value, including a function's result.
    package var valueBytes: Int32 = 1 << 20
    /// The length of its text.
    ///
    /// SQLite's parser recurses for each level of nesting, and a longer text could exhaust the stack.
    package static let statementBytes = 64 << 10
    /// The length of a statement in the mirror's own schema: `data_dictionary` has about 100 KiB.
    package static let schemaStatementBytes = 1 << 20
    /// SQLite's memory in the whole process.
    package var memoryBytes: Int64 = 512 << 20
    /// Measures ``time``.
    package var clock: any Clock<Duration> = ContinuousClock()
    /// How much longer than ``time`` a single function call may take, during which SQLite checks no clock.
    package var grace: Duration = .seconds(5)
    /// Called on another thread when the grace has passed: only ending the process ends such a call.
    package var onOverdue: (@Sendable (QueryFailure) -> Void)?

    /// The default limits.
    package init() {}
}

/// Measures the time since its creation on a clock.
struct Stopwatch {
    /// The time since its creation.
    let elapsed: () -> Duration

    init(on clock: any Clock<Duration>) { elapsed = Self.measure(clock) }

    private static func measure(_ clock: some Clock<Duration>) -> () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}
