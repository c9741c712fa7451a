package import Foundation
import Pacing

/// One time line for a run: the wall clock at its start, continued by the monotonic clock.
package struct RunClock: Sendable {
    /// When the run has to end, as a duration since 1970; nil sets no limit.
    ///
    /// The one deadline of a run, which every wait of the client respects.
    let end: Duration?
    private let start: Duration
    private let elapsed: @Sendable () -> Duration
    private let pause: @Sendable (Duration) async throws -> Void

    /// Starts now.
    ///
    /// - Parameters:
    ///   - start: the time on the wall clock.
    ///   - clock: continues from there, and waits.
    ///   - end: when the run has to end; nil sets no limit.
    package init(from start: Date, on clock: any Clock<Duration>, end: Date? = nil) {
        self.end = end.map { Duration(since1970: $0) }
        self.start = Duration(since1970: start)
        elapsed = Self.stopwatch(clock)
        pause = Self.pause(on: clock)
    }

    /// Now, as a duration since 1970.
    package var now: Duration { start + elapsed() }

    /// Whether the run's time has ended.
    package var isOver: Bool { end.map { now >= $0 } ?? false }

    /// - Throws: ``RequestFailure/timeSpent`` once the run's time is over.
    func checkEnd() throws(RequestFailure) {
        if isOver { throw .timeSpent }
    }

    /// Waits until `instant`; returns at once if it has passed.
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
    /// The time from 1970 to `date`.
    package init(since1970 date: Date) { self = .seconds(date.timeIntervalSince1970) }
}

extension Date {
    /// The instant `duration` after 1970.
    package init(since1970 duration: Duration) { self.init(timeIntervalSince1970: duration.inSeconds) }
}
