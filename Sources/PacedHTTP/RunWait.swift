package import Foundation

/// A wait that holds up the whole run.
package struct RunWait: Sendable, Equatable {
    /// The event that the run waits for.
    package enum Reason: Sendable, CaseIterable {
        /// The quota's next window.
        case quotaSpent
        /// The end of the pause that the API asked for when it refused a request as too close to another.
        case tooClose
        /// The end of the distance that requests keep from each other.
        case spacing
        /// The next attempt to fetch a token.
        case noToken
        /// The next attempt of the requests that failed, as no other request is under way.
        case failed
    }

    package let reason: Reason
    package let until: Date

    /// Shorter waits are not reported.
    static let shortest = Duration.seconds(2)

    package init(reason: Reason, until: Date) {
        self.reason = reason
        self.until = until
    }
}

/// Receives a wait when it begins, and nil when it ends.
package typealias WaitObserver = @Sendable (RunWait?) -> Void
