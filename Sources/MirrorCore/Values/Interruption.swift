import Synchronization

/// Asks work that blocks its thread to stop; the work checks it regularly.
///
/// SQLite, another program or a library's loop cannot see a task's cancellation.
package final class Interruption: Sendable {
    private let raisedAt = Mutex<ContinuousClock.Instant?>(nil)

    /// Not raised yet.
    package init() {}

    /// Asks the work to stop; repeating it changes nothing.
    package func raise() { raisedAt.withLock { $0 = $0 ?? .now } }

    /// Whether the work was asked to stop.
    package var isRaised: Bool { raisedAt.withLock { $0 != nil } }

    /// Whether the work was asked to stop `duration` ago or earlier.
    package func isRaised(for duration: Duration) -> Bool {
        raisedAt.withLock { $0.map { $0.duration(to: .now) >= duration } ?? false }
    }

    /// - Throws: `CancellationError` once the work was asked to stop.
    package func check() throws {
        if isRaised { throw CancellationError() }
    }
}
