/// Learns a quota from its openings between refusals.
///
/// If we sent without a pause, one window lies between two openings: its length is the time between them, its
/// count the requests let through. A closure shorter than an earlier one is a hiccup of a sliding window and
/// ends nothing.
struct QuotaLearning: Sendable, Equatable {
    /// The requests let through since the quota opened.
    struct Opening: Sendable, Equatable {
        /// When the last refusal directly before it came; nil if there was none, as after a pause.
        var after: Duration?
        /// When the first request let through was sent.
        var at: Duration
        var accepted: Int
        var lastAccepted: Duration
    }

    var opening: Opening?
    /// The longest time that the quota has been seen closed: no window is shorter.
    var closedFor = Duration.zero
    var estimate: QuotaEstimate?

    /// Records a request that was let through; `spacing` is the one the pace holds.
    mutating func accept(at sent: Duration, spacing: Duration) {
        guard var now = opening else {
            opening = Opening(at: sent, accepted: 1, lastAccepted: sent)
            return
        }
        let longest = max(.seconds(2), (now.lastAccepted - now.at) / 10, spacing * 3)
        if sent - now.lastAccepted > longest {
            // A request let through after a pause may belong to another window.
            opening = Opening(at: sent, accepted: 1, lastAccepted: sent)
            return
        }
        now.accepted += 1
        now.lastAccepted = max(now.lastAccepted, sent)
        opening = now
    }

    /// Records that the request sent at `opened` was the first one let through after `closure`.
    mutating func end(_ closure: QuotaClosure, openedAt opened: Duration, isCountSure: Bool, log: SendLog) {
        if var known = estimate {
            closedFor = max(closedFor, closure.closedFor)
            let unseen = opening.flatMap { now in now.after.map { max(.zero, now.at - $0) } } ?? .zero
            let isRight =
                !isCountSure && closure.closedFor < known.length
                || known.correct(
                    by: closure, openedAt: opened, closedFor: closedFor, unseen: unseen, log: log)
            estimate = isRight ? known : nil
            // This bound for the window's length may have been as wrong as the estimate.
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
                // A sliding window also counts requests sent before it opened.
                let counted = log.count(after: closure.since - length, before: opened)
                estimate = QuotaEstimate(
                    count: before.accepted * 2 > counted ? before.accepted : counted,
                    // The requests took longer than the closure lasted: perhaps several windows.
                    shortest: before.after == nil && closure.since - before.at > closedFor
                        ? closedFor : max(closedFor, closure.closedAt - before.at), measured: length,
                    isFirstGuess: before.after == nil)
            }
        }
        opening = Opening(after: closure.closedAt, at: opened, accepted: 1, lastAccepted: opened)
    }
}
