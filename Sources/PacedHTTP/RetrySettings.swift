/// How often a request that failed by a fault is sent again, and how long after.
package struct RetrySettings: Sendable, Equatable {
    /// Times a request is sent again; the first sending is not counted.
    package var limit = 5
    /// The longest wait before the first time; it doubles with each.
    package var base = Duration.milliseconds(500)
    /// No wait is longer.
    package var cap = Duration.seconds(30)

    /// Five times, 500 ms, 30 s.
    package init() {}

    /// How long to wait before the `number`th time (from 1): full jitter, `random` is from 0 up to 1.
    ///
    /// Anything between nothing and the doubled base, so that callers that failed together do not return together.
    package func delay(before number: Int, random: Double) -> Duration {
        let doublings = min(max(number - 1, 0), 30)
        return min(base * (1 << doublings), cap) * random
    }
}
