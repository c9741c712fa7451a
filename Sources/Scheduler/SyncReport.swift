package import Foundation
package import MirrorCore
package import MirrorStore
import TelenorAPI

/// What a run did, as its last line says it and as `sync_run` keeps it.
package struct SyncReport: Sendable, Equatable {
    package let run: RunID
    package var source = RunSource.telenor
    package var kind: RunKind
    package var outcome: RunOutcome
    package var totals: RequestTotals
    package var summary: SaveSummary
    /// Numbers that are still queued.
    package var queued: Int
    /// Numbers with both proofs that they are gone, too many to go at once.
    package var parked = 0
    /// Rows of the lists that could not be read, so that no list is complete.
    package var unreadableRows = 0
    /// Why the run ended before its work did; nil when it did not.
    package var stop: RunStop?
}

/// Why a run ends before its work does.
///
/// The rest stays queued, and the next run goes on there.
package enum RunStop: Error, Equatable, Sendable {
    /// `--max-requests` is reached.
    case requestsSpent
    /// `--max-duration` is over.
    case timeSpent
    /// The API's pace allows the next request only after the run has to end: mostly a spent quota.
    case quotaSpent(until: Date)
    /// Every request since then was refused as too close to another.
    case tooClose(since: Date)
    /// So many of the known numbers look gone that they were parked; see `GoneBreaker`.
    case tooManyGone(parked: Int, living: Int)
    /// Rows of a list cannot be read, so that nobody knows what they list.
    case listUnreadable(rows: Int)
    /// The server's clock or ours was set by more than a day, or is wrong; see `ServerClock`.
    case clockInDoubt(offset: Duration)
    /// A signal asked for it.
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
            "\(rows) \(rows == 1 ? "row" : "rows") of a list cannot be read, so the list is not complete and nothing is "
                + "judged gone by it: the relation anomaly says where; the next run reads it again"
        case .clockInDoubt(let offset): APIFailure.doubt(offset)
        case .interrupted: "interrupted"
        }
    }
}
