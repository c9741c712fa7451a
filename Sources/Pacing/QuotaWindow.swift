/// A quota: the number of requests allowed in a window of this length.
///
/// The phase of the server's window need not be known: no span of the window's length ever holds more than
/// the quota. That is right for fixed windows of any phase and for sliding ones, and as fast over many
/// windows.
struct QuotaWindow: Sendable, Equatable {
    /// The most that we send per window: our share of the API's count.
    let quota: Int
    /// As stated by the operator or the API, or as learned.
    let length: Duration

    /// How long a request counts: longer than the window, because travel times differ.
    ///
    /// A new connection costs some 100 ms, the next request on it nothing. In a window of one second that
    /// would be a tenth, so the margin is at most 1/25, and at least 1/100. It also covers that a request
    /// counts from its permit, which is never later than its departure: one held up on this side counts at
    /// the gateway for longer.
    var span: Duration { Self.span(of: length) }

    static func span(of length: Duration) -> Duration {
        length + max(length / 100, min(.milliseconds(100), length / 25))
    }

    /// The coarsest useful grain of a log; it costs 1/128 of the pace.
    var grain: Duration { length / 128 }

    /// When the next request may be sent; nil if it may be sent at once.
    func opensAt(_ now: Duration, after log: SendLog) -> Duration? {
        guard let sent = log.sent(latest: quota), sent + span > now else { return nil }
        return sent + span
    }

    /// How many requests in `log` still count.
    func count(at now: Duration, in log: SendLog) -> Int { log.count(after: now - span) }

    /// When the oldest request that still counts was sent, nil when none does.
    func oldest(at now: Duration, in log: SendLog) -> Duration? {
        log.bursts.first { $0.last + span > now && $0.count > 0 }?.first
    }
}
