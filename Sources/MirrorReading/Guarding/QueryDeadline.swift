import Foundation
import MirrorCore
import Pacing
import Synchronization

/// Calls back once, on another thread, if a statement has run for too long.
final class QueryDeadline: Sendable {
    private let limit: Duration
    private let ring: @Sendable () -> Void
    /// Nil once the alarm is stopped.
    private let work: Mutex<WorkTime?>

    /// Starts the alarm.
    init(after limit: Duration, _ ring: @escaping @Sendable () -> Void) {
        self.limit = limit
        self.ring = ring
        work = Mutex(WorkTime(since: .now))
        wait(limit)
    }

    func stop() { work.withLock { $0 = nil } }

    /// Runs `body` without counting its time.
    func paused<Result>(_ body: () throws -> Result) rethrows -> Result {
        work.withLock { $0?.pause(at: .now) }
        defer { work.withLock { $0?.resume(at: .now) } }
        return try body()
    }

    private func wait(_ duration: Duration) {
        DispatchQueue.global().asyncAfter(deadline: .now() + duration.inSeconds) { [self] in
            guard let left = work.withLock({ $0.map { limit - $0.worked(until: .now) } }) else { return }
            if left > .zero { wait(max(left, .milliseconds(10))) } else { ring() }
        }
    }
}

/// Time spent working, pauses excluded.
struct WorkTime {
    private let start: ContinuousClock.Instant
    private var pauses = Duration.zero
    private var pausedAt: ContinuousClock.Instant?

    init(since start: ContinuousClock.Instant) { self.start = start }

    mutating func pause(at now: ContinuousClock.Instant) { pausedAt = now }

    mutating func resume(at now: ContinuousClock.Instant) {
        pauses += pausedAt?.duration(to: now) ?? .zero
        pausedAt = nil
    }

    func worked(until now: ContinuousClock.Instant) -> Duration {
        start.duration(to: pausedAt ?? now) - pauses
    }
}
