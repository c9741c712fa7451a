import Foundation
import Pacing
import Synchronization

/// The calls of one client, and which of them wait to be sent again after a fault.
///
/// Such a wait holds up its own call only. It is reported when every call has one, so that no other shows any
/// progress; until the first of them is sent again.
final class RetryWaits: Sendable {
    private struct State {
        /// Calls that have neither succeeded nor failed.
        var calls = 0
        /// When each waiting call is sent again, by its number.
        var ends: [Int: Duration] = [:]
        var lastNumber = 0
        var reported: RunWait?
    }

    private let state = Mutex(State())
    private let clock: RunClock
    private let onWait: WaitObserver

    init(clock: RunClock, onWait: @escaping WaitObserver) {
        self.clock = clock
        self.onWait = onWait
    }

    /// Counts a call until ``end()``.
    func begin() { change { $0.calls += 1 } }

    /// Ends the count of a call.
    func end() { change { $0.calls -= 1 } }

    /// Waits until `instant` on behalf of one of the calls.
    ///
    /// - Throws: `CancellationError`.
    func sleep(until instant: Duration) async throws {
        let number = change { state in
            state.lastNumber += 1
            state.ends[state.lastNumber] = instant
            return state.lastNumber
        }
        defer { change { $0.ends[number] = nil } }
        try await clock.sleep(until: instant)
    }

    /// Reports within the lock, so that the last report is the latest.
    private func change<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
        state.withLock { state in
            let result = body(&state)
            let wait = wait(state)
            if wait != state.reported {
                state.reported = wait
                onWait(wait)
            }
            return result
        }
    }

    private func wait(_ state: State) -> RunWait? {
        guard state.ends.count == state.calls, let first = state.ends.values.min(),
            first - clock.now > RunWait.shortest
        else { return nil }
        return RunWait(reason: .failed, until: Date(since1970: first))
    }
}
