package import Foundation
import Pacing

/// One time line for a run: the wall clock where it began, counted on by the clock that is never set back.
package struct RunClock: Sendable {
    /// When the run has to be over, as a duration since 1970; nil sets no limit.
    ///
    /// The one deadline of a run: every wait of the client asks for it here.
    let end: Duration?
    private let start: Duration
    private let elapsed: @Sendable () -> Duration
    private let pause: @Sendable (Duration) async throws -> Void

    /// Begins now.
    ///
    /// - Parameters:
    ///   - start: what the wall clock shows.
    ///   - clock: counts on from there, and waits.
    ///   - end: when the run has to be over; nil sets no limit.
    package init(from start: Date, on clock: any Clock<Duration>, end: Date? = nil) {
        self.end = end.map { Duration(since1970: $0) }
        self.start = Duration(since1970: start)
        elapsed = Self.stopwatch(clock)
        pause = Self.pause(on: clock)
    }

    /// Now, as a duration since 1970.
    package var now: Duration { start + elapsed() }

    /// Whether the run's time is over.
    package var isOver: Bool { end.map { now >= $0 } ?? false }

    /// - Throws: ``RequestFailure/timeSpent`` once the run's time is over.
    func checkEnd() throws(RequestFailure) {
        if isOver { throw .timeSpent }
    }

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
    /// Counts from 1970 to `date`.
    package init(since1970 date: Date) { self = .seconds(date.timeIntervalSince1970) }
}

extension Date {
    /// Counts `duration` on from 1970.
    package init(since1970 duration: Duration) { self.init(timeIntervalSince1970: duration.inSeconds) }
}
