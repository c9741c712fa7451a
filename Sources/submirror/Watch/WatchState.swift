import Foundation
import MirrorCore
import Synchronization

/// What the parts of `watch` share: the settings in force, whether it is ready, and by when it has to move on.
final class WatchState: Sendable {
    private struct State {
        var settings: Settings
        var generation = 0
        var isReady = false
        /// Nil before the first run.
        var movesOnBy: ContinuousClock.Instant?
        var waiter: AsyncStream<Void>.Continuation?
    }

    /// How far a run may go past its time, for what is still to be committed; also how long after its moment a wait
    /// may end.
    static let grace = Duration.seconds(600)

    private let state: Mutex<State>

    init(_ settings: Settings) { state = Mutex(State(settings: settings)) }

    /// The settings for the next run, and how often they were read again.
    var current: (settings: Settings, generation: Int) {
        state.withLock { ($0.settings, $0.generation) }
    }

    var isReady: Bool { state.withLock { $0.isReady } }

    /// Notes that the service is up; says whether that is news.
    func becomeReady() -> Bool {
        state.withLock { state in
            defer { state.isReady = true }
            return !state.isReady
        }
    }

    /// Takes settings that were read again, and ends a wait for them.
    func adopt(_ settings: Settings) {
        state.withLock { state in
            state.settings = settings
            state.generation += 1
            state.waiter?.yield()
        }
    }

    /// Notes that the loop moves on after `duration` at the latest, but for ``grace``.
    func expectToMoveOn(within duration: Duration, from now: ContinuousClock.Instant = .now) {
        state.withLock { $0.movesOnBy = now + duration + Self.grace }
    }

    /// Whether the loop is where it should be by now.
    func isAlive(at now: ContinuousClock.Instant = .now) -> Bool {
        state.withLock { state in state.movesOnBy.map { now <= $0 } ?? true }
    }

    /// Waits for `duration`; not at all, or no longer, once settings newer than `generation` are there.
    ///
    /// - Parameter generation: nil waits to the end whatever happens.
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
        // Two at most: the clock, and the news.
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
