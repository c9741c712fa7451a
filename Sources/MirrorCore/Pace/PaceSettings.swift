/// What the operator says that the API allows; nil means not known.
package struct PaceSettings: Sendable, Equatable {
    /// Requests per second that the spike arrest lets through.
    package var perSecond: Double?
    /// Requests per ``quotaWindow``.
    package var quota: Int?
    /// The length of the quota's window; without ``quota`` it has no meaning.
    package var quotaWindow: Duration?

    /// Takes what is known.
    package init(perSecond: Double? = nil, quota: Int? = nil, quotaWindow: Duration? = nil) {
        self.perSecond = perSecond
        self.quota = quota
        self.quotaWindow = quotaWindow
    }

    /// Nothing is known: full speed until the API refuses.
    package static let unlimited = PaceSettings()

    /// The time between two sends that holds ``perSecond``, zero when that is not known.
    ///
    /// 2 % wider than allowed, because two requests that leave evenly do not arrive evenly.
    package var spacing: Duration {
        guard let perSecond, perSecond > 0 else { return .zero }
        return .seconds(1.02 / perSecond)
    }

    /// An empty count of the quota's window, nil when the quota or its window is not known.
    var window: QuotaWindow? {
        guard let quota, quota > 0, let quotaWindow, quotaWindow > .zero else { return nil }
        return QuotaWindow(quota: quota, length: quotaWindow)
    }
}
