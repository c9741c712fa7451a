import Foundation
package import Pacing
import Synchronization

/// The single point that every data request passes before it is sent.
///
/// Callers queue; the first waits on behalf of all, so that one wait is shared and nobody can overtake it.
package final class Pacer: Sendable {
    private struct State {
        var pace: Pace
        /// The first in line, while it waits for the answer of a probe.
        var waiter: CheckedContinuation<Void, any Error>?
        /// When the current streak of requests refused as too close to another began; nil outside a streak.
        var tooCloseSince: Duration?
    }

    private let state: Mutex<State>
    private let turnstile = FairLock()
    private let longestWait: Duration?
    private let clock: RunClock
    private let onWait: WaitObserver

    /// - Parameters:
    ///   - kept: the state of an earlier run; nil starts afresh.
    ///   - longestWait: a longer wait is not begun, counted from when the quota was found spent, nor is one
    ///     beyond the run's end, see ``turn(ready:prepare:)``; nil waits without limit.
    ///   - onWait: receives the longer waits.
    package init(
        settings: PaceSettings, continuing kept: PaceSnapshot? = nil, longestWait: Duration? = nil,
        clock: RunClock, onWait: @escaping WaitObserver = { _ in }
    ) {
        let pace = kept.map { Pace(settings: settings, continuing: $0, at: clock.now) }
        state = Mutex(State(pace: pace ?? Pace(settings: settings)))
        self.longestWait = longestWait
        self.clock = clock
        self.onWait = onWait
    }

    /// Waits until a request may be sent, and counts it.
    ///
    /// - Parameters:
    ///   - ready: returns what the request needs, such as a token, if it is at hand; called after every wait.
    ///   - prepare: fetches it if it is not.
    /// - Returns: the result of `ready` or `prepare`, and the permit to hand to
    ///   ``answered(_:to:announcing:)``, which must follow.
    /// - Throws: `RequestFailure.quotaSpent` at once if the wait would pass the run's end or be too long;
    ///   `RequestFailure.tooClose` if every request has been refused as too close for as long as a wait may
    ///   be; `RequestFailure.timeSpent` once the run's time is over, also for callers in the queue; errors of
    ///   `prepare`.
    package func turn<Ticket: Sendable>(
        ready: @Sendable () -> Ticket?, prepare: @Sendable () async throws -> Ticket
    ) async throws -> (ticket: Ticket, permit: PacePermit) {
        try clock.checkEnd()
        if turnstile.isFree, let ticket = ready(), let permit = sendNow() { return (ticket, permit) }
        try await turnstile.enter()
        defer { turnstile.leave() }
        var ticket: Ticket?
        while true {
            if try await wait() { ticket = nil }
            guard let held = ticket ?? ready() else {
                ticket = try await prepare()
                continue
            }
            if let permit = sendNow() { return (held, permit) }
        }
    }

    /// Takes an answer into account.
    package func answered(
        _ answer: PaceAnswer, to permit: PacePermit, announcing announced: QuotaAnnouncement? = nil
    ) {
        let now = clock.now
        let waiter = state.withLock { state in
            state.pace.answer(answer, to: permit, announcing: announced, at: now)
            switch answer {
            case .spikeArrest: state.tooCloseSince = state.tooCloseSince ?? now
            case .accepted, .quotaSpent: state.tooCloseSince = nil
            case .nothing: break
            }
            return state.waiter.take()
        }
        waiter?.resume()
    }

    /// Records that the request of this permit has left, or could not: the next keeps its distance from now.
    package func left(_ permit: Int) {
        let now = clock.now
        let waiter = state.withLock { state in
            state.pace.left(permit, at: now)
            return state.waiter.take()
        }
        waiter?.resume()
    }

    /// The state to keep for the next run, and to show.
    package var snapshot: PaceSnapshot { snapshot(hasEnded: true) }

    /// The state to keep; `hasEnded` is false while requests may follow.
    package func snapshot(hasEnded: Bool) -> PaceSnapshot {
        let now = clock.now
        return state.withLock { $0.pace.snapshot(at: now, hasEnded: hasEnded) }
    }

    private func sendNow() -> PacePermit? {
        let now = clock.now
        return state.withLock { state in
            guard state.pace.decide(at: now) == .now else { return nil }
            return state.pace.send(at: now)
        }
    }

    /// Waits until a request may be sent; returns whether it had to wait.
    private func wait() async throws -> Bool {
        var hasWaited = false
        while true {
            try clock.checkEnd()
            let now = clock.now
            let (decision, limit, latest, tooCloseSince) = state.withLock { state in
                let decision = state.pace.decide(at: now)
                return (
                    decision, state.pace.limit(behind: decision), patience(state, at: now),
                    state.tooCloseSince
                )
            }
            switch decision {
            case .now: return hasWaited
            case .whenAnswered: try await waitForAnswer()
            case .notBefore(let instant):
                if let tooCloseSince, let longestWait, instant > tooCloseSince + longestWait {
                    throw RequestFailure.tooClose(since: Date(since1970: tooCloseSince))
                }
                if let latest, instant > latest {
                    throw RequestFailure.quotaSpent(until: Date(since1970: instant))
                }
                let isNews = instant - now > RunWait.shortest
                if isNews { onWait(RunWait(limit, until: Date(since1970: instant))) }
                defer { if isNews { onWait(nil) } }
                try await clock.sleep(until: instant)
            }
            hasWaited = true
        }
    }

    /// How long a wait may last, as an instant; nil means no limit.
    private func patience(_ state: State, at now: Duration) -> Duration? {
        let longest = longestWait.map { min(now, state.pace.closedSince ?? now) + $0 }
        return [clock.end, longest].compactMap(\.self).min()
    }

    private func waitForAnswer() async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                hold(continuation)
            }
        } onCancel: {
            state.withLock { $0.waiter.take() }?.resume(throwing: CancellationError())
        }
    }

    private func hold(_ continuation: CheckedContinuation<Void, any Error>) {
        let now = clock.now
        state.withLock { state in
            if Task.isCancelled {
                continuation.resume(throwing: CancellationError())
            } else if state.pace.decide(at: now) == .whenAnswered {
                state.waiter = continuation
            } else {
                continuation.resume()
            }
        }
    }
}

extension RunWait {
    fileprivate init(_ limit: PaceLimit, until end: Date) {
        let reason: Reason =
            switch limit {
            case .quota: .quotaSpent
            case .pause: .tooClose
            case .spacing: .spacing
            }
        self.init(reason: reason, until: end)
    }
}
