/// The limits that the operator states, and our share of them; nil means unknown.
package struct PaceSettings: Sendable, Equatable {
    /// Requests per second that the spike arrest allows.
    package var perSecond: Double?
    /// Requests per ``quotaWindow``.
    package var quota: Int?
    /// The length of the quota's window; meaningless without ``quota``.
    package var quotaWindow: Duration?
    /// Our share of every limit, above 0 up to 1; the rest is left to others.
    package var share = 1.0

    package init(
        perSecond: Double? = nil, quota: Int? = nil, quotaWindow: Duration? = nil, share: Double = 1
    ) {
        self.perSecond = perSecond
        self.quota = quota
        self.quotaWindow = quotaWindow
        self.share = share
    }

    /// No known limits: full speed until the API refuses.
    package static let unlimited = PaceSettings()

    /// The time between two sends that holds our share of ``perSecond``; zero when that is unknown.
    ///
    /// 1.5 % wider than allowed, because requests that leave at even intervals do not arrive at even
    /// intervals.
    package var spacing: Duration {
        guard let perSecond, perSecond > 0 else { return .zero }
        return .seconds(1.015 / perSecond / share)
    }

    /// Our share of the quota with its window; nil when either is unknown.
    var window: QuotaWindow? {
        guard let quota, quota > 0, let quotaWindow, quotaWindow > .zero else { return nil }
        return QuotaWindow(quota: ours(of: quota), length: quotaWindow)
    }

    /// Our share of a count, at least 1.
    func ours(of count: Int) -> Int { max(1, Int(Double(count) * share)) }
}
