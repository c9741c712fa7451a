/// Subscriptions by type, cost centre, organization or account.
package struct PageGroups: Sendable, Equatable {
    package enum Grouping: String, Sendable, CaseIterable {
        case type
        case costCentre = "cost-centre"
        case organization
        case account

        package var place: PagePlace {
            switch self {
            case .type: .type
            case .costCentre: .costCentre
            case .organization: .organization
            case .account: .account
            }
        }
    }

    /// What a group is called.
    package enum Name: Sendable, Hashable {
        /// A text of the company or the API.
        case text(String)
        case pseudonym(String)
        /// One of the report's own words, such as `missing`.
        case word(String)
        /// Groups that are too small to stand alone; how many.
        case small(Int)
    }

    package struct Group: Sendable, Equatable {
        package let name: Name
        /// What tells it from others of the same name, such as an account's number.
        package let id: String?
        package let count: Int
        /// In per cent of all that are listed.
        package let share: Double
        /// In the order of ``states``; none where they would tell of few people.
        package let states: [Int]
    }

    package static let states = ["in use", "barred", "on notice", "ended", "status unknown"]

    package let grouping: Grouping
    /// The largest first; those of one size by name.
    package var groups: [Group]
    package let source: PageSource
    /// Whether the level of privacy withholds what the groups are.
    package let isWithheld: Bool

    package var total: Int { groups.reduce(0) { $0 + $1.count } }

    /// How many groups the chart shows by themselves.
    package static let charted = 10
    /// How many groups the table shows.
    package static let tabled = 150
}
