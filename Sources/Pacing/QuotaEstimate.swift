/// What refusals have taught about a quota that nobody has configured: how many requests, in a window of which length.
///
/// No span of ``length`` gets more than ``count``, and whatever goes beyond that is an experiment: one request, alone,
/// about one unknown (first the length, then the count), and each that fails makes the next one wait longer.
/// A refusal moves one bound and no more: it lengthens the window up to ``longest``, else it lowers the count.
struct QuotaEstimate: Sendable, Equatable {
    /// Requests that a window lets through.
    var count: Int
    /// Up to here the count has held in earlier windows; beyond it requests are sent one at a time.
    var sure: Int
    /// The window is longer: at this age of the `count`-th latest, a request was refused.
    var shortest: Duration
    /// What is held.
    var length: Duration
    /// The quota was seen open after this time; where ``length`` fails, the true length lies between the two.
    var longest: Duration
    /// ``longest`` as a closure has taught it, before ``accept(_:at:)`` narrowed it.
    private var taught: Duration
    /// Whether no window was seen from its beginning to its end yet.
    var isFirstGuess = false
    /// Whether the quota was never seen to open after this length.
    var isLengthGuessed = false
    /// Requests let through since it was last corrected.
    var accepted = 0
    /// Corrections that came so soon after each other that they do not seem to help.
    var doubts = 0
    /// The last time the quota was closed, and how many requests have passed since.
    private var closedAt: Duration?
    private var closedNumber = 0
    private var passed = 0
    /// How the search for more goes on.
    var search = QuotaSearch()
    /// Whether a closure has corrected it in this run.
    var isCorrected = false

    /// Nobody counts in windows longer than a day, or shorter than a second.
    static let lengths = Duration.seconds(1)...Duration.seconds(86_400)
    /// The search for the length ends where it is at most this much above what is known to be too short.
    static let closeness = 1.1
    /// A length is shortened again only once the true one is known to be at most this much above it.
    private static let certainty = 1.6
    /// A closed quota is asked again after this much of the length at least.
    private static let step = 0.05

    /// Lengths that people set: seconds, minutes, hours, a day.
    private static let usual: [Duration] =
        ([1, 2, 3, 5, 10, 15, 20, 30].flatMap { [$0, $0 * 60] }
        + [1, 2, 3, 4, 6, 8, 12, 24].map { $0 * 3600 })
        .sorted().map { .seconds($0) }

    /// What a first look says: so many passed, and it took so long from the first of them to the next opening.
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

    /// The longest usual length that a measured one leaves possible, else what was measured.
    private static func likely(above shortest: Duration, upTo measured: Duration) -> Duration {
        let likely = usual.last { $0 > shortest && $0 <= measured } ?? measured
        return min(max(likely, lengths.lowerBound), lengths.upperBound)
    }

    /// When to ask a quota that is still closed `now`; `closure.pause` is what the last refused probe was followed by.
    ///
    /// At first when the oldest request should count no more. Refused then, the window is longer than thought.
    func opening(of closure: QuotaClosure, at now: Duration, log: SendLog) -> Duration {
        let patience = now + max(closure.pause * QuotaClosure.growth, length * Self.step)
        let oldest = anchor(before: closure.since, log: log)
        let burst = log.burst(before: closure.since, within: longest)
        let isShort = burst.count > 0 && burst.count < count * 9 / 10
        var lengths = [length]
        // The requests before were those of several windows: one of them is shorter than the time that they took.
        if isLengthGuessed, isShort { lengths = [middle(shortest, length), length] }
        let ends =
            (lengths + [longest]).map { oldest + QuotaWindow.span(of: $0) }
            + (isShort ? lengths.map { burst.first + QuotaWindow.span(of: $0) } : [])
        if let end = ends.first(where: { $0 >= patience }) { return end }
        return max(
            patience, (isShort ? burst.first : oldest) + lengthened(now - (isShort ? burst.first : oldest)))
    }

    /// How long a window may be that is longer than `age`.
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

    /// The request whose end lets the quota open: the `count`-th latest, or the oldest that still counts.
    private func anchor(before instant: Duration, log: SendLog) -> Duration {
        let span = QuotaWindow.span(of: length)
        if let sent = log.sent(latest: count, before: instant), instant - sent <= span * 1.15 { return sent }
        return log.oldest(after: instant - span)?.last ?? instant
    }

