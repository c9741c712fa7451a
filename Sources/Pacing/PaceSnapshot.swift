/// The pacer's state, as plain values that the next run can start from.
///
/// Instants are seconds since 1970, local wall clock. Encoded, a snapshot takes a few hundred bytes, or a few
/// thousand while a window's requests are counted. Fields added later are optional, so that older snapshots
/// can be read.
package struct PaceSnapshot: Codable, Sendable, Equatable {
    /// Requests that count against the quota's window, sent between two instants.
    package struct Burst: Codable, Sendable, Equatable {
        /// When the first of them was sent.
        package var first: Double
        /// When the last of them was sent.
        package var last: Double
        /// How many there are.
        package var count: Int
    }

    /// The learned limits of a quota that is not configured.
    package struct LearnedQuota: Codable, Sendable, Equatable {
        /// Requests that a window lets through.
        package var count: Int
        /// A lower bound for the window's length.
        package var shortestSeconds: Double
        /// A likely upper bound for the window's length.
        package var longestSeconds: Double
        /// The window's length in use.
        package var measuredSeconds: Double
        /// Requests let through since the estimate was last corrected.
        package var accepted: Int
        /// Requests let through since a higher count was last tried.
        package var acceptedSinceTrial: Int
        /// How many must be let through before the next trial.
        package var patience: Int
        /// Whether no window has been seen from beginning to end yet.
        package var isFirstGuess: Bool?
        /// Whether the quota has never been seen to open after this length.
        package var isLengthGuessed: Bool?
        /// How many of ``count`` have certainly passed in one window.
        package var sure: Int?
    }

    /// The requests that a quota that is not configured has let through since it last opened.
    package struct Opening: Codable, Sendable, Equatable {
        /// When the last refusal before it came; nil if there was none.
        package var after: Double?
        /// When it opened.
        package var at: Double
        /// Requests let through since.
        package var accepted: Int
        /// When the latest of them was sent.
        package var lastAccepted: Double
    }

    /// The open window, as announced by the API's headers.
    package struct Announced: Codable, Sendable, Equatable {
        /// Requests left in it.
        package var remaining: Int
        /// When it ends.
        package var until: Double
        /// Whether a request beyond it was refused.
        package var isConfirmed: Bool
    }

    /// When this snapshot was taken, by our clock.
    package var savedAt: Double
    /// The spacing in force; zero if there is none.
    package var spacingSeconds: Double
    /// The spacing learned from 42902; zero if none was.
    package var learnedSpacingSeconds: Double
    /// The widest spacing that was refused, zero when none was.
    package var refusedSpacingSeconds: Double
    /// The narrowest spacing that has held; nil while the search for it goes on.
    package var carriedSpacingSeconds: Double?
    /// Requests accepted in a row at this spacing.
    package var acceptedAtSpacing: Int?
    /// How many must be accepted before a narrower one is tried.
    package var spacingPatience: Int?
    /// When the last request was sent, nil when none was.
    package var lastSentAt: Double?
    /// Our requests per window; nil when no quota is known.
    package var quota: Int?
    /// The length of the window, nil when no quota is known.
    package var windowSeconds: Double?
    /// When the oldest request that still counts was sent, nil when none counts.
    package var windowStart: Double?
    /// Requests that still count against the quota.
    package var windowCount: Int
    /// The requests that the next run needs, oldest first: those that still count and, while a quota is
    /// closed, all sent before.
    package var bursts: [Burst]
    /// When the wait for a spent quota ends; nil when there is none.
    package var notBefore: Double?
    /// When the closed quota first refused a request.
    package var closedSince: Double?
    /// The latest instant at which it is known to have been closed.
    package var closedAt: Double?
    /// The wait that followed the last refused probe of a spent quota.
    package var closurePauseSeconds: Double?
    /// Whether the closure was expected, as after a trial of our own.
    package var isClosureForeseen: Bool?
    /// The longest time that the quota has been seen closed.
    package var closedForSeconds: Double?
    /// Nil until something is learned, and where the quota is configured.
    package var learnedQuota: LearnedQuota?
    /// Nil when the quota was never seen to open.
    package var opening: Opening?
    /// Whether the run had ended; false if it may have sent more than this records.
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
