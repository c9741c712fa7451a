import Exports
import Foundation
import MirrorCore
import MirrorStore
import Scheduler

extension SyncResult {
    /// What the run did, for a program.
    var json: String {
        struct Fields: Encodable {
            let run: Int64
            let kind: String
            let outcome: String
            let requests: Int
            let throttled: Int
            let fetched: Int
            let changed: Int
            let gone: Int
            let quarantined: Int
            let refreshed: Int
            let parked: Int
            let unreadable_rows: Int
            let queued: Int
            let stopped_because: String?
            let published: String?
            let publish_error: String?
        }
        let fields = Fields(
            run: report.run.rawValue, kind: report.kind.rawValue, outcome: report.outcome.rawValue,
            requests: report.totals.requests, throttled: report.totals.throttled,
            fetched: report.summary.fetched, changed: report.summary.changed, gone: report.summary.gone,
            quarantined: report.summary.quarantined, refreshed: report.summary.refreshed,
            parked: report.parked, unreadable_rows: report.unreadableRows, queued: report.queued,
            stopped_because: report.stop.map { "\($0)" },
            published: publishedName, publish_error: publishFailure?.message)
        return JSONText.of(fields)
    }

    /// The folder that was written; nil when none was.
    private var publishedName: String? {
        if case .published(let name, _) = publication { name } else { nil }
    }
}
