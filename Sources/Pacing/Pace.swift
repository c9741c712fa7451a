/// Decides when the next request may be sent: a state machine over time, sends and answers.
///
/// Instants are durations since 1970 on one time line that never runs backwards (see `RunClock`), so that the
/// next run can use what was learned. Nothing here waits or reads a clock.
package struct Pace: Sendable, Equatable {
    /// The operator's settings; they win over anything learned.
    package let settings: PaceSettings
    var spacing: SendSpacing
    var learning = QuotaLearning()
    var closure: QuotaClosure?
    var log: SendLog
    /// The span in which a killed run may have sent requests that nobody recorded: from its last note to the
    /// start of this run; nil if it ended.
    var lost: ClosedRange<Duration>?
    var lastSentAt: Duration?
    var allowance = QuotaAllowance()
    private(set) var sent = 0
    private(set) var answered = 0
    private var accepted = 0
    /// The last request, while it has its permit but has not left yet.
    private var leaving: Int?
    private var delay = ArrivalDelay()
    /// Set by a Retry-After that came with a spike arrest.
    private var pausedUntil: Duration = .zero

    /// How many requests had been accepted when caution began; nil once more than one may be in flight
    /// freely.
    ///
    /// While cautious, at most one request more than were accepted since then is in flight: a burst into an
    /// unknown limit would be refused as a whole. Caution ends after ``proof`` accepted requests, or a
    /// quarter of that.
    private var cautiousSince: Int?

    private static let proof = 64

    /// Begins with nothing learned and nothing sent.
    package init(settings: PaceSettings) {
        self.settings = settings
        spacing = SendSpacing(configured: settings.spacing, share: settings.share)
        log = SendLog(grain: settings.window?.grain ?? .milliseconds(10))
        cautiousSince = settings.window == nil && !spacing.isKnown ? 0 : nil
    }

    /// The minimum spacing now; zero when there is none.
    package var currentSpacing: Duration { spacing.current }

    /// When the quota closed; nil while it is open as far as we know.
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
        if let closure {
            let decision = closure.decision(at: now)
            guard decision == .now else { return decision }
            // A foreseen wait may end while other requests are still in flight.
            if closure.isForeseen, sent > answered { return .whenAnswered }
        }
        var earliest = pausedUntil
        if spacing.isKnown {
            if leaving != nil { return .whenAnswered }
            if let lastSentAt { earliest = max(earliest, lastSentAt + spacing.current) }
        }
        if let cautiousSince, closure == nil, sent - answered > max(0, accepted - cautiousSince) {
            return .whenAnswered
        }
        switch allowance.decide(at: now, sent: sent, answered: answered) {
        case .now: break
        case .notBefore(let instant): earliest = max(earliest, instant)
        case .whenAnswered: return .whenAnswered
        }
        if learning.estimate?.search.trial != nil { return .whenAnswered }
        if let estimate = learning.estimate, settings.window == nil, closure == nil,
            estimate.sure < estimate.count, sent > answered, let window,
            window.count(at: now, in: log) >= settings.ours(of: estimate.sure)
        {
            return .whenAnswered
        }
        if let window, closure == nil || settings.window != nil {
            if let opens = window.opensAt(now, after: log) {
                let trial = nextTrial(at: now)?.at ?? opens
                guard trial <= now else { return .notBefore(max(earliest, min(opens, trial))) }
                // Sent alone, so that its answer can have only one cause.
                if sent > answered { return .whenAnswered }
            } else if isUncertain(at: now) || isNewlyCorrected,
                sent - answered >= max(1, (window.quota - window.count(at: now, in: log)) / 4)
            {
                return .whenAnswered
            }
        }
        return earliest > now ? .notBefore(earliest) : .now
    }

    /// The limit that made ``decide(at:)`` return `decision`.
    package func limit(behind decision: PaceDecision) -> PaceLimit {
        guard case .notBefore(let instant) = decision else { return .quota }
        return switch instant {
        case closure?.until: .quota
        case pausedUntil: .pause
        case lastSentAt.map { $0 + spacing.current }: .spacing
        default: .quota
        }
    }

    /// Whether the learned quota was corrected and has not yet held for two windows since: it may be wrong
    /// again.
    private var isNewlyCorrected: Bool {
        guard settings.window == nil, let estimate = learning.estimate else { return false }
        return estimate.isCorrected && estimate.accepted < estimate.count * 2
    }

    /// Whether unrecorded requests of a killed run may count at `instant`.
    private func isUncertain(at instant: Duration) -> Bool {
        guard let lost, let window else { return false }
        return instant > lost.lowerBound && instant < lost.upperBound + window.span
    }

    /// When to try a request beyond the estimate; nil if none is due, or if others share the limits.
    private func nextTrial(at now: Duration) -> (at: Duration, kind: QuotaSearch.Trial)? {
        guard settings.window == nil, settings.share == 1, closure == nil else { return nil }
        return learning.estimate?.nextTrial(at: now, log: log)
    }

    /// Records a request sent now; ``decide(at:)`` must have returned `.now` for this instant.
    package mutating func send(at now: Duration) -> PacePermit {
        sent += 1
        let isTight = lastSentAt.map { now - $0 < spacing.current * 1.5 } ?? false
        if learning.estimate != nil, settings.window == nil, let lastSentAt,
            window?.opensAt(lastSentAt, after: log) != nil
        {
            cautiousSince = accepted
        }
        if let trial = nextTrial(at: now), trial.at <= now, window?.opensAt(now, after: log) != nil {
            learning.estimate?.search.trial = sent
            learning.estimate?.search.kind = trial.kind
            let oldest = log.sent(latest: learning.estimate?.count ?? 1)
            learning.estimate?.search.trialAge = oldest.map { now - $0 } ?? .zero
        }
        allowance.send(sent, at: now)
        lastSentAt = now
        leaving = sent
        if closure == nil {
            log.forget(before: now - (window.map { $0.span * 2 } ?? QuotaEstimate.lengths.upperBound))
        }
        log.record(now)
        closure?.probe = sent
        return PacePermit(number: sent, sentAt: now, isTight: isTight)
    }

    /// Records that the request of a permit has left this machine; the next one keeps its distance from
    /// `now`.
    ///
    /// With a spacing in force, requests leave one at a time; a call for any other permit concerns a request
    /// that was given up, and is ignored.
    package mutating func left(_ permit: Int, at now: Duration) {
        guard leaving == permit else { return }
        leaving = nil
        lastSentAt = max(lastSentAt ?? now, now)
    }

    /// Records the answer to a request, and what its headers announce.
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
            if settings.spacing == .zero { cautiousSince = accepted + sent - answered }
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
        let proof =
            closure == nil && learning.estimate == nil && spacing.isKnown ? Self.proof / 4 : Self.proof
        if let since = cautiousSince, accepted - since >= proof { cautiousSince = nil }
        let spaced = spacing.current
        // Once a spacing is narrow enough to use up the quota, a narrower one gains nothing.
        let enough = closure == nil ? window.map { $0.length * 0.9 / $0.quota } ?? .zero : .zero
        spacing.accept(permit, lastSent: sent, enough: enough)
        if spacing.current < spaced { cautiousSince = accepted + sent - answered }
        if let closure, permit.number > closure.lastSent {
            reopen(closure, permit)
        } else {
            learning.accept(at: permit.sentAt, spacing: spacing.current)
        }
        guard var estimate = learning.estimate, settings.window == nil else { return }
        estimate.accept(permit.number, at: permit.sentAt)
        if estimate.search.trial == permit.number {
            estimate.succeed(at: permit.sentAt)
            cautiousSince = accepted - 1
        }
        if estimate.accepted > estimate.count * 2 {
            estimate.isFirstGuess = false
            estimate.isLengthGuessed = false
            estimate.sure = estimate.count
        }
        learning.estimate = estimate
    }

    private mutating func reopen(_ closure: QuotaClosure, _ permit: PacePermit) {
        self.closure = nil
        guard settings.window == nil else { return }
        cautiousSince = accepted - 1
        guard !closure.isForeseen else {
            return learning.accept(at: permit.sentAt, spacing: spacing.current)
        }
        learning.end(
            closure, openedAt: permit.sentAt, isCountSure: !isUncertain(at: closure.since), log: log)
        if let window { log.grain = window.grain }
    }

    private mutating func dropProbe(_ permit: PacePermit) {
        if closure?.probe == permit.number { closure?.probe = nil }
        if learning.estimate?.search.trial == permit.number { learning.estimate?.search.trial = nil }
    }

    /// Removes a refused request from a learned quota's count; a configured quota is assumed to count it.
    private mutating func takeBack(_ permit: PacePermit) {
        if settings.window == nil { log.takeBack(permit.sentAt) }
    }

    private mutating func refuse(_ permit: PacePermit, retryAfter: Duration?, at now: Duration) {
        learning.estimate?.close(at: permit.sentAt, number: sent)
        let asked = retryAfter.map { now + min($0, QuotaClosure.longestRetryAfter) }
        if closure == nil, let search = learning.estimate?.search,
            search.trial == permit.number || search.isRaising
        {
            let counted = window?.count(at: now, in: log) ?? 0
            learning.estimate?.fail(at: now, counted: counted)
            return foresee(permit, until: asked ?? window?.opensAt(now, after: log) ?? now)
        }
        if asked == nil, findLost(permit, at: now) {
            return foresee(permit, until: window?.opensAt(now, after: log) ?? now)
        }
        if let closure, permit.number <= closure.lastSent {
            if let asked { self.closure?.until = max(closure.until, asked) }
            return
        }
        let known = closure?.isForeseen == true ? nil : closure
        var closed =
            known ?? QuotaClosure(since: permit.sentAt, closedAt: permit.sentAt, until: now, lastSent: sent)
        closed.closedAt = permit.sentAt
        closed.lastSent = sent
        closed.probe = nil
        closed.until = probe(closed, retryAfter: retryAfter, isFirst: known == nil, at: now)
        if closure != nil || learning.estimate == nil {
            closed.pause = max(closed.until - now, spacing.current)
        }
        if let asked, closed.until == asked { closed.closedAt = max(closed.closedAt, asked - .seconds(1)) }
        closure = closed
    }

    /// Waits until `until`: the refusal was expected and says nothing new about the quota.
    private mutating func foresee(_ permit: PacePermit, until: Duration) {
        if closure == nil {
            closure = QuotaClosure(
                since: permit.sentAt, closedAt: permit.sentAt, until: until, lastSent: sent, isForeseen: true)
        }
        closure?.until = until
    }

    /// Explains the first refusal after a kill by requests that nobody recorded: as many as the window lacks.
    ///
    /// - Returns: false if the refusal needs another explanation.
    private mutating func findLost(_ permit: PacePermit, at now: Duration) -> Bool {
        guard let lost, let window, isUncertain(at: permit.sentAt),
            closure.map({ permit.number <= $0.lastSent }) ?? true
        else { return false }
        let missing = window.quota - window.count(at: now, in: log)
        guard missing > 0, settings.window != nil || learning.estimate?.isFirstGuess == false else {
            return false
        }
        log.add(missing, at: lost.upperBound)
        return true
    }

    /// When to probe a closed quota: at the reply's Retry-After, else when the window should end, else at
    /// growing intervals.
    private func probe(
        _ closed: QuotaClosure, retryAfter: Duration?, isFirst: Bool, at now: Duration
    ) -> Duration {
        if let retryAfter, retryAfter >= QuotaClosure.shortestRetryAfter || isFirst {
            return now + min(max(retryAfter, QuotaClosure.shortestRetryAfter), QuotaClosure.longestRetryAfter)
        }
        if let window = settings.window {
            let end = window.oldest(at: now, in: log).map { $0 + window.span } ?? now
            return end > now ? end : now + window.span
        }
        return learning.estimate?.opening(of: closed, at: now, log: log)
            ?? now + max(QuotaClosure.firstProbe, learning.closedFor / 10, closed.pause * QuotaClosure.growth)
    }
}
