/// What refusals have taught about a quota that nobody has configured: how many requests, in a window of which length.
///
/// No span of ``length`` gets more than ``count``. A refusal when the `count`-th latest request was of some age proves
/// that the window is longer than that; so the window's length lies above ``shortest``, and the search ends where
/// ``length`` is little more.
struct QuotaEstimate: Sendable, Equatable {
    /// Requests that a window lets through.
    var count: Int
    /// The window is longer: at this age of the `count`-th latest, a request was refused.
    var shortest: Duration
    /// What is held.
    var length: Duration
    /// What was held before a shorter length was tried; where the shorter one fails, this is next.
    var longest: Duration
    /// Whether no window was seen from its beginning to its end yet.
    var isFirstGuess = false
    /// Whether the quota was never seen to open after this length.
    var isLengthGuessed = false
    /// Requests let through since it was last corrected.
    var accepted = 0
    /// Corrections that came so soon after each other that they do not seem to help.
    var doubts = 0
    /// How the search for more goes on.
    var search = QuotaSearch()

    /// Nobody counts in windows longer than a day, or shorter than a second.
    static let lengths = Duration.seconds(1)...Duration.seconds(86_400)
    /// The search for the length ends where it is at most this much above what is known to be too short.
    static let closeness = 1.05
    /// A length that held is lengthened by this much, then by twice as much, and so on.
    private static let step = 0.05

    /// Lengths that people set: seconds, minutes, hours, a day.
    private static let usual: [Duration] =
        ([1, 2, 3, 5, 10, 15, 20, 30].flatMap { [$0, $0 * 60] }
        + [1, 2, 3, 4, 6, 8, 12, 24].map { $0 * 3600 })
        .sorted().map { .seconds($0) }

    /// What a first look says: so many passed, and it took so long from the first of them to the next opening.
    init(count: Int, shortest: Duration, measured: Duration, isFirstGuess: Bool) {
        self.count = max(1, count)
        self.shortest = shortest
        length = Self.likely(above: shortest, upTo: measured)
        longest = min(max(measured, length), Self.lengths.upperBound)
        self.isFirstGuess = isFirstGuess
        isLengthGuessed = isFirstGuess
    }

    /// The longest usual length that a measured one leaves possible, else what was measured.
    private static func likely(above shortest: Duration, upTo measured: Duration) -> Duration {
        let likely = usual.last { $0 > shortest && $0 <= measured } ?? measured
        return min(max(likely, lengths.lowerBound), lengths.upperBound)
    }

    /// When to ask a quota that is still closed `now`; `closure.pause` is what the last refused probe was followed by.
    ///
    /// At first when the oldest request should count no more. Refused then, the window is longer than thought.
    func opening(of closure: QuotaClosure, at now: Duration, log: SendLog) -> Duration {
        let patience = now + closure.pause * QuotaClosure.growth
        let oldest = anchor(before: closure.since, log: log)
        let end = oldest + QuotaWindow.span(of: length)
        let step = max(closure.pause * 2, length * Self.step)
        if end > now {
            // A first guess may be much too long.
            return max(isFirstGuess ? min(end, now + max(QuotaClosure.firstProbe, step)) : end, patience)
        }
        let burst = log.burst(before: closure.since, within: length)
        let next = burst.first + QuotaWindow.span(of: length)
        if !isLengthGuessed, burst.count > 0, burst.count < count * 9 / 10, next > now {
            // Fewer passed than thought: it opens with the next window.
            return max(next, patience)
        }
        return max(
            lengthened(closure, from: oldest, at: now, step: step, isFresh: burst.count == 0), patience)
    }

    /// When a window that began at `oldest` may end, as it is longer than thought: at a likely length, else a step on.
    private func lengthened(
        _ closure: QuotaClosure, from oldest: Duration, at now: Duration, step: Duration, isFresh: Bool
    ) -> Duration {
        if isLengthGuessed, closure.pause == .zero, longest > length * 1.03 {
            return max(oldest + QuotaWindow.span(of: longest), now + QuotaClosure.firstProbe)
        }
        let age = now - oldest
        let likely = ([longest] + Self.usual).map { QuotaWindow.span(of: $0) }
        if isLengthGuessed, isFresh {
            return oldest + (likely.last { $0 > age * 1.3 && $0 < age * 2.1 } ?? age * 2)
        }
        return oldest + (likely.filter { $0 >= age + step * 0.8 && $0 <= age + step * 2 }.min() ?? age + step)
    }

    /// The request whose end lets the quota open: the `count`-th latest, or the oldest that still counts.
    private func anchor(before instant: Duration, log: SendLog) -> Duration {
        let span = QuotaWindow.span(of: length)
        if let sent = log.sent(latest: count, before: instant), instant - sent <= span * 1.15 { return sent }
        return log.oldest(after: instant - span)?.last ?? instant
    }

    /// Learns from a closure that this estimate did not foresee; says false when the estimate is wrong altogether.
    ///
    /// - Parameter closedFor: the longest time that the quota was seen closed.
    mutating func correct(
        by closure: QuotaClosure, openedAt opened: Duration, closedFor: Duration, log: SendLog
    ) -> Bool {
        doubts = accepted < count * 2 ? doubts + 1 : 0
        guard doubts < 6 else { return false }
        defer {
            accepted = 0
            isFirstGuess = false
            isLengthGuessed = false
        }
        let burst = log.burst(before: closure.since, within: QuotaWindow.span(of: length))
        if undo(by: closure, burst: burst.count) { return true }
        let oldest = log.sent(latest: count, before: closure.since) ?? burst.first
        if burst.count > 0,
            opened - burst.first >= (isLengthGuessed ? closedFor : min(shortest, length) * 0.95)
        {
            // A new window has begun, and the one before it let fewer through.
            count = max(1, min(count, max(burst.count, count * 3 / 4)))
            search.giveUp(isFirstGuess)
            guard closure.closedAt - burst.first >= length || isFirstGuess else { return true }
            learn(closed: closure.closedAt - burst.first, opened: opened - burst.first)
        } else {
            learn(closed: closure.closedAt - oldest, opened: opened - oldest)
        }
        return true
    }

