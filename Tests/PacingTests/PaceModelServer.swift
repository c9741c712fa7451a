import Pacing

/// A gateway that enforces its limits in virtual time; the pace has to discover them.
struct PaceModelServer {
    /// How the gateway limits spikes.
    enum Spike {
        /// A request less than 1/rate after the last accepted one is refused.
        case distance(perSecond: Double)
        /// A token bucket, filled at the rate.
        case bucket(perSecond: Double, size: Double)

        var perSecond: Double {
            switch self {
            case .distance(let rate), .bucket(let rate, _): rate
            }
        }
    }

    /// How the gateway counts its quota.
    enum Counting {
        /// Consecutive windows; one of them begins at this time.
        case fixed(phase: Double)
        /// A window begins with the first request after the previous window's end.
        case fromFirst
        /// Every span of the window's length counts.
        case sliding
    }

    struct Quota {
        var count: Int
        var seconds: Double
        var counting: Counting
    }

    var spike: Spike?
    var quota: Quota?

    private var lastPassed = -Double.infinity
    private var tokens = Double.infinity
    private var windowStart = -Double.infinity
    private var used = 0
    private var passed: [Double] = []
    private var firstCounted = 0

    init(spike: Spike?, quota: Quota?) {
        self.spike = spike
        self.quota = quota
    }

    /// Requests per second that it allows in the long run; infinite without limits.
    var allowedPerSecond: Double {
        min(spike?.perSecond ?? .infinity, quota.map { Double($0.count) / $0.seconds } ?? .infinity)
    }

    /// The answer to a request that arrives at `now`; a refused request does not count.
    mutating func receive(at now: Double) -> PaceAnswer {
        if let spike, !smooths(spike, now) { return .spikeArrest(retryAfter: nil) }
        if let quota, !counts(quota, now) { return .quotaSpent(retryAfter: nil) }
        if case .bucket = spike { tokens -= 1 }
        lastPassed = now
        return .accepted
    }

    /// A request of another client, which shares the quota but not the spike limit.
    mutating func receiveFromOthers(at now: Double) {
        if let quota { _ = counts(quota, now) }
    }

    private mutating func smooths(_ spike: Spike, _ now: Double) -> Bool {
        switch spike {
        case .distance(let perSecond):
            return now - lastPassed >= 1 / perSecond
        case .bucket(let perSecond, let size):
            tokens = min(size, tokens + max(0, now - lastPassed) * perSecond)
            lastPassed = max(lastPassed, now)
            return tokens >= 1
        }
    }

    private mutating func counts(_ quota: Quota, _ now: Double) -> Bool {
        switch quota.counting {
        case .fixed(let phase):
            let start = ((now - phase) / quota.seconds).rounded(.down) * quota.seconds + phase
            if start != windowStart { (windowStart, used) = (start, 0) }
        case .fromFirst:
            if now - windowStart >= quota.seconds, now > windowStart { (windowStart, used) = (now, 0) }
        case .sliding:
            while firstCounted < passed.count, passed[firstCounted] <= now - quota.seconds {
                firstCounted += 1
            }
            used = passed.count - firstCounted
        }
        guard used < quota.count else { return false }
        used += 1
        if case .sliding = quota.counting { passed.append(now) }
        return true
    }
}
