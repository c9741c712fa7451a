/// How often to resend a request after a fault, and how long to wait in between.
package struct RetrySettings: Sendable, Equatable {
    /// The number of retries; the first sending is not counted.
    package var limit = 5
    /// The longest wait before the first retry; it doubles with each.
    package var base = Duration.milliseconds(500)
    /// The upper limit of every wait.
    package var cap = Duration.seconds(30)

    /// 5 retries, 500 ms, 30 s.
    package init() {}

    /// The wait before retry `number` (from 1), with full jitter; `random` is from 0 up to 1.
    ///
    /// Anything from zero to the doubled base, so that callers that failed together do not retry together.
    package func delay(before number: Int, random: Double) -> Duration {
        let doublings = min(max(number - 1, 0), 30)
        return min(base * (1 << doublings), cap) * random
    }
}