    /// Learns from a closure that this estimate did not foresee; says false when the estimate is wrong altogether.
    ///
    /// - Parameters:
    ///   - closedFor: the longest time that the quota was seen closed.
    ///   - unseen: how long before the window's first request it may have begun.
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
            // The raise met the beginning of the next window.
            count = max(sure, burst.count)
            search.giveUp(false, of: count)
            return true
        }
        let earlier = log.sent(latest: count, before: closure.since)
        // As long as the window may be longer, those before may count, too.
        let isLonger = earlier.map { closure.closedAt - $0 <= longest - length * Self.step } ?? false
        let oldest = earlier ?? burst.first
        if burst.count > 0, isLengthGuessed || !isLonger,
            opened - burst.first >= (isLengthGuessed ? closedFor : min(shortest, length) * 0.95)
        {
            // A new window has begun, and the one before it let fewer through; a stray refusal proves no more than a quarter.
            let counted = log.count(after: closure.since - shortest * 0.95, before: closure.since)
            count = max(1, min(count, max(burst.count, counted, count / 4)))
            search.cut(to: count)
            guard closure.closedAt - burst.first >= length || isFirstGuess else { return true }
            learn(closed: closure.closedAt - burst.first, opened: opened - burst.first, unseen: unseen)
        } else if !isLengthGuessed, doubts < 3, closure.closedAt - oldest > taught * 1.05 {
            // No window is as long: others have used a part of it.
            count = max(1, count * 3 / 4)
            search.cut(to: count)
        } else {
            learn(closed: closure.closedAt - oldest, opened: opened - oldest, unseen: unseen)
        }
        return true
    }

    /// Takes in that nothing passed at `instant`, of the request `number`.
    mutating func close(at instant: Duration, number: Int) {
        (closedAt, closedNumber, passed) = (instant, number, 0)
    }

    /// Takes in a request that was let through.
    ///
    /// More than k windows' worth since the quota was closed took at least k windows, whatever their kind.
    mutating func accept(_ number: Int, at instant: Duration) {
        accepted += 1
        search.accepted += 1
        guard let closedAt, number > closedNumber else { return }
        passed += 1
        let windows = (passed - 1) / count
        if windows > 0 { longest = max(length, min(longest, (instant - closedAt) / windows)) }
    }

    /// Takes in between which ages of the request that opened it the quota was closed and open.
    private mutating func learn(closed: Duration, opened: Duration, unseen: Duration) {
        shortest = isLengthGuessed ? closed : max(shortest, closed)
        length = Self.likely(above: shortest, upTo: max(opened, shortest))
        let latest = max(opened, shortest) + unseen
        longest = max(length, isLengthGuessed || shortest >= longest ? latest : min(longest, latest))
        taught = longest
    }

    // MARK: Trials

    /// When a request that the estimate does not allow may be tried, nil when that would teach nothing.
    func nextTrial(at now: Duration, log: SendLog) -> (at: Duration, kind: QuotaSearch.Trial)? {
        guard let sent = log.sent(latest: count) else { return nil }
        if now - sent < shortest * 0.95,
            isFirstGuess || search.isRaising || search.isDue && shorter == nil
        {
            return (now, .count)
        }
        // Where requests come one by one, most are sent as soon as one counts no more: that is no trial.
        guard let age = shorter, now >= search.pausedUntil, now < sent + length * 0.97 else { return nil }
        return (max(now, sent + age), .length)
    }

    /// A shorter length to try, nil when what is held is close enough to what is known to be too short.
    ///
    /// By the gateway's clock a trial may pass since the next window has begun, whatever the length: before another one,
    /// ``longest`` has to follow.
    private var shorter: Duration? {
        guard length > shortest * Self.closeness, longest <= length * Self.certainty else { return nil }
        let middle = middle(shortest, length)
        let candidates = Self.usual.map(QuotaWindow.span).filter { $0 > shortest && $0 < length * 0.97 }
        if let usual = candidates.min(by: { distance($0, middle) < distance($1, middle) }) { return usual }
        // A usual length is most likely the true one: a little less tells.
        return Self.usual.contains(length) ? length / (1 + Self.step) : middle
    }

    private func distance(_ one: Duration, _ other: Duration) -> Double { max(one / other, other / one) }

    /// Takes in that a trial was let through.
    mutating func succeed(at now: Duration) {
        search.trial = nil
        switch search.kind {
        case .count:
            search.isRaising = true
            if !isFirstGuess { accepted = 0 }
            // The requests so far were fewer windows' worth than it seemed.
            longest = taught
            closedAt = nil
            count += max(1, count / 64)
        case .length:
            search.failures = 0
            length = Self.likely(above: max(shortest, search.trialAge * 0.9), upTo: search.trialAge)
        }
    }

    /// Takes in that a trial was refused; `counted` is how many requests the window has let through.
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
    /// Whether the last trial of the count has passed: then one follows the other until one is refused.
    var isRaising = false
    /// No trial before.
    var pausedUntil = Duration.zero
    /// Refused trials of the length in a row.
    var failures = 0

    /// Whether a higher count may be tried.
    var isDue: Bool { accepted >= patience }

    /// Half a percent of the requests at most are spent on trials of the count.
    static let shortestPatience = 200

    init(accepted: Int = 0, patience: Int = shortestPatience) {
        self.accepted = accepted
        self.patience = patience
    }

    /// Begins anew after the count was cut: it may have been cut too far, so the next trial comes after one window.
    mutating func cut(to count: Int) {
        giveUp(true)
        patience = max(Self.shortestPatience, min(patience, count))
    }

    /// Ends the search for a higher count; after a first guess it has not begun yet.
    mutating func giveUp(_ isExpected: Bool, of count: Int = 0) {
        trial = nil
        isRaising = false
        accepted = 0
        patience = isExpected ? patience : min(patience * 5 / 2, max(800, count * 8))
    }
}
