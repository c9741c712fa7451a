/// A spent quota: nothing is sent until it is over, and then one request tests whether the quota is open again.
struct QuotaClosure: Sendable, Equatable {
    var until: Duration
    /// How long this closure lasts from the refusal on; the next probe waits longer.
    let wait: Duration
    /// Requests up to this number were under way when it was noted: their refusals are the same event.
    let lastSent: Int
    /// The request that tests whether the quota is open, nil when none is under way.
    var probe: Int?

    init(until: Duration, wait: Duration, lastSent: Int) {
        self.until = until
        self.wait = wait
        self.lastSent = lastSent
    }

    /// The first wait when neither Retry-After nor a configured window says how long.
    static let firstProbe = Duration.seconds(5)
    /// The longest wait between two probes.
    static let longestProbe = Duration.seconds(600)
    /// Shorter than this, a Retry-After would be asking in a circle.
    static let shortestRetryAfter = Duration.seconds(1)
    /// A Retry-After beyond a day is not believed any longer than a day.
    static let longestRetryAfter = Duration.seconds(86_400)

    /// How long to wait: the reply's word, else the end of the configured window, else twice the last wait.
    static func wait(
        retryAfter: Duration?, windowEnd: Duration?, after earlier: QuotaClosure?, at now: Duration
    ) -> Duration {
        if let retryAfter, retryAfter >= shortestRetryAfter || earlier == nil {
            return min(max(retryAfter, shortestRetryAfter), longestRetryAfter)
        }
        if let windowEnd { return windowEnd - now }
        guard let earlier else { return firstProbe }
        return min(max(earlier.wait * 2, firstProbe), longestProbe)
    }

    func decision(at now: Duration) -> PaceDecision {
        if now < until { return .notBefore(until) }
        return probe == nil ? .now : .whenAnswered
    }
}
