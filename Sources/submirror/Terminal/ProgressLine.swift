import Foundation
import Logging
import MirrorCore
import MirrorReading
import PacedHTTP
import Scheduler
import Synchronization
import TelenorAPI

/// Shows a run's progress: one changing line on a terminal, otherwise one line per phase.
final class ProgressLine: Sendable {
    struct State {
        var phase: SyncProgress.Phase?
        var phaseBegan = Date.distantPast
        var doneAtBeginning = 0
        var requestsAtBeginning = 0
        var lastShown = Date.distantPast
        var progress: SyncProgress?
        /// The event that the run waits for; nil while it is working.
        var wait: RunWait?
    }

    private let console: Console
    private let logger: Logger
    private let state = Mutex(State())

    /// Without a terminal, shorter waits do not merit a log line.
    private static let longWait: TimeInterval = 30

    /// - Parameter logger: receives long waits if no changing line can be shown.
    init(console: Console, logger: Logger) {
        self.console = console
        self.logger = logger
    }

    func show(_ progress: SyncProgress) {
        let now = console.time.now()
        let line = state.withLock { state -> String? in
            if state.phase != progress.phase {
                state = State(
                    phase: progress.phase, phaseBegan: now, doneAtBeginning: progress.done,
                    requestsAtBeginning: progress.requests, wait: state.wait)
                if !console.showsProgress { console.tell(Self.announcement(of: progress)) }
            }
            state.progress = progress
            guard console.showsProgress,
                now.timeIntervalSince(state.lastShown) > 0.1 || progress.done == progress.total
            else { return nil }
            state.lastShown = now
            return Self.line(progress, state, at: now, width: console.progressWidth)
        }
        if let line { console.show(line) }
    }

    /// Shows what the run waits for, and until when; nil when it continues.
    func show(_ wait: RunWait?) {
        let now = console.time.now()
        let line = state.withLock { state -> String? in
            state.wait = wait
            let width = console.progressWidth
            if let progress = state.progress { return Self.line(progress, state, at: now, width: width) }
            return wait.map { Self.fitting($0.choices(at: now), width) }
        }
        if console.showsProgress {
            if let line { console.show(line) }
        } else if let wait, wait.until.timeIntervalSince(now) >= Self.longWait {
            logger.notice(wait.message, metadata: ["until": "\(Instant.text(wait.until))"])
        }
    }

    /// Removes the changing line.
    func end() { console.clear() }

    private static func announcement(of progress: SyncProgress) -> String {
        progress.total > 0 ? "\(progress.phase.title): \(progress.total)" : progress.phase.title
    }

    /// The line in at most `width` columns; the most important parts are kept longest.
    static func line(_ progress: SyncProgress, _ state: State, at now: Date, width: Int) -> String {
        fitting(
            choices(progress, state, at: now).map { $0.compactMap(\.self).joined(separator: " · ") }, width)
    }

    private static func fitting(_ choices: [String], _ width: Int) -> String {
        choices.first { DisplayWidth.columns(of: $0) <= width } ?? choices.last ?? ""
    }

    /// Alternatives for the parts of a line, the most informative first.
    private static func choices(
        _ progress: SyncProgress, _ state: State, at now: Date
    ) -> [[String?]] {
        let title = progress.phase.title
        let count = "\(progress.done)/\(progress.total)"
        let requests = progress.requests > 0 ? "\(progress.requests) requests" : nil
        if let wait = state.wait {
            let waits = wait.choices(at: now)
            let titles = progress.total > 0 ? [["\(title) \(count)", requests], [count]] : [[title]]
            return titles.flatMap { title in waits.map { title + [$0] } } + waits.map { [$0] }
        }
        guard progress.total > 0 else { return [[title]] }
        let (rate, left) = pace(progress, state, at: now)
        return [
            ["\(title) \(count)", requests, rate, left], ["\(title) \(count)", rate, left],
            ["\(title) \(count)", left], [count, left], [count],
        ]
    }

    /// Requests per second, and the remaining time; nil while unknown.
    private static func pace(
        _ progress: SyncProgress, _ state: State, at now: Date
    ) -> (rate: String?, left: String?) {
        let done = progress.done - state.doneAtBeginning
        let requests = progress.requests - state.requestsAtBeginning
        let elapsed = now.timeIntervalSince(state.phaseBegan)
        let rate =
            elapsed > 1 && requests > 0 ? String(format: "%.0f/s", Double(requests) / elapsed) : nil
        guard elapsed > 2, done > 0, progress.done < progress.total else { return (rate, nil) }
        let left = elapsed / Double(done) * Double(progress.total - progress.done)
        return (rate, "\(DurationText.text(.seconds(Int64(left.rounded(.up))))) left")
    }
}

extension RunWait {
    /// The event that the run waits for.
    var message: Logger.Message {
        switch reason {
        case .quotaSpent: "quota spent, waiting"
        case .tooClose: "requests refused as too close together, waiting"
        case .spacing: "keeping requests apart, waiting"
        case .noToken: "no token received, waiting to retry"
        case .failed: "request failed, waiting to retry"
        }
    }

    /// The awaited event and the end of the wait in UTC; with the date only if it differs from that of `now`.
    func sentence(at now: Date) -> String { "\(message) until \(end(at: now))" }

    /// The sentence, and shorter alternatives for narrow terminals.
    fileprivate func choices(at now: Date) -> [String] {
        [sentence(at: now), "waiting until \(end(at: now))"]
    }

    private func end(at now: Date) -> String {
        let text = Instant.text(until)
        let isToday = text.prefix(10) == Instant.text(now).prefix(10)
        return isToday ? String(text.dropFirst(11)) : text
    }
}

extension SyncProgress.Phase {
    fileprivate var title: String {
        switch self {
        case .polling: "searching for changes"
        case .catalogue: "reading the catalogue"
        case .listing: "reading the complete list"
        case .fetching: "fetching details"
        }
    }
}
