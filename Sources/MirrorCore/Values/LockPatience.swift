import Glibc
import Synchronization

/// Decides how long SQLite waits for a lock that another program holds: its busy handler.
package final class LockPatience: Sendable {
    private let limit: Mutex<Duration>
    private let grace: Duration
    private let interruption: Interruption

    /// - Parameters:
    ///   - limit: the longest wait.
    ///   - grace: how long a wait goes on after `interruption` was raised, for rows that were paid for.
    package init(limit: Duration, grace: Duration = .zero, interruption: Interruption) {
        self.limit = Mutex(limit)
        self.grace = grace
        self.interruption = interruption
    }

    /// Waits a little; false when SQLite has tried for long enough.
    ///
    /// - Parameter tries: how often it has tried to take this lock before, from 0.
    package func goesOn(after tries: Int) -> Bool {
        guard Self.waited(after: tries) < limit.withLock({ $0 }), !interruption.isRaised(for: grace) else {
            return false
        }
        usleep(Self.pause(after: tries))
        return true
    }

    /// Runs `body` with another limit.
    package func limited<Result>(to limit: Duration, _ body: () throws -> Result) rethrows -> Result {
        let usual = self.limit.withLock { current in
            defer { current = limit }
            return current
        }
        defer { self.limit.withLock { $0 = usual } }
        return try body()
    }

    /// In microseconds: 1 ms, doubled up to 64, then 100.
    private static func pause(after tries: Int) -> UInt32 { tries < 7 ? 1000 << UInt32(tries) : 100_000 }

    /// What the pauses before add up to.
    private static func waited(after tries: Int) -> Duration {
        .milliseconds(tries < 7 ? (1 << tries) - 1 : 127 + (tries - 7) * 100)
    }
}
