/// What the operator says that the API allows, and how much of it is ours; nil means not known.
package struct PaceSettings: Sendable, Equatable {
    /// Requests per second that the spike arrest lets through.
    package var perSecond: Double?
    /// Requests per ``quotaWindow``.
    package var quota: Int?
    /// The length of the quota's window; without ``quota`` it has no meaning.
    package var quotaWindow: Duration?
    /// How much of every limit is ours, above 0 up to 1; the rest is left to others.
    package var share = 1.0

    /// Takes what is known.
    package init(
        perSecond: Double? = nil, quota: Int? = nil, quotaWindow: Duration? = nil, share: Double = 1
    ) {
        self.perSecond = perSecond
        self.quota = quota
        self.quotaWindow = quotaWindow
        self.share = share
    }

    /// Nothing is known: full speed until the API refuses.
    package static let unlimited = PaceSettings()

    /// The time between two sends that holds ``perSecond``, zero when that is not known.
    ///
    /// 1.5 % wider than allowed, because two requests that leave evenly do not arrive evenly.
    package var spacing: Duration {
        guard let perSecond, perSecond > 0 else { return .zero }
        return .seconds(1.015 / perSecond / share)
    }

    /// The quota's window as far as it is ours, nil when the quota or its window is not known.
    var window: QuotaWindow? {
        guard let quota, quota > 0, let quotaWindow, quotaWindow > .zero else { return nil }
        return QuotaWindow(quota: ours(of: quota), length: quotaWindow)
    }

    /// Our share of a count, at least 1.
    func ours(of count: Int) -> Int { max(1, Int(Double(count) * share)) }
}
