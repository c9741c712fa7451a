/// The endpoints of the simulated APIs.
package enum SandboxEndpoint: String, Sendable, CaseIterable {
    case token
    case logout
    case search
    case detail
    case orderableAddOns = "orderable_add_ons"
    case subscriptionTypes = "subscription_types"
    case accounts
    case accountSubscriptions = "account_subscriptions"
    /// All of Millom's endpoints, in a rule; no request has this endpoint.
    case millom
    case millomToken = "millom_token"
    case millomAccountInfo = "millom_account_info"
    case millomBalance = "millom_balance"
    case millomUpsellOffer = "millom_upsell_offer"
    case millomPurchasePlan = "millom_purchase_plan"
    case millomRegister = "millom_register"
    /// Fetching and registering a CPID.
    case millomCpid = "millom_cpid"
    /// The signed links.
    case millomRich = "millom_rich"
    case millomTopup = "millom_topup"
    /// An operator's event.
    case millomNotify = "millom_notify"
    /// An operator's report about a purchase.
    case millomCallback = "millom_callback"
    /// The operator's own backend.
    case millomBackend = "millom_backend"
    /// A path or a method that the gateway does not know.
    case unknown

    /// Whether it concerns tokens, to which most faults do not apply.
    var isAboutTokens: Bool { self == .token || self == .logout || self == .millomToken }

    /// Whether it belongs to Millom or the operator behind it.
    var isMillom: Bool { rawValue.hasPrefix("millom") }

    /// Whether it answers in pages.
    var isPaged: Bool {
        switch self {
        case .search, .accounts, .accountSubscriptions: true
        default: false
        }
    }
}
