/// The purpose of a request, from its method and path.
enum Route: Sendable {
    case token
    case logout
    case search
    case detail(Substring)
    case orderableAddOns(Substring)
    case subscriptionTypes
    case accounts
    case accountSubscriptions(Substring)
    case control(Substring)
    case unknown

    private static let subscriptions = "/corporate-mobile-subscriptions/v2/mobile-subscriptions"
    private static let types = "/corporate-mobile-subscriptions/v2/subscription-types"
    private static let accountList = "/corporate-accounts/v2/accounts"
    private static let controlPrefix = "/_sandbox/"

    init(method: String, path: Substring) {
        let isGet = method == "GET"
        if isGet, path.hasPrefix(Self.subscriptions) {
            self = Self.subscriptionRoute(path.dropFirst(Self.subscriptions.count))
        } else if isGet, path == Self.types {
            self = .subscriptionTypes
        } else if isGet, path.hasPrefix(Self.accountList) {
            self = Self.accountRoute(path.dropFirst(Self.accountList.count))
        } else if method == "POST", path == "/oauth/v2/token" {
            self = .token
        } else if isGet, path == "/oauth/v2/logout" {
            self = .logout
        } else if path.hasPrefix(Self.controlPrefix) {
            self = .control(path.dropFirst(Self.controlPrefix.count))
        } else {
            self = .unknown
        }
    }

    private static func subscriptionRoute(_ rest: Substring) -> Route {
        if rest.isEmpty { return .search }
        guard rest.utf8.first == UInt8(ascii: "/") else { return .unknown }
        let parts = rest.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 1, !parts[0].isEmpty { return .detail(parts[0]) }
        if parts.count == 2, parts[1] == "add-on-products" { return .orderableAddOns(parts[0]) }
        return .unknown
    }

    private static func accountRoute(_ rest: Substring) -> Route {
        if rest.isEmpty { return .accounts }
        let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].isEmpty, parts[2] == "mobile-subscriptions" else { return .unknown }
        return .accountSubscriptions(parts[1])
    }

    var endpoint: SandboxEndpoint {
        switch self {
        case .token: .token
        case .logout: .logout
        case .search: .search
        case .detail: .detail
        case .orderableAddOns: .orderableAddOns
        case .subscriptionTypes: .subscriptionTypes
        case .accounts: .accounts
        case .accountSubscriptions: .accountSubscriptions
        case .control, .unknown: .unknown
        }
    }

    /// The number in the path, if it is one.
    var msisdn: UInt64? {
        switch self {
        case .detail(let text), .orderableAddOns(let text): UInt64(text)
        default: nil
        }
    }
}