    /// Takes back what was tried last, if it can have led to the closure; says whether it did.
    mutating func undo(by closure: QuotaClosure, burst: Int = 0) -> Bool {
        if let before = search.before, closure.since < search.pausedUntil + length, !isFirstGuess {
            // The trial that raised the count only met the beginning of the next window.
            count = before - search.base > search.base / 16 ? before : search.base
            search.giveUp(false)
            return true
        }
        guard let shortened = search.shortenedAt, closure.since < shortened + length * 2,
            burst < count * 3 / 4
        else { return false }
        shortest = max(shortest, length)
        length = longest
        search.shortenedAt = nil
        return true
    }

    /// Takes in between which ages of the request that opened it the quota was closed and open.
    private mutating func learn(closed: Duration, opened: Duration) {
        shortest = isLengthGuessed ? closed : max(shortest, closed)
        length = Self.likely(above: shortest, upTo: max(opened, shortest))
        longest = length
    }

    // MARK: Trials

    /// When a request that the estimate does not allow may be tried, nil when that would teach nothing.
    func nextTrial(at now: Duration, log: SendLog) -> (at: Duration, kind: QuotaSearch.Trial)? {
        guard now >= search.pausedUntil, let sent = log.sent(latest: count) else { return nil }
        if now - sent < shortest * 0.95,
            isFirstGuess || search.isDue && shorter == nil
        {
            return (now, .count)
        }
        // Where requests come one by one, most are sent as soon as one counts no more: that is no trial.
        guard let age = shorter, now < sent + length * 0.97 else { return nil }
        return (max(now, sent + age), .length)
    }

    /// A shorter length to try, nil when what is held is close enough to what is known to be too short.
    private var shorter: Duration? {
        guard length > shortest * Self.closeness else { return nil }
        let middle = Duration.seconds(
            (max(shortest, .milliseconds(10)).inSeconds * length.inSeconds).squareRoot())
        let candidates = Self.usual.map(QuotaWindow.span).filter { $0 > shortest && $0 < length * 0.97 }
        if let usual = candidates.min(by: { distance($0, middle) < distance($1, middle) }) { return usual }
        // A usual length is most likely the true one: a little less tells.
        return Self.usual.contains(length) ? length / Self.closeness : middle
    }

    private func distance(_ one: Duration, _ other: Duration) -> Double { max(one / other, other / one) }

    /// Takes in that a trial was let through; how much more is allowed, is seen in the next window.
    mutating func succeed(at now: Duration) {
        defer { search.trial = nil }
        switch search.kind {
        case .count:
            if search.before == nil { search.base = count }
            search.before = count
            search.step = max(1, count / 100, min(search.step * 2, count / 4))
            search.pausedUntil = isFirstGuess ? now : now + length
            count += search.step
        case .length:
            search.failures = 0
            longest = length
            search.shortenedAt = now
            length = Self.likely(above: max(shortest, search.trialAge * 0.9), upTo: search.trialAge)
        }
    }

    /// Takes in that a trial was refused.
    mutating func fail(at now: Duration) {
        switch search.kind {
        case .count:
            search.giveUp(isFirstGuess)
            isFirstGuess = false
        case .length:
            search.trial = nil
            search.failures += 1
            search.pausedUntil = now + length * search.failures
            shortest = max(shortest, search.trialAge)
        }
    }
}

/// The search for what the estimate does not allow: a request more than its count, or one a little too early; now and
/// then, alone, and after each failure later.
struct QuotaSearch: Sendable, Equatable {
    /// What a trial is about.
    enum Trial: Sendable { case count, length }

    /// Requests accepted since the last trial of the count.
    var accepted = 0
    /// How many have to be before the next.
    var patience = shortestPatience
    /// The request that tries, nil when none is under way.
    var trial: Int?
    /// What it tries.
    var kind = Trial.count
    /// How old the oldest request was that then counted.
    var trialAge = Duration.zero
    /// How much the last trial raised the count; the next raises it by twice as much.
    var step = 0
    /// The count before the last raise, nil when there was none since a trial failed.
    var before: Int?
    /// The count before the first of the raises that followed each other.
    var base = 0
    /// No trial before.
    var pausedUntil = Duration.zero
    /// When a trial last shortened the length.
    var shortenedAt: Duration?
    /// Refused trials of the length in a row.
    var failures = 0

    /// Whether a higher count may be tried: after long enough, or as the last raise has held so far.
    var isDue: Bool { accepted >= patience || before != nil }

    static let shortestPatience = 100
    static let longestPatience = 12_800

    init(accepted: Int = 0, patience: Int = shortestPatience) {
        self.accepted = accepted
        self.patience = patience
    }

    /// Ends the search for a higher count; after a first guess it has not begun yet.
    mutating func giveUp(_ wasFirstGuess: Bool) {
        trial = nil
        step = 0
        before = nil
        accepted = 0
        patience = wasFirstGuess ? Self.shortestPatience : min(patience * 2, Self.longestPatience)
    }
}
