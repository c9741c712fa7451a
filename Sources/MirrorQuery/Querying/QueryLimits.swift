/// What a statement that is not ours may cost, so that none fills memory or a disk, or runs for ever.
package struct QueryLimits: Sendable {
    /// How long SQLite may be at work on it; the time that its reader takes is not counted.
    package var time: Duration = .seconds(300)
    /// What is written of its result: far beyond any mirror's relation.
    package var resultBytes = 1 << 30
    /// What a table may hold of the result: nobody reads more of one.
    package var tableBytes = 64 << 20
    /// One value, and what a function may make of it.
    package var valueBytes: Int32 = 8 << 20
    /// All that SQLite holds in this process.
    package var memoryBytes: Int64 = 512 << 20
    /// Measures ``time``.
    package var clock: any Clock<Duration> = ContinuousClock()

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
