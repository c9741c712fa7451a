/// Decides when the next request may be sent: a state machine over time, sends and answers.
///
/// Instants are durations since 1970 on one time line that never runs backwards (see `RunClock`), so that what was
/// learned can be kept and read by the next run. Nothing here waits or looks at a clock.
package struct Pace: Sendable, Equatable {
    /// What the operator says; it wins over what was learned where it is stricter.
    package let settings: PaceSettings
    var spacing: SendSpacing
    var window: QuotaWindow?
    var closure: QuotaClosure?
    var lastSentAt: Duration?
    private var sent = 0
    /// From a Retry-After that came with a spike arrest.
    private var pausedUntil: Duration = .zero
    /// True when only the clock of the last send has to be looked at: no limit is known.
    private var isFree: Bool

    /// Begins with nothing learned and nothing sent.
    package init(settings: PaceSettings) {
        self.settings = settings
        spacing = SendSpacing(configured: settings.spacing)
        window = settings.window
        isFree = settings.spacing == .zero && window == nil
    }

    /// The least time between two sends now, zero when there is none.
    package var currentSpacing: Duration { spacing.current }

    /// When the next request may be sent, asked at `now`.
    package mutating func decide(at now: Duration) -> PaceDecision {
        if isFree { return .now }
        if let closed = closure?.decision(at: now), closed != .now { return closed }
        var earliest = pausedUntil
        if let lastSentAt { earliest = max(earliest, lastSentAt + spacing.current) }
        if let opens = window?.opensAt(now) { earliest = max(earliest, opens) }
        return earliest > now ? .notBefore(earliest) : .now
    }

    /// Notes that a request is sent; ``decide(at:)`` has said `.now` at this instant.
    package mutating func send(at now: Duration) -> PacePermit {
        sent += 1
        let permit = PacePermit(number: sent, sentAt: now, gap: lastSentAt.map { now - $0 })
        lastSentAt = now
        window?.record(now)
        closure?.probe = sent
        return permit
    }

    /// Notes the answer of a request that was sent.
    package mutating func answer(_ answer: PaceAnswer, to permit: PacePermit, at now: Duration) {
        switch answer {
        case .accepted:
            if let closure, permit.number > closure.lastSent { self.closure = nil }
            spacing.recover(after: permit, at: now)
        case .nothing:
            dropProbe(permit)
        case .spikeArrest(let retryAfter):
            dropProbe(permit)
            spacing.widen(after: permit, lastSent: sent, at: now)
            if let retryAfter {
                pausedUntil = max(pausedUntil, now + min(retryAfter, QuotaClosure.longestRetryAfter))
            }
        case .quotaSpent(let retryAfter):
            close(after: permit, retryAfter: retryAfter, at: now)
        }
        isFree =
            settings.spacing == .zero && window == nil && closure == nil
            && spacing.learned == .zero && pausedUntil <= now
    }

    /// Takes over what an earlier run left; see ``PaceSnapshot``.
    mutating func restored() {
        isFree = settings.spacing == .zero && window == nil && closure == nil && spacing.learned == .zero
    }

    private mutating func dropProbe(_ permit: PacePermit) {
        if closure?.probe == permit.number { closure?.probe = nil }
    }

    private mutating func close(after permit: PacePermit, retryAfter: Duration?, at now: Duration) {
        if let closure, permit.number <= closure.lastSent {
            guard let retryAfter else { return }
            let asked = now + min(retryAfter, QuotaClosure.longestRetryAfter)
            self.closure?.until = max(closure.until, asked)
            return
        }
        var windowEnd: Duration?
        if let span = window?.span {
            let end = window?.endsAt(now) ?? now
            windowEnd = end > now ? end : now + span
        }
        let wait = QuotaClosure.wait(
            retryAfter: retryAfter, windowEnd: windowEnd, after: closure, at: now)
        closure = QuotaClosure(until: now + wait, wait: wait, lastSent: sent)
    }
}
