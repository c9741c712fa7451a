/// The backend's own behaviour besides answering; everything can be changed while the sandbox runs.
package struct SandboxWorld: Sendable, Equatable {
    /// Changes between two pages of a list; nil: none.
    package var movement: SandboxMovement?
    /// The share of rows, 0 to 1, that every list holds twice, one after the other; the seed always chooses
    /// the same ones.
    ///
    /// Pages are cut afterwards: both are on one page, or one ends a page and the other begins the next, and
    /// none is lost.
    package var repeatedRows = 0.0
    /// The longest time from the stamp of a change, or of a new number, until the search shows it.
    ///
    /// Each has a delay of its own from 0 up to this, by the seed, on elapsed time. Until then the search
    /// lists the row in its old place, or not at all; the detail and the accounts' lists show it at once. A
    /// removed number vanishes at once.
    package var visibilityDelay = Duration.zero
    /// Living subscriptions that the backend fails to show.
    package var glitches: [SandboxGlitch] = []

    package init() {}

    /// Whether lists are correct.
    var showsAllOnce: Bool { repeatedRows <= 0 && glitches.isEmpty }

    /// Whether the row of `id` is one of those that come twice.
    static func repeats(_ id: UInt64, share: Double, seed: UInt64) -> Bool {
        share > 0 && SeededGenerator.unit(of: SeededGenerator.mix(seed ^ 0x2222, id)) < share
    }
}

/// Changes made each time a page of a list has been answered.
package struct SandboxMovement: Sendable, Equatable {
    /// Changes of the mixed kinds, without those that add or remove.
    package var changes = 0
    /// The number of subscriptions to remove.
    package var removals = 0
    /// The number of new subscriptions.
    package var additions = 0
    /// The probability after each page, 0 to 1.
    package var probability = 1.0
    /// For how many more pages it happens; nil: no limit.
    package var pages: Int?
    /// The lists after whose pages it happens.
    package var endpoints: Set<SandboxEndpoint> = [.search, .accountSubscriptions]

    package init(changes: Int = 0, removals: Int = 0, additions: Int = 0, pages: Int? = nil) {
        self.changes = changes
        self.removals = removals
        self.additions = additions
        self.pages = pages
    }

    /// Reads `changes:2,removals:1,additions:1,pages:10,probability:50%`, in any order, all optional.
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

/// Living subscriptions that are not shown: an account without its list, a system user without its rights.
///
/// The truth is not affected.
package struct SandboxGlitch: Sendable, Equatable {
    /// Where a subscription may be missing.
    package enum Place: String, Sendable, CaseIterable {
        case accountList = "account_list"
        case search
        /// The detail and the orderable add-ons: 404001.
        case detail
    }

    /// The account's id; nil: all accounts.
    package var account: String?
    /// The share of its subscriptions, 0 to 1, that is still shown; the seed always chooses the same ones.
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
