/// A kind of change that the control endpoint can make happen.
package enum SandboxChangeKind: String, Sendable, CaseIterable {
    /// Another text in one of the three references.
    case reference
    /// Another subscription type of the same access type, with its quotas and bindings.
    case type
    /// Active becomes barred, barred becomes active.
    case status
    case addOnAdded = "add_on_added"
    case addOnRemoved = "add_on_removed"
    /// A new card: every other time in the place of the main one, else beside it.
    case newSim = "new_sim"
    /// An end date and the status TERMINATED; the subscription stays in every list.
    case termination
    case newSubscription = "new_subscription"
    /// The number vanishes from every list; its detail is 404001 from now on.
    case removedSubscription = "removed_subscription"
    /// Another person uses it.
    case user

    /// How often each comes in a mix, of 100.
    static let mix: [(kind: SandboxChangeKind, share: Int)] = [
        (.reference, 30), (.status, 14), (.type, 10), (.addOnAdded, 12), (.addOnRemoved, 8), (.newSim, 8),
        (.user, 7), (.termination, 4), (.newSubscription, 4), (.removedSubscription, 3),
    ]

    static func drawn(by generator: inout SeededGenerator) -> SandboxChangeKind {
        var left = generator.below(100)
        for (kind, share) in mix {
            if left < share { return kind }
            left -= share
        }
        return .reference
    }
}

/// One change that was made.
package struct SandboxChange: Sendable, Equatable {
    /// What was done.
    package let kind: SandboxChangeKind
    /// The number it was made to.
    package let msisdn: String
    /// What was there before, in words for a person; nil when nothing was.
    package let oldValue: String?
    /// What is there now; nil when nothing is.
    package let newValue: String?
}

/// Why a change was not made.
package enum SandboxChangeRefusal: Error, Equatable {
    /// No living subscription has this number, or it is no number.
    case unknownMsisdn(String)
    /// A new subscription was to get a number that is in use.
    case msisdnTaken(String)
    /// The subscription has nothing that this change could work on: no add-on to remove, or it is terminated already.
    case notApplicable(SandboxChangeKind)
}
