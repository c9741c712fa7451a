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

    /// The name of a group.
    package enum Name: Sendable, Hashable {
        /// A text from the company or the API.
        case text(String)
        case pseudonym(String)
        /// One of the report's own words, such as `missing`.
        case word(String)
        /// The number of groups merged because they are too small.
        case small(Int)
    }

    package struct Group: Sendable, Equatable {
        package let name: Name
        /// A text that distinguishes it from others of the same name, such as an account's number.
        package let id: String?
        package let count: Int
        /// In per cent of all listed numbers.
        package let share: Double
        /// Counts in the order of ``states``; empty if they would identify people.
        package let states: [Int]
    }

    package static let states = ["in use", "barred", "on notice", "ended", "status unknown"]

    package let grouping: Grouping
    /// The largest first; groups of equal size by name.
    package var groups: [Group]
    package let source: PageSource
    /// Whether the privacy level withholds the groups' names.
    package let isWithheld: Bool

    package var total: Int { groups.reduce(0) { $0 + $1.count } }

    /// How many groups have a bar of their own in the chart.
    package static let charted = 10
    /// How many groups the table shows.
    package static let tabled = 150
}
