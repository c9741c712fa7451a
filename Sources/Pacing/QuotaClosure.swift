/// A spent quota: nothing is sent until the wait is over, and then one request probes whether it has
/// reopened.
struct QuotaClosure: Sendable, Equatable {
    /// When the first refused request was sent.
    let since: Duration
    /// The latest instant at which the quota is known to be closed, by the last refused request or its
    /// Retry-After.
    var closedAt: Duration
    /// When the next request may probe it.
    var until: Duration
    /// Requests up to this number were in flight when the closure was noted; their refusals belong to the
    /// same event.
    var lastSent: Int
    /// The request that probes the quota; nil when none is in flight.
    var probe: Int?
    /// The wait that followed the last refused probe; zero when none was refused.
    var pause = Duration.zero
    /// Whether the closure was expected, as after a trial: the estimate stands until a probe is refused too.
    var isForeseen = false

    /// How long the quota has been seen closed.
    var closedFor: Duration { closedAt - since }

    /// The first wait when no reply says how long.
    static let firstProbe = Duration.seconds(2)
    /// After each refused probe the wait grows at least by this factor.
    static let growth = 1.25
    /// A shorter Retry-After would turn probing into a tight loop.
    static let shortestRetryAfter = Duration.seconds(1)
    /// A longer Retry-After is cut to a day.
    static let longestRetryAfter = Duration.seconds(86_400)

    func decision(at now: Duration) -> PaceDecision {
        if now < until { return .notBefore(until) }
        return probe == nil ? .now : .whenAnswered
    }
}
