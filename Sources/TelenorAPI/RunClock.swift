import Foundation
package import MirrorCore

/// One time line for a run: the wall clock where it began, counted on by the clock that is never set back.
package struct RunClock: Sendable {
    private let start: Duration
    private let elapsed: @Sendable () -> Duration
    private let pause: @Sendable (Duration) async throws -> Void

    /// Begins now.
    package init(_ time: TimeSource) {
        start = Duration(since1970: time.now())
        elapsed = Self.stopwatch(time.clock)
        pause = Self.pause(on: time.clock)
    }

    /// Now, as a duration since 1970.
    package var now: Duration { start + elapsed() }

    /// Waits until `instant`, not at all when it has passed.
    ///
    /// - Throws: `CancellationError`.
    package func sleep(until instant: Duration) async throws {
        let wait = instant - now
        guard wait > .zero else { return try Task.checkCancellation() }
        try await pause(wait)
    }

    private static func stopwatch<C: Clock<Duration>>(_ clock: C) -> @Sendable () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }

    private static func pause<C: Clock<Duration>>(on clock: C) -> @Sendable (Duration) async throws -> Void {
        { try await clock.sleep(for: $0, tolerance: .zero) }
    }
}

extension Duration {
    init(since1970 date: Date) { self = .seconds(date.timeIntervalSince1970) }
}

extension Date {
    init(since1970 duration: Duration) { self.init(timeIntervalSince1970: duration.inSeconds) }
}
