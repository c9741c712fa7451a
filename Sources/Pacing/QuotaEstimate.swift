/// A quota that nobody configured, as learned from refusals: how many requests, in a window of what length.
///
/// No span of ``length`` gets more than ``count``. Anything beyond that is a trial: one request, sent alone,
/// about one unknown (first the length, then the count); each failure delays the next trial. A refusal moves
/// one bound only: it lengthens the window up to ``longest``, else it lowers the count.
struct QuotaEstimate: Sendable, Equatable {
    /// Requests that a window lets through.
    var count: Int
    /// The count that held in earlier windows; beyond it, requests are sent one at a time.
    var sure: Int
    /// A lower bound for the window's length: a request was refused when the `count`-th latest had this age.
    var shortest: Duration
    /// The window's length in use.
    var length: Duration
    /// An upper bound: the quota was seen open after this time; if ``length`` fails, the true length lies
    /// between the two.
    var longest: Duration
    /// ``longest`` as a closure has taught it, before ``accept(_:at:)`` narrowed it.
    private var taught: Duration
    /// Whether no window has been seen from beginning to end yet.
    var isFirstGuess = false
    /// Whether the quota has never been seen to open after this length.
    var isLengthGuessed = false
    /// Requests let through since the last correction.
    var accepted = 0
    /// Consecutive corrections less than two windows' requests apart; six mean that the estimate is wrong.
    var doubts = 0
    /// When the quota was last closed, after which request, and how many have passed since.
    private var closedAt: Duration?
    private var closedNumber = 0
    private var passed = 0
    /// The search for a higher count or a shorter length.
    var search = QuotaSearch()
    /// Whether a closure has corrected the estimate in this run.
    var isCorrected = false

    /// The lengths considered: no API is expected to use windows longer than a day or shorter than a second.
    static let lengths = Duration.seconds(1)...Duration.seconds(86_400)
    /// The search for the length ends once it is at most this factor above the longest length known to be too
    /// short.
    static let closeness = 1.1
    /// A length is shortened further only once ``longest`` is at most this factor above it.
    private static let certainty = 1.6
    /// A closed quota is probed again after at least this fraction of the length.
    private static let step = 0.05

    /// Window lengths in common use: seconds, minutes, hours, a day.
    private static let usual: [Duration] =
        ([1, 2, 3, 5, 10, 15, 20, 30].flatMap { [$0, $0 * 60] }
        + [1, 2, 3, 4, 6, 8, 12, 24].map { $0 * 3600 })
        .sorted().map { .seconds($0) }

    /// Starts from a first observation: `count` requests passed, and the quota reopened `measured` after the
    /// first of them.
    init(count: Int, shortest: Duration, measured: Duration, isFirstGuess: Bool) {
        self.count = max(1, count)
        sure = max(1, isFirstGuess ? count / 2 : count)
        self.shortest = shortest
        length = Self.likely(above: shortest, upTo: measured)
        longest = min(max(measured, length), Self.lengths.upperBound)
        taught = longest
        self.isFirstGuess = isFirstGuess
        isLengthGuessed = isFirstGuess
    }

    /// The longest usual length above `shortest` that does not exceed `measured`, else `measured` itself.
    private static func likely(above shortest: Duration, upTo measured: Duration) -> Duration {
        let likely = usual.last { $0 > shortest && $0 <= measured } ?? measured
        return min(max(likely, lengths.lowerBound), lengths.upperBound)
    }

    /// When to probe a quota that is still closed at `now`.
    ///
    /// The first probe comes when the oldest request should no longer count; if it is refused, the window is
    /// longer than thought. Later ones wait longer than `closure.pause`, the wait that followed the last
    /// refused probe.
    func opening(of closure: QuotaClosure, at now: Duration, log: SendLog) -> Duration {
        let patience = now + max(closure.pause * QuotaClosure.growth, length * Self.step)
        let oldest = anchor(before: closure.since, log: log)
        let burst = log.burst(before: closure.since, within: longest)
        let isShort = burst.count > 0 && burst.count < count * 9 / 10
        var lengths = [length]
        // The requests before the closure filled several windows, one of which is shorter than the time they
        // took.
        if isLengthGuessed, isShort { lengths = [middle(shortest, length), length] }
        let ends =
            (lengths + [longest]).map { oldest + QuotaWindow.span(of: $0) }
            + (isShort ? lengths.map { burst.first + QuotaWindow.span(of: $0) } : [])
        if let end = ends.first(where: { $0 >= patience }) { return end }
        return max(
            patience, (isShort ? burst.first : oldest) + lengthened(now - (isShort ? burst.first : oldest)))
    }

