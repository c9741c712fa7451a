/// Both limits as Apigee enforces them.
///
/// Spike arrest is looked at first: a request less than 1/rate after the last *allowed* one is refused. Then the quota: a
/// window starts with its first request, lasts a fixed time, and counts only what it lets through. So a refused
/// request costs nothing of either.
struct RateLimiter: Sendable {
    enum Verdict: Sendable, Equatable {
        case allowed
        /// 42901, and how long until the window ends.
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
