import Foundation
import Logging
import MirrorCore
import MirrorStore
import PacedHTTP
import TelenorAPI

/// Everything that the stages of one run share.
struct RunContext: Sendable {
    let client: TelenorClient
    let store: MirrorStore
    let settings: SyncSettings
    let time: TimeSource
    let logger: Logger
    let progress: @Sendable (SyncProgress) -> Void
    /// What was sent before the run.
    var earlierTraffic = Traffic()
    /// How many requests the run may send; nil: as many as it takes.
    var maxRequests: Int?

    /// Counts what a list held that is not as documented.
    func save(_ anomalies: [Anomaly]) async throws {
        try await store.save(scrubbed(anomalies), at: time.now())
    }

    /// `anomalies` without our secrets: a reply may repeat one as a key.
    func scrubbed(_ anomalies: [Anomaly]) -> [Anomaly] {
        anomalies.map { anomaly in
            var open = anomaly
            open.path = client.scrub(anomaly.path)
            return open
        }
    }

    /// Asks for `count` more requests, while `inFlight` are on their way.
    ///
    /// - Throws: ``RunStop`` when they would be too many, or the time is over.
    func checkBudget(for count: Int = 1, inFlight: Int = 0) throws {
        if let maxRequests, client.counts.total + inFlight + count > maxRequests {
            throw RunStop.requestsSpent
        }
        if client.isTimeSpent { throw RunStop.timeSpent }
    }
}
