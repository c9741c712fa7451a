/// A kind of change that the control endpoint can trigger.
package enum SandboxChangeKind: String, Sendable, CaseIterable {
    /// Another text in one of the three references.
    case reference
    /// Another subscription type of the same access type, with its quotas and bindings.
    case type
    /// Active becomes barred, and barred becomes active.
    case status
    case addOnAdded = "add_on_added"
    case addOnRemoved = "add_on_removed"
    /// A new card: with equal probability it replaces the main one, or is added beside it.
    case newSim = "new_sim"
    /// An end date and the status TERMINATED; the subscription stays in every list.
    case termination
    /// The same, but with an end date twenty days ago: the operator enters it late.
    case backdatedTermination = "backdated_termination"
    case newSubscription = "new_subscription"
    /// The number vanishes from every list; its detail is 404001 from now on, and no search ever shows it.
    case removedSubscription = "removed_subscription"
    /// Another person becomes the user.
    case user
    /// A removed number returns under its old contract; the search shows it as changed now.
    case returnedSubscription = "returned_subscription"
    /// A removed number returns under a new contract, valid from today: other owner, user and cards.
    case renewedSubscription = "renewed_subscription"
    /// Another account pays.
    ///
    /// Only the accounts' lists show it: neither the search nor the detail changes.
    case accountMove = "account_move"
    /// A living number passes to another owner under a new contract, like `renewedSubscription`, but was
    /// never gone.
    case reusedNumber = "reused_number"

    /// The share of each kind in a mix, in percent; other kinds occur only on request.
    static let mix: [(kind: SandboxChangeKind, share: Int)] = [
        (.reference, 30), (.status, 14), (.type, 10), (.addOnAdded, 12), (.addOnRemoved, 8), (.newSim, 8),
        (.user, 7), (.termination, 4), (.newSubscription, 4), (.removedSubscription, 3),
    ]

    /// A random kind of the mix that neither adds nor removes.
    static func drawnInPlace(by generator: inout SeededGenerator) -> SandboxChangeKind {
        while true {
            let kind = drawn(by: &generator)
            if kind != .newSubscription, kind != .removedSubscription { return kind }
        }
    }

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
    /// The kind of change.
    package let kind: SandboxChangeKind
    /// The number changed.
    package let msisdn: String
    /// The old value, in words for a person; nil if there was none.
    package let oldValue: String?
    /// The new value; nil if there is none.
    package let newValue: String?
}

/// Why a change was not made.
package enum SandboxChangeRefusal: Error, Equatable {
    /// No living subscription (or, for a return, no removed one) has this number, or it is not a number.
    case unknownMsisdn(String)
    /// The number for a new or returning subscription is in use.
    case msisdnTaken(String)
    /// The change does not apply to the subscription: it has no add-on to remove, or is already terminated.
    case notApplicable(SandboxChangeKind)
}
