import PacedHTTP
import TelenorAPI

/// How many requests a run may send, and until when: the client knows its end.
struct RunBudget: Sendable {
    let client: TelenorClient
    /// Nil: as many as it takes.
    let maximum: Int?

    /// Asks for `count` more requests, while `inFlight` are on their way.
    ///
    /// - Throws: ``RunStop`` when they would be too many, or the time is over.
    func check(for count: Int = 1, inFlight: Int = 0) throws {
        if let maximum, client.counts.total + inFlight + count > maximum { throw RunStop.requestsSpent }
        if client.isTimeSpent { throw RunStop.timeSpent }
    }
}
