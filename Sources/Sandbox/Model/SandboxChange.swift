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
    /// The same, with an end date that passed twenty days ago: the operator enters it late.
    case backdatedTermination = "backdated_termination"
    case newSubscription = "new_subscription"
    /// The number vanishes from every list; its detail is 404001 from now on, and no search ever tells.
    case removedSubscription = "removed_subscription"
    /// Another person uses it.
    case user
    /// A removed number is back under the contract that it had; the search shows it as changed now.
    case returnedSubscription = "returned_subscription"
    /// A removed number is back under a new contract, valid from today: other owner, user and cards.
    case renewedSubscription = "renewed_subscription"
    /// Another account pays.
    ///
    /// The search does not show it, and the detail is as it was: only the accounts' lists tell.
    case accountMove = "account_move"
    /// A living number is given to another owner under a new contract, as `renewedSubscription`, but was never gone.
    case reusedNumber = "reused_number"

    /// How often each comes in a mix, of 100; what is not in it happens only when it is asked for.
    static let mix: [(kind: SandboxChangeKind, share: Int)] = [
        (.reference, 30), (.status, 14), (.type, 10), (.addOnAdded, 12), (.addOnRemoved, 8), (.newSim, 8),
        (.user, 7), (.termination, 4), (.newSubscription, 4), (.removedSubscription, 3),
    ]

    /// One of the mix that neither adds nor removes.
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
    /// No living subscription (or, for a return, no removed one) has this number, or it is no number.
    case unknownMsisdn(String)
    /// A new or returning subscription was to get a number that is in use.
    case msisdnTaken(String)
    /// The subscription has nothing that this change could work on: no add-on to remove, or it is terminated already.
    case notApplicable(SandboxChangeKind)
}
