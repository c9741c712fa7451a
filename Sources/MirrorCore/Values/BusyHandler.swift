import Glibc
import Synchronization

/// Decides how long SQLite waits for a lock that another program holds: its busy handler.
package final class BusyHandler: Sendable {
    private struct State {
        var limit: Duration
        /// Whether a wait reached its limit: the holder may well go on holding the lock.
        var isSpent = false
    }

    private let state: Mutex<State>
    private let grace: Duration
    private let interruption: Interruption

    /// - Parameters:
    ///   - limit: the longest wait; once one has reached it, later waits take at most 2 s.
    ///   - grace: how long a wait continues after `interruption` was raised, for rows that have cost
    ///     requests.
    package init(limit: Duration, grace: Duration = .zero, interruption: Interruption) {
        state = Mutex(State(limit: limit))
        self.grace = grace
        self.interruption = interruption
    }

    /// The longest wait once an earlier one reached its limit.
    private static let rest = Duration.seconds(2)

    /// Waits briefly; returns false once SQLite has tried for long enough.
    ///
    /// - Parameter tries: how often it has already tried to take this lock, from 0.
    package func shouldRetry(after tries: Int) -> Bool {
        let isInTime = state.withLock { state in
            let longest = state.isSpent ? min(state.limit, Self.rest) : state.limit
            let isInTime = Self.waited(after: tries) < longest
            if !isInTime { state.isSpent = true }
            return isInTime
        }
        guard isInTime, !interruption.isRaised(for: grace) else { return false }
        usleep(Self.pause(after: tries))
        return true
    }

    /// Runs `body` with another limit.
    package func limited<Result>(to limit: Duration, _ body: () throws -> Result) rethrows -> Result {
        let usual = state.withLock { state in
            defer { state.limit = limit }
            return state
        }
        defer { state.withLock { $0 = usual } }
        return try body()
    }

    /// In microseconds: 1 ms, doubled up to 64, then 100.
    private static func pause(after tries: Int) -> UInt32 { tries < 7 ? 1000 << UInt32(tries) : 100_000 }

    /// The sum of the pauses before.
    private static func waited(after tries: Int) -> Duration {
        .milliseconds(tries < 7 ? (1 << tries) - 1 : 127 + (tries - 7) * 100)
    }
}
