import Foundation
import MirrorCore
import TelenorAPI

/// How many requests a run may send, and until when.
struct RunBudget: Sendable {
    let client: TelenorClient
    let time: TimeSource
    /// Nil: as many as it takes.
    let maximum: Int?
    /// Nil: as long as it takes.
    let deadline: Date?

    /// Asks for `count` more requests, while `inFlight` are on their way.
    ///
    /// - Throws: ``RunStop`` when they would be too many, or the time is over.
    func check(for count: Int = 1, inFlight: Int = 0) throws {
        if let maximum, client.counts.total + inFlight + count > maximum { throw RunStop.requestsSpent }
        if let deadline, time.now() >= deadline { throw RunStop.timeSpent }
    }
}
