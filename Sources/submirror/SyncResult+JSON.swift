import Exports
import Foundation
import MirrorCore
import MirrorStore
import Scheduler

extension SyncResult {
    /// JSON about the run for programs: the first source's fields, those of the others, and the publication.
    var json: String {
        struct Fields: Encodable {
            let source: SourceFields
            let others: [SourceFields]?
            let published: String?
            let publish_error: String?

            func encode(to encoder: any Encoder) throws {
                try source.encode(to: encoder)
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encodeIfPresent(others, forKey: .others)
                try container.encodeIfPresent(published, forKey: .published)
                try container.encodeIfPresent(publish_error, forKey: .publish_error)
            }

            enum CodingKeys: String, CodingKey { case others, published, publish_error }
        }
        let all = sources.map(SourceFields.init)
        return JSONText.of(
            Fields(
                source: all[0], others: all.count > 1 ? Array(all.dropFirst()) : nil,
                published: publishedName,
                publish_error: publishFailure?.message))
    }

    /// The folder that was written; nil if none was.
    private var publishedName: String? {
        if case .published(let name, _) = publication { name } else { nil }
    }
}

/// One source's run, for programs; if it failed, only the outcome and the reason.
private struct SourceFields: Encodable {
    let source: String
    let run: Int64?
    let kind: String?
    let outcome: String
    let requests: Int?
    let throttled: Int?
    let fetched: Int?
    let changed: Int?
    let gone: Int?
    let quarantined: Int?
    let refreshed: Int?
    let parked: Int?
    let unreadable_rows: Int?
    let queued: Int?
    let stopped_because: String?
    let error: String?

    init(_ result: SourceResult) {
        let report = result.report
        source = result.source.rawValue
        run = report?.run.rawValue
        kind = report?.kind.rawValue
        outcome = report?.outcome.rawValue ?? RunOutcome.failed.rawValue
        requests = report?.totals.requests
        throttled = report?.totals.throttled
        fetched = report?.summary.fetched
        changed = report?.summary.changed
        gone = report?.summary.gone
        quarantined = report?.summary.quarantined
        refreshed = report?.summary.refreshed
        parked = report?.parked
        unreadable_rows = report?.unreadableRows
        queued = report?.queued
        stopped_because = (report?.stop).map { "\($0)" }
        error = result.failure.map { ExitStatus.of($0).message }
    }
}
