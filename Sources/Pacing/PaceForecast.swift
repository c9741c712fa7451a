/// When so many requests would be done, as far as the limits are known.
package struct PaceForecast: Sendable, Equatable {
    /// How the limits are known.
    package enum Basis: String, Sendable {
        /// The operator says what the API allows.
        case configured
        /// Refusals have taught it.
        case learned
        /// No limit is known: how long requests take is not known either, and is left out.
        case unknown
    }

    /// When the last of them may be sent.
    package let lastSentAt: Duration
    /// How much of the time until then is waiting for the quota to open.
    package let waitingForQuota: Duration
    /// How the limits are known.
    package let basis: Basis

    /// Takes what was computed.
    package init(lastSentAt: Duration, waitingForQuota: Duration, basis: Basis) {
        self.lastSentAt = lastSentAt
        self.waitingForQuota = waitingForQuota
        self.basis = basis
    }
}

extension Pace {
    /// When the last of `requests` may be sent if they begin at `now` and every one is let through.
    ///
    /// A window at a time: once the quota holds, each window repeats the one before it.
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

    /// When the request that has `index` others before it may be sent within the first window.
    private func sent(_ index: Int, from start: Duration, in window: QuotaWindow) -> Duration {
        var counted = window.count(at: start, in: log)
        var earliest = start + spacing.current * index
        for burst in log.bursts where burst.last + window.span > start {
            // As long as `counted` are in the window, only so many of ours are free before this burst counts no more.
            let free = max(0, window.quota - counted)
            guard index >= free else { break }
            earliest = max(earliest, burst.last + window.span + spacing.current * (index - free))
            counted -= burst.count
        }
        return earliest
    }
}
