/// What the pacer knows, as plain values that the next run can start from.
///
/// Instants are seconds since 1970, local wall clock. Encoded, it is a few hundred bytes, and some thousand while a
/// window's requests are counted. What was added later is optional, so that an older one can be read.
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

    /// What was learned about a quota that is not configured.
    package struct LearnedQuota: Codable, Sendable, Equatable {
        /// Requests that a window lets through.
        package var count: Int
        /// The window is at least as long.
        package var shortestSeconds: Double
        /// And most likely at most.
        package var longestSeconds: Double
        /// What is held.
        package var measuredSeconds: Double
        /// Requests let through since the estimate was last corrected.
        package var accepted: Int
        /// Requests let through since a higher count was tried.
        package var acceptedSinceTrial: Int
        /// How many have to be before the next trial.
        package var patience: Int
        /// Whether no window was seen from its beginning to its end yet.
        package var isFirstGuess: Bool?
        /// Whether the quota was never seen to open after this length.
        package var isLengthGuessed: Bool?
        /// How many of ``count`` have passed in a window for certain.
        package var sure: Int?
    }

    /// What the quota has let through since it last opened, while nothing is learned of it yet.
    package struct Opening: Codable, Sendable, Equatable {
        /// The last refusal before it, nil when there was none.
        package var after: Double?
        /// When it opened.
        package var at: Double
        /// Requests let through since.
        package var accepted: Int
        /// When the latest of them was sent.
        package var lastAccepted: Double
    }

    /// What the API's headers have said of the window that is open.
    package struct Announced: Codable, Sendable, Equatable {
        /// Requests that were left.
        package var remaining: Int
        /// When that window ends.
        package var until: Double
        /// Whether a request beyond it was refused.
        package var isConfirmed: Bool
    }

    /// Our clock when this was taken.
    package var savedAt: Double
    /// The spacing in force, zero when there is none.
    package var spacingSeconds: Double
    /// What 42902 has taught, zero when nothing.
    package var learnedSpacingSeconds: Double
    /// The widest spacing that was refused, zero when none was.
    package var refusedSpacingSeconds: Double
    /// The narrowest spacing that has carried; nil while it is searched for.
    package var carriedSpacingSeconds: Double?
    /// Requests accepted in a row at this spacing.
    package var acceptedAtSpacing: Int?
    /// How many have to be before a narrower one is tried.
    package var spacingPatience: Int?
    /// When the last request was sent, nil when none was.
    package var lastSentAt: Double?
    /// Requests per window that are ours, nil when no quota is known.
    package var quota: Int?
    /// The length of the window, nil when no quota is known.
    package var windowSeconds: Double?
    /// When the oldest request that still counts was sent, nil when none counts.
    package var windowStart: Double?
    /// Requests that still count against the quota.
    package var windowCount: Int
    /// The requests to be known of later, oldest first: those that count, and while a quota is closed all before.
    package var bursts: [Burst]
    /// Until when a spent quota is waited for, nil when none is.
    package var notBefore: Double?
    /// When it was first refused.
    package var closedSince: Double?
    /// Up to when it is known to have been closed.
    package var closedAt: Double?
    /// How long the last refused test of a spent quota made the next one wait.
    package var closurePauseSeconds: Double?
    /// Whether a trial of ours met it.
    package var isClosureForeseen: Bool?
    /// The longest time that the quota was seen closed.
    package var closedForSeconds: Double?
    /// Nil while nothing is learned, and where the quota is configured.
    package var learnedQuota: LearnedQuota?
    /// Nil when the quota was never seen to open.
    package var opening: Opening?
    /// Whether the run had ended; false when it may have sent more than this tells.
    package var hasEnded: Bool?
    /// Nil when the API announces nothing, or the window has ended.
    package var announced: Announced?
}

extension PaceSnapshot {
    /// Whether there is nothing worth keeping: no limit is known and none was met.
    package var isWithoutLimits: Bool {
        quota == nil && spacingSeconds == 0 && learnedSpacingSeconds == 0 && notBefore == nil
            && opening == nil
            && announced == nil
    }
}
