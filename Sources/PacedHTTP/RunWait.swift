package import Foundation

/// A wait that holds up the whole run.
package struct RunWait: Sendable, Equatable {
    /// What is waited for.
    package enum Reason: Sendable, Equatable {
        /// The quota's next window.
        case quotaSpent
        /// The next try for a token.
        case noToken
    }

    package let reason: Reason
    package let until: Date

    /// Shorter waits are not worth a word.
    static let shortest = Duration.seconds(2)

    package init(reason: Reason, until: Date) {
        self.reason = reason
        self.until = until
    }
}

/// Hears that a wait begins, and by nil that it is over.
package typealias WaitObserver = @Sendable (RunWait?) -> Void
