import Foundation
import Logging
import MirrorCore
import MirrorStore
import PacedHTTP
import TelenorAPI

/// Everything that the stages of a run share.
struct RunContext: Sendable {
    let client: TelenorClient
    let store: MirrorStore
    let settings: SyncSettings
    let time: TimeSource
    let logger: Logger
    let progress: @Sendable (SyncProgress) -> Void
    /// Requests sent before the run.
    var earlierTraffic = Traffic()
    /// The most requests that the run may send; nil sets no limit.
    var maxRequests: Int?

    /// Saves the anomalies found in a list.
    func save(_ anomalies: [Anomaly]) async throws {
        try await store.save(scrubbed(anomalies), at: time.now())
    }

    /// `anomalies` without our secrets: a reply may contain one as a key.
    func scrubbed(_ anomalies: [Anomaly]) -> [Anomaly] {
        anomalies.map { anomaly in
            var open = anomaly
            open.path = client.scrub(anomaly.path)
            return open
        }
    }

    /// Checks whether `count` more requests may be sent while `inFlight` are under way.
    ///
    /// - Throws: ``RunStop`` if they would exceed the limit, or the time has ended.
    func checkBudget(for count: Int = 1, inFlight: Int = 0) throws {
        if let maxRequests, client.counts.total + inFlight + count > maxRequests {
            throw RunStop.requestsSpent
        }
        if client.isTimeSpent { throw RunStop.timeSpent }
    }
}
