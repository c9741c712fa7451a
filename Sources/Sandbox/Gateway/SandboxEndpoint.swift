/// What can be asked of the simulated API.
package enum SandboxEndpoint: String, Sendable, CaseIterable {
    case token
    case logout
    case search
    case detail
    case orderableAddOns = "orderable_add_ons"
    case subscriptionTypes = "subscription_types"
    case accounts
    case accountSubscriptions = "account_subscriptions"
    /// A path or a method that the gateway does not know.
    case unknown

    /// Whether it is about tokens, which most faults are not for.
    var isAboutTokens: Bool { self == .token || self == .logout }

    /// Whether it answers in pages.
    var isPaged: Bool {
        switch self {
        case .search, .accounts, .accountSubscriptions: true
        case .token, .logout, .detail, .orderableAddOns, .subscriptionTypes, .unknown: false
        }
    }
}
