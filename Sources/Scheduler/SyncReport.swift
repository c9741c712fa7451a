package import Foundation
package import MirrorCore
package import MirrorStore
import TelenorAPI

/// The result of a run, as its last line reports it and `sync_run` records it.
package struct SyncReport: Sendable, Equatable {
    package let run: RunID
    package var source = RunSource.telenor
    package var kind: RunKind
    package var outcome: RunOutcome
    package var totals: RequestTotals
    package var summary: SaveSummary
    /// Numbers still queued.
    package var queued: Int
    /// Numbers with both proofs that they are gone, but too many to tombstone at once.
    package var parked = 0
    /// Unreadable rows of the lists, because of which no list is complete.
    package var unreadableRows = 0
    /// Why the run stopped before its work was done; nil if it did not.
    package var stop: RunStop?
}

/// Why a run stops before its work is done.
///
/// The rest stays queued, and the next run continues there.
package enum RunStop: Error, Equatable, Sendable {
    /// The limit of `--max-requests` is reached.
    case requestsSpent
    /// The time of `--max-duration` has ended.
    case timeSpent
    /// The API's pace allows the next request only after the run has to end, mostly because of a spent quota.
    case quotaSpent(until: Date)
    /// Every request since then was refused as too close to another.
    case tooClose(since: Date)
    /// Too many of the known numbers look gone, so they were parked; see `GoneBreaker`.
    case tooManyGone(parked: Int, living: Int)
    /// Rows of a list are unreadable, so the numbers that they list are unknown.
    case listUnreadable(rows: Int)
    /// The server's clock or ours was set by more than a day, or is wrong; see `ServerClock`.
    case clockInDoubt(offset: Duration)
    /// A signal requested it.
    case interrupted
}

extension RunStop: CustomStringConvertible {
    package var description: String {
        switch self {
        case .requestsSpent: "the allowed number of requests is spent"
        case .timeSpent: "the allowed time is over"
        case .quotaSpent(let until):
            "the API's pace allows the next request from \(Instant.text(until)) on, after the end of this run"
        case .tooClose(let since): "\(APIFailure.tooClose(since: since))"
        case .tooManyGone(let parked, let living):
            "\(parked) of \(living) numbers look gone, too many at once, and were left as they are: "
                + "look into it; if they are gone, run sync --accept-gone"
        case .listUnreadable(let rows):
            "\(rows) \(rows == 1 ? "row or part" : "rows or parts") of a list cannot be read, so the list is not complete "
                + "and nothing is judged gone by it: the warnings before this and the relation anomaly say where; "
                + "the next run reads it again"
        case .clockInDoubt(let offset): APIFailure.doubt(offset)
        case .interrupted: "interrupted"
        }
    }
}
