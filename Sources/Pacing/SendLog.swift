/// When requests were sent, oldest first, grouped into bursts.
///
/// A burst spans a fixed fraction of the time looked back on, so the log stays small at any pace. A burst on
/// a boundary counts as a whole, by its last request: that errs on the safe side and costs one grain.
struct SendLog: Sendable, Equatable {
    /// Requests sent within one grain.
    struct Burst: Sendable, Equatable {
        var first: Duration
        var last: Duration
        var count: Int
    }

    private(set) var bursts: [Burst] = []
    /// How long a burst may last.
    var grain: Duration

    /// Beyond this many bursts, neighbours are merged in pairs.
    private static let limit = 512

    init(grain: Duration, bursts: [Burst] = []) {
        self.grain = grain
        self.bursts = bursts.filter { $0.count > 0 }
    }

    mutating func record(_ instant: Duration) {
        if let last = bursts.indices.last, instant - bursts[last].first < grain {
            bursts[last].last = max(bursts[last].last, instant)
            bursts[last].count += 1
        } else {
            bursts.append(Burst(first: instant, last: instant, count: 1))
            if bursts.count > Self.limit { join() }
        }
    }

    /// Adds requests of which only one thing is known: that they were sent by `instant`.
    mutating func add(_ count: Int, at instant: Duration) {
        let index = bursts.firstIndex { $0.first > instant } ?? bursts.endIndex
        bursts.insert(Burst(first: instant, last: instant, count: count), at: index)
    }

    /// Removes a request that was refused and so cost nothing.
    mutating func takeBack(_ instant: Duration) {
        guard let index = bursts.lastIndex(where: { $0.first <= instant && $0.count > 0 }) else { return }
        bursts[index].count -= 1
    }

    /// Drops the requests sent before `instant`.
    mutating func forget(before instant: Duration) {
        let kept = bursts.firstIndex { $0.last >= instant } ?? bursts.endIndex
        if kept > 0 { bursts.removeFirst(kept) }
    }

    /// How many were sent after `instant` and before `end`.
    func count(after instant: Duration, before end: Duration = .seconds(Int64.max / 2)) -> Int {
        var count = 0
        for burst in bursts.reversed() {
            guard burst.last > instant else { break }
            if burst.first < end { count += burst.count }
        }
        return count
    }

    /// The oldest burst that was sent after `instant`, nil when there is none.
    func oldest(after instant: Duration) -> Burst? { bursts.first { $0.last > instant && $0.count > 0 } }

    /// When the `number`-th latest request before `end` was sent, at the latest; nil when there are fewer.
    func sent(latest number: Int, before end: Duration = .seconds(Int64.max / 2)) -> Duration? {
        var count = 0
        for burst in bursts.reversed() where burst.first < end {
            count += burst.count
            if count >= number { return burst.last }
        }
        return nil
    }

    /// The requests before `end` and after the longest pause within `span` before it.
    func burst(before end: Duration, within span: Duration) -> (first: Duration, count: Int) {
        var (first, count) = (end, 0)
        var longest = (pause: span / 20, first: end, count: 0)
        for burst in bursts.reversed() where burst.first < end && burst.count > 0 {
            if first - burst.last > longest.pause { longest = (first - burst.last, first, count) }
            guard burst.last > end - span else { break }
            count += burst.count
            first = burst.first
        }
        return longest.pause > span / 20 ? (longest.first, longest.count) : (first, count)
    }

    private mutating func join() {
        grain = grain * 2
        var joined: [Burst] = []
        for burst in bursts {
            if let last = joined.indices.last, burst.last - joined[last].first < grain {
                joined[last].last = burst.last
                joined[last].count += burst.count
            } else {
                joined.append(burst)
            }
        }
        bursts = joined
    }
}
