/// What the pacer knows, as plain values that the next run can start from.
///
/// Instants are seconds since 1970, local wall clock. Encoded, it is a few hundred bytes.
package struct PaceSnapshot: Codable, Sendable, Equatable {
    /// Requests that count against the quota's window, sent between two instants.
    package struct Burst: Codable, Sendable, Equatable {
        /// When the first of them was sent.
        package var first: Double
        /// When the last of them was sent.
        package var last: Double
        /// How many they are.
        package var count: Int
    }

    /// Our clock when this was taken.
    package var savedAt: Double
    /// The spacing in force, zero when there is none.
    package var spacingSeconds: Double
    /// What 42902 has widened the spacing to, zero when nothing.
    package var learnedSpacingSeconds: Double
    /// The widest spacing that was refused, zero when none was.
    package var refusedSpacingSeconds: Double
    /// When it was refused, nil when none was.
    package var refusedAt: Double?
    /// When the last request was sent, nil when none was.
    package var lastSentAt: Double?
    /// Requests per window, nil when no quota is known.
    package var quota: Int?
    /// The length of the window, nil when no quota is known.
    package var windowSeconds: Double?
    /// When the oldest request that still counts was sent, nil when none counts.
    package var windowStart: Double?
    /// Requests that still count against the quota.
    package var windowCount: Int
    /// The same, with the times at which they stop counting; oldest first.
    package var bursts: [Burst]
    /// Until when a spent quota is waited for, nil when none is.
    package var notBefore: Double?
    /// How long that wait was to last in all; the next grows from it.
    package var closureSeconds: Double?
}

extension Pace {
    /// What to keep for the next run.
    package mutating func snapshot(at now: Duration) -> PaceSnapshot {
        _ = window?.endsAt(now)
        let bursts = (window?.bursts ?? []).map {
            PaceSnapshot.Burst(first: $0.first.inSeconds, last: $0.last.inSeconds, count: $0.count)
        }
        return PaceSnapshot(
            savedAt: now.inSeconds, spacingSeconds: spacing.current.inSeconds,
            learnedSpacingSeconds: spacing.learned.inSeconds,
            refusedSpacingSeconds: spacing.refused.inSeconds,
            refusedAt: spacing.refusedAt?.inSeconds, lastSentAt: lastSentAt?.inSeconds,
            quota: window?.quota, windowSeconds: window?.length.inSeconds,
            windowStart: bursts.first?.first, windowCount: window?.count ?? 0, bursts: bursts,
            notBefore: closure?.until.inSeconds, closureSeconds: closure?.wait.inSeconds)
    }

    /// Starts where an earlier run stopped.
    ///
    /// Settings win over what was kept. When the wall clock was set back since, what was kept moves with it, so that
    /// an hour's correction does not become an hour's wait.
    package init(settings: PaceSettings, continuing kept: PaceSnapshot, at now: Duration) {
        self.init(settings: settings)
        let shift = min(.zero, now - .seconds(kept.savedAt))
        func instant(_ seconds: Double) -> Duration { .seconds(seconds) + shift }

        spacing.learned = max(.zero, min(.seconds(kept.learnedSpacingSeconds), SendSpacing.widest))
        spacing.refused = max(.zero, min(.seconds(kept.refusedSpacingSeconds), SendSpacing.widest))
        spacing.refusedAt = kept.refusedAt.map(instant)
        lastSentAt = kept.lastSentAt.map(instant)
        window?.restore(
            kept.bursts.map {
                QuotaWindow.Burst(first: instant($0.first), last: instant($0.last), count: $0.count)
            })
        if let notBefore = kept.notBefore {
            let wait = Duration.seconds(kept.closureSeconds ?? 0)
            let until = min(instant(notBefore), now + QuotaClosure.longestRetryAfter)
            closure = QuotaClosure(until: until, wait: wait, lastSent: 0)
        }
        restored()
    }
}
