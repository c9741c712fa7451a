import Foundation
import MirrorCore
import Scheduler
import Synchronization

/// Shows how far a run is: one changing line on a terminal, a line for each phase elsewhere.
final class ProgressLine: Sendable {
    private struct State {
        var phase: SyncProgress.Phase?
        var phaseBegan = Date()
        var doneAtBeginning = 0
        var requestsAtBeginning = 0
        var lastShown = Date.distantPast
    }

    private let console: Console
    private let state = Mutex(State())

    init(console: Console) { self.console = console }

    func show(_ progress: SyncProgress) {
        let now = Date()
        let line = state.withLock { state -> String? in
            if state.phase != progress.phase {
                state = State(
                    phase: progress.phase, phaseBegan: now, doneAtBeginning: progress.done,
                    requestsAtBeginning: progress.requests)
                if !console.showsProgress { console.tell(Self.announcement(of: progress)) }
            }
            guard console.showsProgress,
                now.timeIntervalSince(state.lastShown) > 0.1 || progress.done == progress.total
            else { return nil }
            state.lastShown = now
            return Self.line(
                progress, done: progress.done - state.doneAtBeginning,
                requests: progress.requests - state.requestsAtBeginning,
                elapsed: now.timeIntervalSince(state.phaseBegan))
        }
        if let line { console.show(line) }
    }

    /// Ends the changing line.
    func end() { console.clear() }

    private static func announcement(of progress: SyncProgress) -> String {
        progress.total > 0 ? "\(progress.phase.title): \(progress.total)" : progress.phase.title
    }

    private static func line(
        _ progress: SyncProgress, done: Int, requests: Int, elapsed: TimeInterval
    ) -> String {
        guard progress.total > 0 else { return progress.phase.title }
        var parts = ["\(progress.phase.title) \(progress.done)/\(progress.total)"]
        if progress.requests > 0 { parts.append("\(progress.requests) requests") }
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
