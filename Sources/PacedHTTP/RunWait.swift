package import Foundation

/// A wait that holds up the whole run.
package struct RunWait: Sendable, Equatable {
    /// The event that the run waits for.
    package enum Reason: Sendable, Equatable {
        /// The quota's next window.
        case quotaSpent
        /// The next attempt to fetch a token.
        case noToken
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