    /// The length to assume for a window known to be longer than `age`.
    private func lengthened(_ age: Duration) -> Duration {
        if longest > age * 1.03 {
            let isFar = !isLengthGuessed && longest > age * 1.25
            return QuotaWindow.span(of: isFar ? middle(age, longest) : longest)
        }
        let likely = Self.usual.map { QuotaWindow.span(of: $0) }
        let (least, most) = isLengthGuessed ? (1.3, 2.1) : (1.05, 1.3)
        return likely.last { $0 > age * least && $0 < age * most } ?? age * (isLengthGuessed ? 2 : 1.25)
    }

    private func middle(_ one: Duration, _ other: Duration) -> Duration {
        .seconds((max(one, .milliseconds(10)).inSeconds * other.inSeconds).squareRoot())
    }

    /// When the request was sent whose expiry reopens the quota: the `count`-th latest, or the oldest that
    /// still counts.
    private func anchor(before instant: Duration, log: SendLog) -> Duration {
        let span = QuotaWindow.span(of: length)
        if let sent = log.sent(latest: count, before: instant), instant - sent <= span * 1.15 { return sent }
        return log.oldest(after: instant - span)?.last ?? instant
    }

    /// Learns from a closure that this estimate did not foresee.
    ///
    /// - Parameters:
    ///   - closedFor: the longest time that the quota has been seen closed.
    ///   - unseen: how long before its first request the window may have begun.
    /// - Returns: false if the estimate is wrong altogether.
    mutating func correct(
        by closure: QuotaClosure, openedAt opened: Duration, closedFor: Duration, unseen: Duration,
        log: SendLog
    ) -> Bool {
        doubts = accepted < count * 2 ? doubts + 1 : 0
        guard doubts < 6 else { return false }
        defer {
            accepted = 0
            isFirstGuess = false
            isLengthGuessed = false
            sure = count
            isCorrected = true
        }
        let burst = log.burst(before: closure.since, within: QuotaWindow.span(of: length))
        if sure < count, !isFirstGuess, burst.count > 0, burst.count < count * 9 / 10 {
            // The raised count ran into the beginning of the next window.
            count = max(sure, burst.count)
            search.giveUp(false, of: count)
            return true
        }
        let earlier = log.sent(latest: count, before: closure.since)
        // As long as the window may be longer, earlier requests may count too.
        let isLonger = earlier.map { closure.closedAt - $0 <= longest - length * Self.step } ?? false
        let oldest = earlier ?? burst.first
        if burst.count > 0, isLengthGuessed || !isLonger,
            opened - burst.first >= (isLengthGuessed ? closedFor : min(shortest, length) * 0.95)
        {
            // A new window has begun, and the one before let fewer through; a stray refusal cuts the count to
            // no less than a quarter.
            let counted = log.count(after: closure.since - shortest * 0.95, before: closure.since)
            count = max(1, min(count, max(burst.count, counted, count / 4)))
            search.cut(to: count)
            guard closure.closedAt - burst.first >= length || isFirstGuess else { return true }
            learn(closed: closure.closedAt - burst.first, opened: opened - burst.first, unseen: unseen)
        } else if !isLengthGuessed, doubts < 3, closure.closedAt - oldest > taught * 1.05 {
            // No window is that long: others have used part of the quota.
            count = max(1, count * 3 / 4)
            search.cut(to: count)
        } else {
            learn(closed: closure.closedAt - oldest, opened: opened - oldest, unseen: unseen)
        }
        return true
    }

    /// Records a refusal at `instant`, when requests up to `number` had been sent.
    mutating func close(at instant: Duration, number: Int) {
        (closedAt, closedNumber, passed) = (instant, number, 0)
    }

    /// Records a request that was let through.
    ///
    /// If more than k windows' worth have passed since the quota was closed, they took at least k windows,
    /// fixed or sliding.
    mutating func accept(_ number: Int, at instant: Duration) {
        accepted += 1
        search.accepted += 1
        guard let closedAt, number > closedNumber else { return }
        passed += 1
        let windows = (passed - 1) / count
        if windows > 0 { longest = max(length, min(longest, (instant - closedAt) / windows)) }
    }

    /// Updates the bounds: the quota was closed, then open, at these ages of the request that opened the
    /// window.
    private mutating func learn(closed: Duration, opened: Duration, unseen: Duration) {
        shortest = isLengthGuessed ? closed : max(shortest, closed)
        length = Self.likely(above: shortest, upTo: max(opened, shortest))
        let latest = max(opened, shortest) + unseen
        longest = max(length, isLengthGuessed || shortest >= longest ? latest : min(longest, latest))
        taught = longest
    }

