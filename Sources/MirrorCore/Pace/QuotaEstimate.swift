/// What refusals have taught about a quota that nobody has configured: how many requests, in a window of which length.
struct QuotaEstimate: Sendable, Equatable {
    /// Requests that a window lets through.
    var count: Int
    /// The window is at least as long.
    var shortest: Duration
    /// And at most.
    var longest: Duration
    /// From one opening to the next, as we saw it.
    var measured: Duration
    /// When the quota was last seen to open.
    var openedAt: Duration
    /// Requests let through since it was last corrected.
    var accepted = 0
    /// Corrections that came so soon after each other that they do not seem to help.
    var doubts = 0
    /// How the search for more goes on.
    var search = CountSearch()

    /// Nobody counts in windows longer than a day, or shorter than a second.
    static let lengths = Duration.seconds(1)...Duration.seconds(86_400)

    /// A usual length within the bounds.
    private var usual: Duration? { Self.usual.last { shortest <= $0 && $0 <= longest } }

    /// The usual one, else what was measured.
    var length: Duration {
        min(max(usual ?? measured, Self.lengths.lowerBound), Self.lengths.upperBound)
    }

    /// Lengths that people set: seconds, minutes, hours, a day.
    private static let usual: [Duration] =
        ([1, 2, 3, 5, 10, 15, 20, 30].flatMap { [$0, $0 * 60] }
        + [1, 2, 3, 4, 6, 8, 12, 24].map { $0 * 3600 })
        .sorted().map { .seconds($0) }

    /// When the quota may open again if the estimate is right: with the next window, or as the oldest request counts
    /// no more.
    func expected(after now: Duration, log: SendLog) -> [Duration] {
        let passed = Int(((now - openedAt).inSeconds / length.inSeconds).rounded(.down))
        let oldest = log.bursts.first { $0.last + length > now && $0.count > 0 }
        return [openedAt + length * (passed + 1)] + (oldest.map { [$0.first + length] } ?? [])
    }

    /// Learns from a closure that this estimate did not foresee; says false when the estimate is wrong altogether.
    mutating func correct(by closure: QuotaClosure, openedAt opened: Duration, log: SendLog) -> Bool {
        doubts = accepted < count * 3 ? doubts + 1 : 0
        guard doubts < 4, closure.closedFor <= longest * 1.15 else { return false }
        let expected = expected(after: closure.since, log: log)
        defer { search.giveUp() }
        if let before = search.before, closure.since < search.pausedUntil + length {
            // The trial that raised the count only met the beginning of the next window.
            count = before
            openedAt = opened
            return true
        }
        accepted = 0
        openedAt = opened
        // The latest is the one that found it open.
        if let sent = log.sent(latest: count + 1), closure.closedAt - sent <= length * 1.15 {
            // All that the count allows was sent, and still refused for a little longer than the length.
            shortest = max(shortest, closure.closedAt - sent)
            measured = max(measured, opened - sent)
            longest = max(longest, measured)
            return true
        }
        let slack = max(length * 0.1, .seconds(2))
        let counted = log.count(after: closure.since - length) - 1
        guard counted * 2 > count,
            expected.contains(where: { opened >= $0 - slack && closure.closedAt <= $0 + slack })
        else { return false }
        count = min(count, counted)
        return true
    }

    /// When a request more than the estimate allows may be tried, nil when that would teach nothing.
    ///
    /// Either more than the count, when all of them were sent in less than a window. Or, where the length is no usual one,
    /// half-way between the times that are known to be too early and early enough.
    func nextTrial(at now: Duration, log: SendLog) -> Duration? {
        guard let sent = log.sent(latest: count) else { return nil }
        if isCountTrial(age: now - sent), search.accepted >= search.patience, now >= search.pausedUntil {
            return now
        }
        guard usual == nil, measured - shortest > measured * 0.03 else { return nil }
        return sent + (shortest + measured) / 2
    }

    /// Takes in that a trial was let through; how much more is allowed, is seen in the next window.
    mutating func succeed(at now: Duration) {
        search.trial = nil
        guard isCountTrial(age: search.trialAge) else {
            measured = search.trialAge
            return
        }
        search.before = count
        search.step = max(1, count / 100, min(search.step * 2, count / 4))
        search.patience = CountSearch.shortestPatience
        search.pausedUntil = now + length
        count += search.step
    }

    /// Takes in that a trial was refused.
    mutating func fail() {
        if isCountTrial(age: search.trialAge) {
            search.giveUp()
        } else {
            search.trial = nil
            shortest = max(shortest, search.trialAge)
        }
    }

    /// Whether requests as young as this cannot have left the window.
    private func isCountTrial(age: Duration) -> Bool { age < shortest * 0.95 }
}

/// The search for a higher count: a request more than the estimate allows, now and then, alone.
struct CountSearch: Sendable, Equatable {
    /// Requests accepted since the last one.
    var accepted = 0
    /// How many have to be before the next.
    var patience = shortestPatience
    /// The request that tries, nil when none is under way.
    var trial: Int?
    /// How old the oldest request was that then counted.
    var trialAge = Duration.zero
    /// How much the last trial raised the count; the next raises it by twice as much.
    var step = 0
    /// The count before the last raise, nil when there was none since a trial failed.
    var before: Int?
    /// No trial before: what the last one raised has to be sent first.
    var pausedUntil = Duration.zero

    static let shortestPatience = 200
    static let longestPatience = 12_800

    init(accepted: Int = 0, patience: Int = shortestPatience) {
        self.accepted = accepted
        self.patience = patience
    }

    mutating func giveUp() {
        trial = nil
        step = 0
        before = nil
        accepted = 0
        patience = min(patience * 2, Self.longestPatience)
    }
}
