/// Counts requests so that no span of the window's length holds more than the quota.
///
/// Where the server's window begins is not known, so every span is held, not only those that begin with our first
/// request: it is as fast over many windows, and right for a window of any phase. Requests are remembered in bursts of
/// at most 1/128 of the window, which is what the sharpness costs at most.
struct QuotaWindow: Sendable, Equatable {
    /// Requests sent within 1/128 of the window, kept as one.
    struct Burst: Sendable, Equatable {
        let first: Duration
        var last: Duration
        var count: Int

        init(first: Duration, last: Duration, count: Int) {
            self.first = first
            self.last = last
            self.count = count
        }
    }

    let quota: Int
    /// As the operator or the API says it.
    let length: Duration
    /// Oldest first.
    private(set) var bursts: [Burst] = []
    private(set) var count = 0

    init(quota: Int, length: Duration) {
        self.quota = quota
        self.length = length
    }

    /// How long a request counts: longer than the window, as one request may travel faster than another.
    ///
    /// A new connection costs some 100 ms and the next request on it nothing; of a window of a second that much would
    /// be a tenth, hence at most 1/20, and at least 1/100.
    var span: Duration {
        length + max(length / 100, min(.milliseconds(100), length / 20))
    }

    /// When the next request may be sent, nil when it is free.
    mutating func opensAt(_ now: Duration) -> Duration? {
        guard count >= quota else { return nil }
        forget(before: now)
        guard count >= quota, let oldest = bursts.first else { return nil }
        return oldest.last + span
    }

    /// When the window that the oldest counted request began comes to its end, nil when none is counted.
    mutating func endsAt(_ now: Duration) -> Duration? {
        forget(before: now)
        return bursts.first.map { $0.first + span }
    }

    mutating func record(_ instant: Duration) {
        count += 1
        if let last = bursts.indices.last, instant - bursts[last].first < length / 128 {
            bursts[last].last = instant
            bursts[last].count += 1
        } else {
            forget(before: instant)
            bursts.append(Burst(first: instant, last: instant, count: 1))
        }
    }

    /// Takes over what an earlier run counted.
    mutating func restore(_ earlier: [Burst]) {
        bursts = earlier.filter { $0.count > 0 } + bursts
        count = bursts.reduce(0) { $0 + $1.count }
    }

    private mutating func forget(before now: Duration) {
        let kept = bursts.firstIndex { $0.last + span > now } ?? bursts.endIndex
        guard kept > 0 else { return }
        count -= bursts[..<kept].reduce(0) { $0 + $1.count }
        bursts.removeFirst(kept)
    }
}
