/// A quota: so many requests in a window of this length.
///
/// Where the server's window begins need not be known: no span of the window's length ever holds more than the quota,
/// which is right for a window of any phase, and for one that slides, and as fast over many windows.
struct QuotaWindow: Sendable, Equatable {
    /// How many we send at most: the share of the API's count that is ours.
    let quota: Int
    /// As the operator or the API says it, or as it was learned.
    let length: Duration

    /// How long a request counts: longer than the window, as one request may travel faster than another.
    ///
    /// A new connection costs some 100 ms and the next request on it nothing; of a window of a second that much would
    /// be a tenth, hence at most 1/20, and at least 1/100. It bears as well that a request counts from its permit, which
    /// is never later than its departure: one that was held up on this side counts at the gateway for longer.
    var span: Duration { Self.span(of: length) }

    static func span(of length: Duration) -> Duration {
        length + max(length / 100, min(.milliseconds(100), length / 25))
    }

    /// How coarse a log may be: what that costs is 1/128 of the pace.
    var grain: Duration { length / 128 }

    /// When the next request may be sent, nil when it is free.
    func opensAt(_ now: Duration, after log: SendLog) -> Duration? {
        guard let sent = log.sent(latest: quota), sent + span > now else { return nil }
        return sent + span
    }

    /// How many of the log still count.
    func count(at now: Duration, in log: SendLog) -> Int { log.count(after: now - span) }

    /// When the oldest request that still counts was sent, nil when none does.
    func oldest(at now: Duration, in log: SendLog) -> Duration? {
        log.bursts.first { $0.last + span > now && $0.count > 0 }?.first
    }
}
