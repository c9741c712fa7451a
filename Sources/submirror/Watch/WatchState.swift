import Foundation
import MirrorCore
import Synchronization

/// The shared state of `watch`: the current settings, whether it is ready, and the
/// deadline of its current step.
final class WatchState: Sendable {
    private struct State {
        var settings: Settings
        var generation = 0
        var isReady = false
        /// Nil before the first run.
        var movesOnBy: ContinuousClock.Instant?
        var waiter: AsyncStream<Void>.Continuation?
    }

    /// How far a run may exceed its time limit, to commit its last rows, and a wait its end.
    static let grace = Duration.seconds(600)

    private let state: Mutex<State>

    init(_ settings: Settings) { state = Mutex(State(settings: settings)) }

    /// The settings for the next run, and how often they have been read again.
    var current: (settings: Settings, generation: Int) {
        state.withLock { ($0.settings, $0.generation) }
    }

    var isReady: Bool { state.withLock { $0.isReady } }

    /// Marks the service as ready; true the first time.
    func becomeReady() -> Bool {
        state.withLock { state in
            defer { state.isReady = true }
            return !state.isReady
        }
    }

    /// Adopts settings that were read again, and ends a wait for them.
    func adopt(_ settings: Settings) {
        state.withLock { state in
            state.settings = settings
            state.generation += 1
            state.waiter?.yield()
        }
    }

    /// Expects the loop's next step within `duration`, plus ``grace``.
    func extendDeadline(within duration: Duration, from now: ContinuousClock.Instant = .now) {
        state.withLock { $0.movesOnBy = now + duration + Self.grace }
    }

    /// Whether the loop has met its deadline so far.
    func isAlive(at now: ContinuousClock.Instant = .now) -> Bool {
        state.withLock { state in state.movesOnBy.map { now <= $0 } ?? true }
    }

    /// Waits for `duration`, or until there are settings newer than `generation`.
    ///
    /// - Parameter generation: nil waits for the full duration.
    /// - Throws: `CancellationError`.
    func wait(_ duration: Duration, orSettingsAfter generation: Int?, on clock: any Clock<Duration>)
        async throws
    {
        let (news, waiter) = AsyncStream.makeStream(of: Void.self)
        let isThere = state.withLock { state in
            state.waiter = generation == nil ? nil : waiter
            return generation.map { state.generation > $0 } ?? false
        }
        defer { state.withLock { $0.waiter = nil } }
        guard !isThere else { return }
        // At most two: the clock, and the news.
        try await withThrowingTaskGroup { group in
            group.addTask { try await Self.sleep(duration, on: clock) }
            group.addTask {
                for await _ in news { return }
                try Task.checkCancellation()
            }
            try await group.next()
            group.cancelAll()
        }
    }

    private static func sleep<C: Clock<Duration>>(_ duration: Duration, on clock: C) async throws {
        try await clock.sleep(for: duration)
    }
}
