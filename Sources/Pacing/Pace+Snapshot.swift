extension Pace {
    /// The state to keep for the next run.
    ///
    /// - Parameter hasEnded: false while requests may follow; a run that is killed leaves such a snapshot.
    package func snapshot(at now: Duration, hasEnded: Bool = true) -> PaceSnapshot {
        let window = window
        let kept = kept(at: now)
        let counted = window.map { window in kept.filter { $0.last + window.span > now } } ?? kept
        return PaceSnapshot(
            savedAt: now.inSeconds, spacingSeconds: spacing.current.inSeconds,
            learnedSpacingSeconds: spacing.learned.inSeconds,
            refusedSpacingSeconds: spacing.refused.inSeconds,
            carriedSpacingSeconds: spacing.carried?.inSeconds, acceptedAtSpacing: spacing.accepted,
            spacingPatience: spacing.patience, lastSentAt: lastSentAt?.inSeconds, quota: window?.quota,
            windowSeconds: window?.length.inSeconds, windowStart: counted.first?.first.inSeconds,
            windowCount: counted.reduce(0) { $0 + $1.count },
            bursts: kept.map {
                PaceSnapshot.Burst(first: $0.first.inSeconds, last: $0.last.inSeconds, count: $0.count)
            },
            notBefore: closure?.until.inSeconds, closedSince: closure?.since.inSeconds,
            closedAt: closure?.closedAt.inSeconds, closurePauseSeconds: closure?.pause.inSeconds,
            isClosureForeseen: closure?.isForeseen,
            closedForSeconds: learning.closedFor > .zero ? learning.closedFor.inSeconds : nil,
            learnedQuota: settings.window == nil
                ? learning.estimate.map(PaceSnapshot.LearnedQuota.init) : nil,
            opening: keptOpening.map(PaceSnapshot.Opening.init), hasEnded: hasEnded,
            announced: announced(at: now))
    }

    /// The opening to keep; nil as long as nothing was refused, and where the quota is configured.
    private var keptOpening: QuotaLearning.Opening? {
        guard settings.window == nil, closure != nil || learning.opening?.after != nil else { return nil }
        return learning.opening
    }

    /// The requests that still count in a known window; while no window is known, all since the quota opened.
    ///
    /// While the quota is closed, all are kept: its next opening is judged by the requests sent before it
    /// closed.
    private func kept(at now: Duration) -> [SendLog.Burst] {
        let sent = log.bursts.filter { $0.count > 0 }
        guard let window, closure == nil else {
            return closure != nil || learning.opening?.after != nil ? sent : []
        }
        return sent.filter { $0.last + window.span > now }
    }

    private func announced(at now: Duration) -> PaceSnapshot.Announced? {
        guard let (left, until) = allowance.left(at: now, sent: sent) else { return nil }
        return PaceSnapshot.Announced(
            remaining: left, until: until.inSeconds, isConfirmed: allowance.isConfirmed)
    }

    /// Resumes from the state of an earlier run.
    ///
    /// Settings win over the saved state. If the wall clock was set back since, all saved instants move back
    /// with it, so that an hour's correction does not become an hour's wait.
    package init(settings: PaceSettings, continuing kept: PaceSnapshot, at now: Duration) {
        self.init(settings: settings)
        let shift = min(.zero, now - .seconds(kept.savedAt))
        func instant(_ seconds: Double) -> Duration { .seconds(seconds) + shift }

        spacing.restore(kept)
        lastSentAt = kept.lastSentAt.map(instant)
        if settings.window == nil {
            learning.closedFor = .seconds(kept.closedForSeconds ?? 0)
            learning.estimate = kept.learnedQuota.map(QuotaEstimate.init)
            learning.opening = kept.opening.map {
                QuotaLearning.Opening(
                    after: $0.after.map(instant), at: instant($0.at), accepted: $0.accepted,
                    lastAccepted: instant($0.lastAccepted))
            }
        }
        log = SendLog(
            grain: window?.grain ?? .milliseconds(10),
            bursts: kept.bursts.map {
                SendLog.Burst(first: instant($0.first), last: instant($0.last), count: $0.count)
            })
        if kept.hasEnded == false { lost = min(instant(kept.savedAt), now)...now }
        if let announced = kept.announced {
            allowance = QuotaAllowance(
                remaining: announced.remaining,
                until: min(instant(announced.until), now + QuotaClosure.longestRetryAfter),
                isConfirmed: announced.isConfirmed)
        }
        if let notBefore = kept.notBefore {
            let until = min(instant(notBefore), now + QuotaClosure.longestRetryAfter)
            closure = QuotaClosure(
                since: kept.closedSince.map(instant) ?? min(until, now),
                closedAt: kept.closedAt.map(instant) ?? min(until, now), until: until, lastSent: 0,
                pause: .seconds(kept.closurePauseSeconds ?? 0), isForeseen: kept.isClosureForeseen ?? false)
        }
    }
}

extension SendSpacing {
    fileprivate mutating func restore(_ kept: PaceSnapshot) {
        func bounded(_ seconds: Double) -> Duration { max(.zero, min(.seconds(seconds), Self.widest)) }
        learned = bounded(kept.learnedSpacingSeconds)
        if configured > .zero {
            // A saved spacing outside this range belongs to another limit, configured since.
            learned = learned > configured && learned < configured * 2 ? learned : .zero
            return
        }
        refused = bounded(kept.refusedSpacingSeconds)
        carried = kept.carriedSpacingSeconds.map(bounded)
        accepted = kept.acceptedAtSpacing ?? 0
        patience = min(
            max(kept.spacingPatience ?? Self.shortestPatience, Self.shortestPatience), Self.longestPatience)
    }
}

extension QuotaEstimate {
    fileprivate init(_ kept: PaceSnapshot.LearnedQuota) {
        self.init(
            count: min(kept.count, 1_000_000_000), shortest: .seconds(kept.shortestSeconds),
            measured: .seconds(kept.measuredSeconds), isFirstGuess: kept.isFirstGuess ?? false)
        isLengthGuessed = kept.isLengthGuessed ?? false
        length = min(max(.seconds(kept.measuredSeconds), Self.lengths.lowerBound), Self.lengths.upperBound)
        longest = max(length, min(.seconds(kept.longestSeconds), Self.lengths.upperBound))
        if let sure = kept.sure { self.sure = max(1, min(count, sure)) }
        accepted = kept.accepted
        search = QuotaSearch(accepted: kept.acceptedSinceTrial, patience: max(1, kept.patience))
    }
}

extension PaceSnapshot.LearnedQuota {
    fileprivate init(_ estimate: QuotaEstimate) {
        self.init(
            count: estimate.count, shortestSeconds: estimate.shortest.inSeconds,
            longestSeconds: estimate.longest.inSeconds, measuredSeconds: estimate.length.inSeconds,
            accepted: estimate.accepted, acceptedSinceTrial: estimate.search.accepted,
            patience: estimate.search.patience, isFirstGuess: estimate.isFirstGuess,
            isLengthGuessed: estimate.isLengthGuessed, sure: estimate.sure)
    }
}

extension PaceSnapshot.Opening {
    fileprivate init(_ opening: QuotaLearning.Opening) {
        self.init(
            after: opening.after?.inSeconds, at: opening.at.inSeconds, accepted: opening.accepted,
            lastAccepted: opening.lastAccepted.inSeconds)
    }
}
