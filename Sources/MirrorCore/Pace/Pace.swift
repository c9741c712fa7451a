/// Decides when the next request may be sent: a state machine over time, sends and answers.
///
/// Instants are durations since 1970 on one time line that never runs backwards (see `RunClock`), so that what was
/// learned can be kept and read by the next run. Nothing here waits or looks at a clock.
package struct Pace: Sendable, Equatable {
    /// What the operator says; it wins over what was learned.
    package let settings: PaceSettings
    var spacing: SendSpacing
    var learning = QuotaLearning()
    var closure: QuotaClosure?
    /// Kept from the first refusal on, and where a quota is configured.
    var log: SendLog?
    var lastSentAt: Duration?
    var allowance = QuotaAllowance()
    private(set) var sent = 0
    private var answered = 0
    private var accepted = 0
    /// The last request, while it has its permit but has not left yet.
    private var leaving: Int?
    private var delay = ArrivalDelay()
    /// From a Retry-After that came with a spike arrest.
    private var pausedUntil: Duration = .zero

    /// As long as no limit is known, no more are under way than this and what was accepted so far: a burst into an
    /// unknown limit would be refused as a whole.
    private static let firstInFlight = 1
    /// After this many accepted, a run without limits is free.
    private static let proof = 64

    /// Begins with nothing learned and nothing sent.
    package init(settings: PaceSettings) {
        self.settings = settings
        spacing = SendSpacing(configured: settings.spacing, share: settings.share)
        log = settings.window.map { SendLog(grain: $0.grain) }
    }

    /// The least time between two sends now, zero when there is none.
    package var currentSpacing: Duration { spacing.current }

    /// Since when nothing has passed, nil while the quota is open as far as we know.
    package var closedSince: Duration? { closure?.since }

    /// The quota to hold: the configured one, else the learned; nil when neither is known.
    var window: QuotaWindow? {
        settings.window
            ?? learning.estimate.map {
                QuotaWindow(quota: settings.ours(of: $0.count), length: $0.length)
            }
    }

    /// When the next request may be sent, asked at `now`.
    package func decide(at now: Duration) -> PaceDecision {
        if let closed = closure?.decision(at: now), closed != .now { return closed }
        var earliest = pausedUntil
        if spacing.isKnown {
            if leaving != nil { return .whenAnswered }
            if let lastSentAt { earliest = max(earliest, lastSentAt + spacing.current) }
        } else if isUnproven, sent - answered >= Self.firstInFlight + accepted {
            return .whenAnswered
        }
        switch allowance.decide(at: now, sent: sent, answered: answered) {
        case .now: break
        case .notBefore(let instant): earliest = max(earliest, instant)
        case .whenAnswered: return .whenAnswered
        }
        if let log, let opens = window?.opensAt(now, after: log), closure == nil || settings.window != nil {
            let trial = nextTrial(at: now) ?? opens
            guard trial <= now else { return .notBefore(max(earliest, min(opens, trial))) }
            // Alone, so that its answer is about nothing else.
            if sent > answered { return .whenAnswered }
        }
        return earliest > now ? .notBefore(earliest) : .now
    }

    private var isUnproven: Bool { accepted < Self.proof && log == nil }

    /// When a request more than the estimate allows may be tried; what is left to others is not to be tried.
    private func nextTrial(at now: Duration) -> Duration? {
        guard settings.window == nil, settings.share == 1, let log else { return nil }
        return learning.estimate?.nextTrial(at: now, log: log)
    }

    /// Notes that a request is sent; ``decide(at:)`` has said `.now` at this instant.
    package mutating func send(at now: Duration) -> PacePermit {
        sent += 1
        if let log, let trial = nextTrial(at: now), trial <= now, window?.opensAt(now, after: log) != nil {
            learning.estimate?.search.trial = sent
            let oldest = log.sent(latest: learning.estimate?.count ?? 1)
            learning.estimate?.search.trialAge = oldest.map { now - $0 } ?? .zero
        }
        allowance.send(sent, at: now)
        lastSentAt = now
        leaving = sent
        if let window { log?.forget(before: now - window.span * 2) }
        log?.record(now)
        closure?.probe = sent
        return PacePermit(number: sent, sentAt: now)
    }

    /// Notes that the request that was sent last has left this machine: the next keeps its distance from here.
    package mutating func left(at now: Duration) {
        guard leaving != nil else { return }
        leaving = nil
        lastSentAt = max(lastSentAt ?? now, now)
    }

    /// Notes the answer of a request that was sent, and what its headers announce.
    package mutating func answer(
        _ answer: PaceAnswer, to permit: PacePermit, announcing announced: QuotaAnnouncement? = nil,
        at now: Duration
    ) {
        answered += 1
        if leaving == permit.number {
            leaving = nil
        } else if permit.number == sent, spacing.isKnown, let departed = lastSentAt {
            lastSentAt = departed + delay.observe(now - departed, spacing: spacing.current)
        }
        switch answer {
        case .accepted: accept(permit)
        case .nothing: dropProbe(permit)
        case .spikeArrest(let retryAfter):
            dropProbe(permit)
            takeBack(permit)
            spacing.refuse(permit, lastSent: sent)
            if let retryAfter {
                pausedUntil = max(pausedUntil, now + min(retryAfter, QuotaClosure.longestRetryAfter))
            }
        case .quotaSpent(let retryAfter):
            takeBack(permit)
            let reset = announced.flatMap { $0.isPlausible ? $0.reset : nil }
            refuse(permit, retryAfter: retryAfter ?? reset, at: now)
        }
        let settings = settings
        allowance.hear(
            announced, with: answer, to: permit,
            reserved: { settings.share < 1 ? $0 - settings.ours(of: $0) : 0 }, at: now)
    }

    private mutating func accept(_ permit: PacePermit) {
        accepted += 1
        spacing.accept(permit, lastSent: sent)
        if let closure, permit.number > closure.lastSent {
            reopen(closure, permit)
        } else {
            learning.accept(at: permit.sentAt, spacing: spacing.current)
        }
        guard var estimate = learning.estimate, settings.window == nil else { return }
        estimate.accepted += 1
        estimate.search.accepted += 1
        if estimate.search.trial == permit.number { estimate.succeed(at: permit.sentAt) }
        learning.estimate = estimate
    }

    private mutating func reopen(_ closure: QuotaClosure, _ permit: PacePermit) {
        self.closure = nil
        guard settings.window == nil else { return }
        var known = log ?? SendLog(grain: .milliseconds(10))
        if log == nil { known.record(permit.sentAt) }
        learning.end(closure, openedAt: permit.sentAt, log: known)
        log = known
    }

    private mutating func dropProbe(_ permit: PacePermit) {
        if closure?.probe == permit.number { closure?.probe = nil }
        if learning.estimate?.search.trial == permit.number { learning.estimate?.search.trial = nil }
    }

    /// A refused request costs nothing of a learned quota; with a configured one we rather believe that it does.
    private mutating func takeBack(_ permit: PacePermit) {
        if settings.window == nil { log?.takeBack(permit.sentAt) }
    }

    private mutating func refuse(_ permit: PacePermit, retryAfter: Duration?, at now: Duration) {
        if closure == nil, learning.estimate?.search.trial == permit.number {
            learning.estimate?.fail()
            return
        }
        let asked = retryAfter.map { now + min($0, QuotaClosure.longestRetryAfter) }
        if let closure, permit.number <= closure.lastSent {
            if let asked { self.closure?.until = max(closure.until, asked) }
            return
        }
        var closed =
            closure
            ?? QuotaClosure(
                since: permit.sentAt, closedAt: permit.sentAt, until: now, lastSent: sent)
        closed.closedAt = permit.sentAt
        closed.lastSent = sent
        closed.probe = nil
        closed.until = probe(closed, retryAfter: retryAfter, isFirst: closure == nil, at: now)
        if let asked, closed.until == asked { closed.closedAt = max(closed.closedAt, asked - .seconds(1)) }
        closure = closed
    }

    /// When to test a closed quota: by the reply's word, else when the window should end, else ever more seldom.
    private func probe(
        _ closed: QuotaClosure, retryAfter: Duration?, isFirst: Bool, at now: Duration
    ) -> Duration {
        if let retryAfter, retryAfter >= QuotaClosure.shortestRetryAfter || isFirst {
            return now + min(max(retryAfter, QuotaClosure.shortestRetryAfter), QuotaClosure.longestRetryAfter)
        }
        if let window = settings.window {
            let end = log.flatMap { window.oldest(at: now, in: $0) }.map { $0 + window.span } ?? now
            return end > now ? end : now + window.span
        }
        guard let estimate = learning.estimate, let log else {
            return closed.nextProbe(at: now, step: nil, expected: [])
        }
        return closed.nextProbe(
            at: now, step: max(QuotaClosure.firstProbe, estimate.length / 10),
            expected: estimate.expected(after: now, log: log))
    }
}
