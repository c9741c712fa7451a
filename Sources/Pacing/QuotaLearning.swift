/// Learns a quota from the openings between refusals.
///
/// From one opening to the next lies one window, when we sent without a pause in between: its length is the distance, its
/// count what was let through. A closure shorter than one that was seen before is a hiccup of a sliding window and ends
/// nothing.
struct QuotaLearning: Sendable, Equatable {
    /// What was let through since the quota opened.
    struct Opening: Sendable, Equatable {
        /// The last refusal before it; nil when it is only the first request that was sent.
        var after: Duration?
        /// The first request that was let through.
        var at: Duration
        var accepted: Int
        var lastAccepted: Duration
    }

    var opening: Opening?
    /// The longest time that the quota was seen closed: no window is shorter.
    var closedFor = Duration.zero
    var estimate: QuotaEstimate?

    /// Notes a request that was let through; `spacing` is what the pace makes each wait.
    mutating func accept(at sent: Duration, spacing: Duration) {
        guard var now = opening else {
            opening = Opening(at: sent, accepted: 1, lastAccepted: sent)
            return
        }
        let longest = max(.seconds(2), (now.lastAccepted - now.at) / 10, spacing * 3)
        if sent - now.lastAccepted > longest {
            // What was let through after a pause may be of another window.
            opening = Opening(at: sent, accepted: 1, lastAccepted: sent)
            return
        }
        now.accepted += 1
        now.lastAccepted = max(now.lastAccepted, sent)
        opening = now
    }

    /// Notes that the request sent at `opened` was the first to be let through after `closure`.
    mutating func end(_ closure: QuotaClosure, openedAt opened: Duration, isCountSure: Bool, log: SendLog) {
        if var known = estimate {
            closedFor = max(closedFor, closure.closedFor)
            let unseen = opening.flatMap { now in now.after.map { max(.zero, now.at - $0) } } ?? .zero
            let isRight =
                !isCountSure && closure.closedFor < known.length
                || known.correct(
                    by: closure, openedAt: opened, closedFor: closedFor, unseen: unseen, log: log)
            estimate = isRight ? known : nil
            // What was thought of a window's length may have been as wrong as the estimate.
            if !isRight { closedFor = max(closure.closedFor, closedFor / 2) }
        } else {
            closedFor = max(closedFor, closure.closedFor)
            if let before = opening {
                let length = opened - before.at
                guard length >= closedFor, closure.closedFor * 4 > closedFor || length >= closedFor * 2 else {
                    opening?.accepted += 1
                    opening?.lastAccepted = opened
                    return
                }
                // A sliding window counts what was sent before it opened, too.
                let counted = log.count(after: closure.since - length, before: opened)
                estimate = QuotaEstimate(
                    count: before.accepted * 2 > counted ? before.accepted : counted,
                    // It took longer than the quota was closed: that may have been several windows.
                    shortest: before.after == nil && closure.since - before.at > closedFor
                        ? closedFor : max(closedFor, closure.closedAt - before.at), measured: length,
                    isFirstGuess: before.after == nil)
            }
        }
        opening = Opening(after: closure.closedAt, at: opened, accepted: 1, lastAccepted: opened)
    }
}
