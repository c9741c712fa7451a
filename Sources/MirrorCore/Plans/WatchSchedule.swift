package import Foundation
import Pacing

/// The result of one run of `watch`, as far as the next start depends on it.
package enum WatchOutcome: Sendable, Equatable {
    /// The API answered: the run was complete, or partial because a budget was spent.
    case done
    /// The API's pace allows the next request only from that moment.
    case quotaSpent(until: Date)
    /// Another run holds the mirror.
    case locked
    /// The API could not be reached, or sent an unusable reply: a temporary failure.
    case failed
    /// The disk is full or out of reach.
    case disk
    /// The credentials are refused.
    case refused
    /// A setting is wrong, or the API reports that it is.
    case misconfigured
    /// The mirror is damaged, or not a mirror: only a person can correct that.
    case unusableMirror
}

/// Decides when `watch` starts its next run.
///
/// Until the API has answered one run, the person who started the program is assumed to be present: an error
/// that no retry can correct ends the program at once. After that it goes on, more and more slowly: a failure
/// is retried after the interval, then after twice as long, up to an hour. Refused credentials are retried
/// after 1 h, 4 h, 16 h and then daily, since a few wrong passwords in a row may lock a system user.
package struct WatchSchedule: Sendable, Equatable {
    /// The step after a run.
    package enum Next: Sendable, Equatable {
        /// The next run starts then.
        case start(at: Date)
        /// The program ends with the run's error.
        case end
    }

    /// The time from the end of a run to the start of the next.
    package let interval: Duration
    /// Whether the API has answered any run.
    private var hasBeenAnswered = false
    private var failures = 0
    private var refusals = 0

    /// The longest wait after a failure, unless the interval is longer.
    package static let longestDelay = Duration.seconds(3600)
    /// The wait after the first refusal of the credentials; each next is four times as long, up to a day.
    package static let firstRefusalDelay = Duration.seconds(3600)
    /// The longest wait after refused credentials.
    package static let longestRefusalDelay = Duration.seconds(86_400)
    /// The share of a wait that may be added to it, so that many mirrors do not send requests in step.
    package static let jitterShare = 0.1

    /// Starts before the first run.
    package init(interval: Duration) { self.interval = interval }

    /// Whether settings just read again justify an immediate try.
    package var waitsForSettings: Bool { refusals > 0 }

    /// The next step after a run that ended at `now`; `random` is from 0 up to 1.
    package mutating func next(after outcome: WatchOutcome, at now: Date, random: Double) -> Next {
        let delay: Duration
        switch outcome {
        case .done, .quotaSpent:
            hasBeenAnswered = true
            (failures, refusals) = (0, 0)
            delay = interval
        case .locked:
            delay = interval
        case .failed:
            delay = failureDelay()
        case .disk, .misconfigured:
            guard hasBeenAnswered else { return .end }
            delay = failureDelay()
        case .refused:
            guard hasBeenAnswered else { return .end }
            delay = refusalDelay()
        case .unusableMirror:
            return .end
        }
        var start = now.addingTimeInterval((delay + delay * Self.jitterShare * random).inSeconds)
        if case .quotaSpent(let until) = outcome { start = max(start, until) }
        return .start(at: start)
    }

    private mutating func failureDelay() -> Duration {
        failures += 1
        return min(interval * (1 << min(failures - 1, 20)), max(interval, Self.longestDelay))
    }

    private mutating func refusalDelay() -> Duration {
        refusals += 1
        let delay = Self.firstRefusalDelay * (1 << min(2 * (refusals - 1), 10))
        return max(interval, min(delay, Self.longestRefusalDelay))
    }
}
