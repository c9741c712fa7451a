/// The ways to group a month's head count.
package enum MonthGrouping: String, Sendable, CaseIterable {
    case total
    case account
    case costCentre = "cost-centre"
    case type
    case organization
}

/// A subscription at the end of a month.
package struct MonthSubscription: Sendable, Hashable {
    /// Digits; nil once the person was forgotten.
    package var msisdn: String?
    /// One of the states of `subscription_flat`.
    package var state: String
    /// Whether it is part of the head count: listed, and not past its last day.
    package var isCounted: Bool
    /// Whether the API no longer listed it.
    package var isGone: Bool
    /// Whether its last day had passed before the API stopped listing it.
    package var hasEnded: Bool
    /// Whether it came with the first load of the mirror.
    package var isOfFirstLoad: Bool
    /// Days, `YYYY-MM-DD`.
    package var validFrom: String?
    package var validTo: String?
    /// A group is written as its kind, a colon and its value: `account:70001`, `no account:`.
    package var account: String
    package var costCentre: String
    package var type: String
    package var organization: String
    /// Distinguishes one user and owner from another; not kept.
    package var holder: String

    package init(
        msisdn: String?, state: String = "in use", isCounted: Bool = true, isGone: Bool = false,
        hasEnded: Bool = false, isOfFirstLoad: Bool = false, validFrom: String? = nil, validTo: String? = nil,
        account: String,
        costCentre: String, type: String, organization: String, holder: String = ""
    ) {
        self.msisdn = msisdn
        self.state = state
        self.isCounted = isCounted
        self.isGone = isGone
        self.hasEnded = hasEnded
        self.isOfFirstLoad = isOfFirstLoad
        self.validFrom = validFrom
        self.validTo = validTo
        self.account = account
        self.costCentre = costCentre
        self.type = type
        self.organization = organization
        self.holder = holder
    }

    package func group(by grouping: MonthGrouping) -> String {
        switch grouping {
        case .total: "total:"
        case .account: account
        case .costCentre: costCentre
        case .type: type
        case .organization: organization
        }
    }
}
