/// Both limits as Apigee enforces them.
///
/// Spike arrest is checked first: it refuses a request less than 1/rate after the last *allowed* one. Then
/// the quota: a window starts with its first request, lasts a fixed time, and counts only the requests that
/// it lets through. So a refused request uses up neither.
struct RateLimiter: Sendable {
    enum Verdict: Sendable, Equatable {
        case allowed
        /// 42901, with the time until the window ends.
        case quotaSpent(windowEndsIn: Duration)
        /// 42902.
        case spikeArrest
    }

    private let quota: SandboxOptions.Quota?
    private let spacing: Duration?
    private var windowStart: Duration?
    private var used = 0
    private var lastAllowed: Duration?

    init(quota: SandboxOptions.Quota?, perSecond: Double?) {
        self.quota = quota
        spacing = perSecond.map { .seconds(1) / $0 }
    }

    /// `now`: time elapsed since a fixed instant.
    mutating func admit(at now: Duration) -> Verdict {
        if let spacing, let lastAllowed, now - lastAllowed < spacing { return .spikeArrest }
        if let quota {
            let start = currentWindow(of: quota, at: now)
            guard used < quota.limit else { return .quotaSpent(windowEndsIn: start + quota.window - now) }
            used += 1
        }
        lastAllowed = now
        return .allowed
    }

    private mutating func currentWindow(of quota: SandboxOptions.Quota, at now: Duration) -> Duration {
        if let windowStart, now - windowStart < quota.window { return windowStart }
        windowStart = now
        used = 0
        return now
    }
}
