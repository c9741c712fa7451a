/// When a number of requests would finish under the known limits.
package struct PaceForecast: Sendable, Equatable {
    /// How the limits are known.
    package enum Basis: String, Sendable {
        /// Configured by the operator.
        case configured
        /// Learned from refusals.
        case learned
        /// No limit is known; response times are not known either and are left out.
        case unknown
    }

    /// When the last request may be sent.
    package let lastSentAt: Duration
    /// How much of the time until then is spent waiting for the quota to open.
    package let waitingForQuota: Duration
    /// How the limits are known.
    package let basis: Basis

    package init(lastSentAt: Duration, waitingForQuota: Duration, basis: Basis) {
        self.lastSentAt = lastSentAt
        self.waitingForQuota = waitingForQuota
        self.basis = basis
    }
}

extension Pace {
    /// When the last of `requests` may be sent if they start at `now` and all are let through.
    ///
    /// Computed a window at a time: once the quota holds, each window repeats the one before it.
    package func forecast(requests: Int, from now: Duration) -> PaceForecast {
        let basis: PaceForecast.Basis =
            settings.spacing > .zero || settings.window != nil
            ? .configured : spacing.isKnown || learning.estimate != nil ? .learned : .unknown
        let start = max(
            now, closure?.until ?? now, spacing.isKnown ? (lastSentAt ?? now) + spacing.current : now)
        guard requests > 0 else { return PaceForecast(lastSentAt: now, waitingForQuota: .zero, basis: basis) }
        let unhindered = start + spacing.current * (requests - 1)
        guard let window else {
            return PaceForecast(lastSentAt: unhindered, waitingForQuota: start - now, basis: basis)
        }
        let windows = (requests - 1) / window.quota
        let first = sent((requests - 1) % window.quota, from: start, in: window)
        let period = max(window.span, spacing.current * window.quota)
        let last = first + period * windows
        return PaceForecast(
            lastSentAt: last, waitingForQuota: max(.zero, last - unhindered) + (start - now), basis: basis)
    }

    /// When the request with `index` others before it may be sent in the first window.
    private func sent(_ index: Int, from start: Duration, in window: QuotaWindow) -> Duration {
        var counted = window.count(at: start, in: log)
        var earliest = start + spacing.current * index
        for burst in log.bursts where burst.last + window.span > start {
            // While `counted` requests are in the window, only `free` of ours fit in before this burst stops
            // counting.
            let free = max(0, window.quota - counted)
            guard index >= free else { break }
            earliest = max(earliest, burst.last + window.span + spacing.current * (index - free))
            counted -= burst.count
        }
        return earliest
    }
}
