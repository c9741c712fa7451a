/// What the backend does on its own, beside answering; all of it can be set while the sandbox runs.
package struct SandboxWorld: Sendable, Equatable {
    /// What happens between two pages of a list; nil: nothing.
    package var movement: SandboxMovement?
    /// The share of rows, 0 to 1, that stand twice, one after the other, in every list; by the seed, always the same ones.
    ///
    /// Pages are cut afterwards: both are on one page, or the last of one and the first of the next, and none is lost.
    package var repeatedRows = 0.0
    /// A change, or a new number, becomes visible to the search between 0 and this long after its stamp.
    ///
    /// Each has a delay of its own, by the seed, on elapsed time. Until then the search has the row where it was before,
    /// or not at all; the detail and the accounts' lists tell at once. What is removed vanishes at once.
    package var visibilityDelay = Duration.zero
    /// What the backend fails to show although it lives.
    package var glitches: [SandboxGlitch] = []

    package init() {}

    /// Whether lists are what they should be.
    var showsAllOnce: Bool { repeatedRows <= 0 && glitches.isEmpty }

    /// Whether the row of `id` is one of the share that stands twice.
    static func repeats(_ id: UInt64, share: Double, seed: UInt64) -> Bool {
        share > 0 && SeededGenerator.unit(of: SeededGenerator.mix(seed ^ 0x2222, id)) < share
    }
}

/// Changes that are made each time a page of a list has been answered.
package struct SandboxMovement: Sendable, Equatable {
    /// Changes of the kinds that come in a mix, but none that adds or removes.
    package var changes = 0
    /// Subscriptions that are removed.
    package var removals = 0
    /// New subscriptions.
    package var additions = 0
    /// How probable it is after each page, 0 to 1.
    package var probability = 1.0
    /// After how many more pages it happens; nil: without end.
    package var pages: Int?
    /// After the pages of which lists.
    package var endpoints: Set<SandboxEndpoint> = [.search, .accountSubscriptions]

    package init(changes: Int = 0, removals: Int = 0, additions: Int = 0, pages: Int? = nil) {
        self.changes = changes
        self.removals = removals
        self.additions = additions
        self.pages = pages
    }

    /// Reads `changes:2,removals:1,additions:1,pages:10,probability:50%`, in any order, none required.
    package init(_ text: String) throws(FaultTextError) {
        for term in text.split(separator: ",") {
            let parts = term.split(separator: ":", maxSplits: 1)
            let wrong = FaultTextError(reason: "not read: \(term)")
            guard parts.count == 2 else { throw wrong }
            if parts[0] == "probability" {
                guard let share = SandboxFaultRule.share(parts[1]) else { throw wrong }
                probability = share
                continue
            }
            guard let count = Int(parts[1]), (0...100_000).contains(count) else { throw wrong }
            switch parts[0] {
            case "changes": changes = count
            case "removals": removals = count
            case "additions": additions = count
            case "pages": pages = count
            default: throw wrong
            }
        }
    }
}

/// Subscriptions that live and are not shown: an account without its list, a system user without its rights.
///
/// The truth is not touched by it.
package struct SandboxGlitch: Sendable, Equatable {
    /// Where a subscription can be missing.
    package enum Place: String, Sendable, CaseIterable {
        case accountList = "account_list"
        case search
        /// The detail and the orderable add-ons: 404001.
        case detail
    }

    /// The account's id; nil: all accounts.
    package var account: String?
    /// The share of its subscriptions, 0 to 1, that is still shown; by the seed, always the same ones.
    package var keeping = 0.0
    /// Where the others are missing.
    package var hides: Set<Place> = [.accountList]

    package init(account: String? = nil, keeping: Double = 0, hides: Set<Place> = [.accountList]) {
        self.account = account
        self.keeping = keeping
        self.hides = hides
    }

    func hides(_ msisdn: UInt64, of account: String, at place: Place, seed: UInt64) -> Bool {
        guard hides.contains(place), self.account == nil || self.account == account else { return false }
        return SeededGenerator.unit(of: SeededGenerator.mix(seed ^ 0x611C, msisdn)) >= keeping
    }
}
