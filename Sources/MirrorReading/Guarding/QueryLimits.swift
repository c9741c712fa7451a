/// Limits on a statement that is not ours, so that none fills memory or a disk, or runs for ever.
package struct QueryLimits: Sendable {
    /// How long SQLite may be at work on it; the time that its reader takes is not counted.
    package var time: Duration = .seconds(300)
    /// The size of its result: far beyond any mirror's relation.
    package var resultBytes = 1 << 30
    /// The size of a result as a table: nobody reads more of one.
    package var tableBytes = 64 << 20
    /// One value, and what a function may make of it.
    package var valueBytes: Int32 = 1 << 20
    /// Its text.
    ///
    /// SQLite's parser calls itself for each level of it, and a longer one could use up the stack.
    package static let statementBytes = 64 << 10
    /// The longest statement of a mirror's own schema: `data_dictionary` has about 100 KiB.
    package static let schemaStatementBytes = 1 << 20
    /// All that SQLite holds in this process.
    package var memoryBytes: Int64 = 512 << 20
    /// Measures ``time``.
    package var clock: any Clock<Duration> = ContinuousClock()
    /// How far beyond ``time`` SQLite may be inside one call of a function, where it looks at no clock.
    package var grace: Duration = .seconds(5)
    /// Called then, on another thread: only the end of the process ends such a call.
    package var onOverdue: (@Sendable (QueryFailure) -> Void)?

    /// The usual limits.
    package init() {}
}

/// Measures the time that passes on a clock from its making.
struct Stopwatch {
    /// How long ago it was made.
    let elapsed: () -> Duration

    init(on clock: any Clock<Duration>) { elapsed = Self.measure(clock) }

    private static func measure(_ clock: some Clock<Duration>) -> () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}