    // MARK: Trials

    /// When to try a request beyond the estimate; nil when that would teach nothing.
    func nextTrial(at now: Duration, log: SendLog) -> (at: Duration, kind: QuotaSearch.Trial)? {
        guard let sent = log.sent(latest: count) else { return nil }
        if now - sent < shortest * 0.95,
            isFirstGuess || search.isRaising || search.isDue && shorter == nil
        {
            return (now, .count)
        }
        // When requests come one by one, most are sent just as an older one stops counting: that is no trial.
        guard let age = shorter, now >= search.pausedUntil, now < sent + length * 0.97 else { return nil }
        return (max(now, sent + age), .length)
    }

    /// A shorter length to try; nil when ``length`` is close enough to the longest length known to be too
    /// short.
    ///
    /// With fixed windows a trial may pass only because the next window has begun, whatever the length:
    /// ``longest`` has to follow before the next trial.
    private var shorter: Duration? {
        guard length > shortest * Self.closeness, longest <= length * Self.certainty else { return nil }
        let middle = middle(shortest, length)
        let candidates = Self.usual.map(QuotaWindow.span).filter { $0 > shortest && $0 < length * 0.97 }
        if let usual = candidates.min(by: { distance($0, middle) < distance($1, middle) }) { return usual }
        // A usual length is most likely the true one: slightly less is enough to tell.
        return Self.usual.contains(length) ? length / (1 + Self.step) : middle
    }

    private func distance(_ one: Duration, _ other: Duration) -> Double { max(one / other, other / one) }

    /// Records that a trial was let through.
    mutating func succeed(at now: Duration) {
        search.trial = nil
        switch search.kind {
        case .count:
            search.isRaising = true
            if !isFirstGuess { accepted = 0 }
            // The requests so far filled fewer windows than assumed.
            longest = taught
            closedAt = nil
            count += max(1, count / 64)
        case .length:
            search.failures = 0
            length = Self.likely(above: max(shortest, search.trialAge * 0.9), upTo: search.trialAge)
        }
    }

    /// Records that a trial was refused; `counted` is the number of requests that the window has let through.
    mutating func fail(at now: Duration, counted: Int) {
        if search.isRaising || search.kind == .count {
            if search.isRaising {
                count = max(sure, min(count, counted))
            }
            search.giveUp(isFirstGuess, of: count)
            if isFirstGuess { sure = count }
            isFirstGuess = false
        } else {
            search.trial = nil
            search.failures += 1
            search.pausedUntil = now + length * search.failures
            shortest = max(shortest, search.trialAge)
        }
    }
}

/// The search beyond the estimate: one request more than its count, or one slightly too early.
///
/// Trials are occasional and sent alone; each failure delays the next.
struct QuotaSearch: Sendable, Equatable {
    /// The property that a trial tests.
    enum Trial: Sendable { case count, length }

    /// Requests accepted since the last trial of the count.
    var accepted = 0
    /// How many must be accepted before the next.
    var patience = shortestPatience
    /// The request on trial; nil when none is in flight.
    var trial: Int?
    /// The property under test.
    var kind = Trial.count
    /// The age of the oldest request that counted when the trial was sent.
    var trialAge = Duration.zero
    /// Whether the last trial of the count passed; trials then follow one another until one is refused.
    var isRaising = false
    /// No trial of the length comes before this instant.
    var pausedUntil = Duration.zero
    /// Refused trials of the length in a row.
    var failures = 0

    /// Whether a higher count may be tried.
    var isDue: Bool { accepted >= patience }

    /// Trials of the count take at most half a percent of all requests.
    static let shortestPatience = 200

    init(accepted: Int = 0, patience: Int = shortestPatience) {
        self.accepted = accepted
        self.patience = patience
    }

    /// Restarts the search after the count was cut, perhaps too far: the next trial comes after one window's
    /// requests.
    mutating func cut(to count: Int) {
        giveUp(true)
        patience = max(Self.shortestPatience, min(patience, count))
    }

    /// Ends the search for a higher count; the next one starts later, unless the end `isExpected`.
    ///
    /// It is expected of a first guess, where the search had not begun yet.
    mutating func giveUp(_ isExpected: Bool, of count: Int = 0) {
        trial = nil
        isRaising = false
        accepted = 0
        patience = isExpected ? patience : min(patience * 5 / 2, max(800, count * 8))
    }
}
