/// A spent quota: nothing is sent until it is over, and then one request tests whether the quota is open again.
struct QuotaClosure: Sendable, Equatable {
    /// When the first refusal came.
    let since: Duration
    /// Up to when the quota is known to be closed: when the last refused request left.
    var closedAt: Duration
    /// When the next request may test it.
    var until: Duration
    /// Requests up to this number were under way when it was noted: their refusals are the same event.
    var lastSent: Int
    /// The request that tests whether the quota is open, nil when none is under way.
    var probe: Int?

    /// How long the quota was seen closed.
    var closedFor: Duration { closedAt - since }

    /// The first wait when nothing says how long.
    static let firstProbe = Duration.seconds(2)
    /// Each probe waits longer by this share of the time that the quota has been closed.
    static let growth = 0.15
    /// The longest wait between two probes.
    static let longestProbe = Duration.seconds(600)
    /// Shorter than this, a Retry-After would be asking in a circle.
    static let shortestRetryAfter = Duration.seconds(1)
    /// A Retry-After beyond a day is not believed any longer than a day.
    static let longestRetryAfter = Duration.seconds(86_400)

    /// When to test next without any word of how long: soon, and ever more seldom, but at each `expected` instant.
    func nextProbe(at now: Duration, step: Duration?, expected: [Duration]) -> Duration {
        let pause = min(max(step ?? Self.firstProbe, (now - since) * Self.growth), Self.longestProbe)
        return expected.filter { $0 > now }.reduce(now + pause, min)
    }

    func decision(at now: Duration) -> PaceDecision {
        if now < until { return .notBefore(until) }
        return probe == nil ? .now : .whenAnswered
    }
}
