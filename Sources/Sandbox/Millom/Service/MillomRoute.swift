/// The purpose of a request to Millom or to the operator.
enum MillomRoute: Sendable {
    case token
    case accountInfo(MillomTarget)
    case balance(MillomTarget)
    case upsellOffer(MillomTarget)
    case purchasePlan(MillomTarget)
    case register(MillomTarget)
    case cpid
    case registerCpid(provider: String, operator: String)
    case richOffers(MillomTarget)
    case ping(MillomTarget)
    case richPurchase(MillomTarget)
    case shop(MillomTarget)
    case topup(provider: String)
    case notify(operator: String)
    case callback(operator: String)
    case backendBalance(String)
    case backendOffers(String)
    case backendActivate(String)
    case backendCallback(operator: String)
    case control(String)

    private static let controlPrefix = "/_sandbox/millom/"

    /// nil: the path is not one of Millom's.
    init?(method: String, path: Substring) {
        if path.hasPrefix(Self.controlPrefix) {
            self = .control(String(path.dropFirst(Self.controlPrefix.count)))
            return
        }
        guard let parts = MillomPath(path)?.segments, let first = parts.first else { return nil }
        let found: MillomRoute? =
            switch (method, first) {
            case ("POST", "oauth"): path == "/oauth/token" ? .token : nil
            case ("GET", "cpid"): parts.count == 1 ? .cpid : nil
            case (_, "std"): Self.standard(method, Array(parts.dropFirst()))
            case ("GET", "rnf"): Self.rich(Array(parts.dropFirst()))
            case ("POST", "notify"):
                parts.count == 4 && parts[2...] == ["v1", "single"] ? .notify(operator: parts[1]) : nil
            case ("POST", "callback"):
                parts.count == 3 && parts[1] == "v1" ? .callback(operator: parts[2]) : nil
            case ("POST", "v1"): parts.count == 3 && parts[2] == "topup" ? .topup(provider: parts[1]) : nil
            case (_, "backend"):
                parts.count == 4 && parts[1] == "v1" ? Self.backend(method, parts[2], parts[3]) : nil
            case ("POST", _):
                parts.count == 3 && parts[2] == "registerCpid"
                    ? .registerCpid(provider: parts[0], operator: parts[1]) : nil
            default: nil
            }
        guard let found else { return nil }
        self = found
    }

    /// `{provider}/{operator}/{id}/{call}`; the operator is optional.
    private static func standard(_ method: String, _ parts: [String]) -> MillomRoute? {
        guard parts.count == 3 || parts.count == 4, let call = parts.last else { return nil }
        let target = MillomTarget(
            provider: parts[0], operator: parts.count == 4 ? parts[1] : nil, id: parts[parts.count - 2])
        return switch (method, call) {
        case ("GET", "accountInfo"): .accountInfo(target)
        case ("GET", "balance"): .balance(target)
        case ("GET", "upsellOffer"): .upsellOffer(target)
        case ("POST", "purchasePlan"): .purchasePlan(target)
        case ("POST", "register") where parts.count == 3: .register(target)
        default: nil
        }
    }

    private static func rich(_ parts: [String]) -> MillomRoute? {
        guard parts.count == 3 || parts.count == 4 else { return nil }
        let target = MillomTarget(provider: parts[0], operator: parts[1], id: parts[2])
        if parts.count == 3 { return .shop(target) }
        return switch parts[3] {
        case "offers": .richOffers(target)
        case "ping": .ping(target)
        case "purchasePlan": .richPurchase(target)
        default: nil
        }
    }

    private static func backend(_ method: String, _ call: String, _ id: String) -> MillomRoute? {
        switch (method, call) {
        case ("GET", "balance"): .backendBalance(id)
        case ("GET", "offers"): .backendOffers(id)
        case ("POST", "activate"): .backendActivate(id)
        case ("POST", "activationCallback"): .backendCallback(operator: id)
        default: nil
        }
    }

    var endpoint: SandboxEndpoint {
        switch self {
        case .token: .millomToken
        case .accountInfo: .millomAccountInfo
        case .balance: .millomBalance
        case .upsellOffer: .millomUpsellOffer
        case .purchasePlan: .millomPurchasePlan
        case .register: .millomRegister
        case .cpid, .registerCpid: .millomCpid
        case .richOffers, .ping, .richPurchase, .shop: .millomRich
        case .topup: .millomTopup
        case .notify: .millomNotify
        case .callback: .millomCallback
        case .backendBalance, .backendOffers, .backendActivate, .backendCallback: .millomBackend
        case .control: .unknown
        }
    }

    /// Whether it counts against the service provider's limits.
    var isLimited: Bool {
        switch self {
        case .accountInfo, .balance, .upsellOffer, .purchasePlan, .register, .registerCpid, .topup: true
        case .token, .cpid, .richOffers, .ping, .richPurchase, .shop, .notify, .callback, .backendBalance,
            .backendOffers, .backendActivate, .backendCallback, .control:
            false
        }
    }

    /// The scopes, one of which its token must have; empty: it needs no token.
    ///
    /// Source: the `security` of each operation.
    var scopes: [String] {
        switch self {
        case .accountInfo, .balance, .upsellOffer, .registerCpid: ["cco.dd.data-plan.gen.inquire"]
        case .purchasePlan, .topup: ["cco.dd.data-plan.gen.activate"]
        case .register: ["cco.dd.data-plan.gen.register"]
        case .notify: ["cco.dd.notify.dtac.single"]
        case .callback, .backendCallback: ["cco.dd.data-plan.inquire"]
        case .backendBalance, .backendOffers: ["cco.dd.data-plan.gen.inquire"]
        case .backendActivate: ["cco.dd.data-plan.gen.activate"]
        case .token, .cpid, .richOffers, .ping, .richPurchase, .shop, .control: []
        }
    }

    /// The subscriber that the request concerns.
    var target: MillomTarget? {
        switch self {
        case .accountInfo(let target), .balance(let target), .upsellOffer(let target),
            .purchasePlan(let target),
            .register(let target), .richOffers(let target), .ping(let target), .richPurchase(let target),
            .shop(let target):
            target
        default: nil
        }
    }
}

/// The subscriber that a path names.
struct MillomTarget: Sendable {
    let provider: String
    /// nil: derived from the id.
    let `operator`: String?
    let id: String
}
