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
    /// How long the last refused probe made the next one wait, zero when none was refused.
    var pause = Duration.zero
    /// Whether a trial began it: nothing is wrong with the estimate until a probe is refused, too.
    var isForeseen = false

    /// How long the quota was seen closed.
    var closedFor: Duration { closedAt - since }

    /// The first wait when nothing says how long.
    static let firstProbe = Duration.seconds(2)
    /// Each refused probe makes the next one wait at least this much longer.
    static let growth = 1.25
    /// Shorter than this, a Retry-After would be asking in a circle.
    static let shortestRetryAfter = Duration.seconds(1)
    /// A Retry-After beyond a day is not believed any longer than a day.
    static let longestRetryAfter = Duration.seconds(86_400)

    func decision(at now: Duration) -> PaceDecision {
        if now < until { return .notBefore(until) }
        return probe == nil ? .now : .whenAnswered
    }
}
