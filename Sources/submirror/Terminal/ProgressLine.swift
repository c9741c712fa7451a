import Foundation
import Logging
import MirrorCore
import Scheduler
import Synchronization
import TelenorAPI

/// Shows how far a run is: one changing line on a terminal, a line for each phase elsewhere.
final class ProgressLine: Sendable {
    private struct State {
        var phase: SyncProgress.Phase?
        var phaseBegan = Date()
        var doneAtBeginning = 0
        var requestsAtBeginning = 0
        var lastShown = Date.distantPast
        var progress: SyncProgress?
        /// What the run waits for, nil while it goes on.
        var wait: RunWait?
    }

    private let console: Console
    private let logger: Logger
    private let state = Mutex(State())

    /// Off a terminal, shorter waits are not worth a line of the log.
    private static let longWait: TimeInterval = 30

    /// - Parameter logger: hears of long waits where no line can be shown that changes.
    init(console: Console, logger: Logger) {
        self.console = console
        self.logger = logger
    }

    func show(_ progress: SyncProgress) {
        let now = Date()
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
            return Self.line(progress, state, at: now)
        }
        if let line { console.show(line) }
    }

    /// Shows what the run waits for, and until when; nil: it goes on.
    func show(_ wait: RunWait?) {
        let now = Date()
        let line = state.withLock { state -> String? in
            state.wait = wait
            return state.progress.map { Self.line($0, state, at: now) } ?? wait?.sentence(at: now)
        }
        if console.showsProgress {
            if let line { console.show(line) }
        } else if let wait, wait.until.timeIntervalSince(now) >= Self.longWait {
            logger.notice(wait.message, metadata: ["until": "\(Instant.text(wait.until))"])
        }
    }

    /// Ends the changing line.
    func end() { console.clear() }

    private static func announcement(of progress: SyncProgress) -> String {
        progress.total > 0 ? "\(progress.phase.title): \(progress.total)" : progress.phase.title
    }

    private static func line(_ progress: SyncProgress, _ state: State, at now: Date) -> String {
        let done = progress.done - state.doneAtBeginning
        let requests = progress.requests - state.requestsAtBeginning
        let elapsed = now.timeIntervalSince(state.phaseBegan)
        guard progress.total > 0 else {
            return [progress.phase.title, state.wait?.sentence(at: now)].compactMap(\.self)
                .joined(separator: " · ")
        }
        var parts = ["\(progress.phase.title) \(progress.done)/\(progress.total)"]
        if progress.requests > 0 { parts.append("\(progress.requests) requests") }
        if let wait = state.wait { return (parts + [wait.sentence(at: now)]).joined(separator: " · ") }
        if elapsed > 1, requests > 0 {
            parts.append(String(format: "%.0f/s", Double(requests) / elapsed))
        }
        if elapsed > 2, done > 0, progress.done < progress.total {
            let left = elapsed / Double(done) * Double(progress.total - progress.done)
            parts.append("\(DurationText.text(.seconds(Int64(left.rounded(.up))))) left")
        }
        return parts.joined(separator: " · ")
    }
}

extension RunWait {
    /// What is waited for.
    var message: Logger.Message {
        switch reason {
        case .quotaSpent: "quota spent, waiting"
        case .noToken: "no token given, waiting to try again"
        }
    }

    /// What is waited for and until when, in UTC; the day only where it is another than that of `now`.
    func sentence(at now: Date) -> String {
        let text = Instant.text(until)
        let isToday = text.prefix(10) == Instant.text(now).prefix(10)
        return "\(message) until \(isToday ? String(text.dropFirst(11)) : text)"
    }
}

extension SyncProgress.Phase {
    fileprivate var title: String {
        switch self {
        case .polling: "looking for changes"
        case .catalogue: "reading the catalogue"
        case .listing: "reading the complete list"
        case .fetching: "fetching details"
        }
    }
}
