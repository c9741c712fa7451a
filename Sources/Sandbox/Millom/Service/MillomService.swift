import Synchronization

/// The simulated Millom, and the operator behind it.
final class MillomService: Sendable {
    let options: SandboxMillom
    let seed: UInt64
    let clock: ServerClock
    let slowDelay: Duration
    let world: Mutex<MillomWorld>
    let limiter: Mutex<RateLimiter>
    let tokens: Mutex<MillomTokens>
    let courier: MillomDispatcher
    /// The server's address; empty before it starts.
    let baseURL = Mutex("")
    private let key: [UInt8]

    /// `numbers`: those of the first API, in the order of creation.
    init(options: SandboxMillom, sandbox: SandboxOptions, numbers: [String], clock: ServerClock) {
        self.options = options
        self.clock = clock
        seed = sandbox.seed
        slowDelay = sandbox.slowDelay
        key = MillomLinks.key(seed: sandbox.seed)
        world = Mutex(
            MillomWorld(
                options: options, seed: sandbox.seed, sloppiness: sandbox.sloppiness, numbers: numbers,
                now: Int(clock.milliseconds / 1000)))
        limiter = Mutex(RateLimiter(quota: options.quota, perSecond: options.perSecond))
        tokens = Mutex(MillomTokens(seed: sandbox.seed, lifetime: options.tokenLifetime))
        courier = MillomDispatcher(push: options.push)
    }

    /// Seconds since 1970.
    var now: Int { Int(clock.milliseconds / 1000) }

    var links: MillomLinks {
        MillomLinks(
            key: key, baseURL: baseURL.withLock { $0 }, provider: options.serviceProvider,
            operator: options.operator, lifetime: options.linkLifetime)
    }

    /// Passes the world to `body`, then sends the requests that it queued.
    func change<Result: Sendable, Failure: Error>(
        _ body: (inout MillomWorld) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let (result, errands) = world.withLock { world in
            let result = Swift.Result { () throws(Failure) in try body(&world) }
            defer { world.errands = [] }
            return (result, world.errands)
        }
        for errand in errands { courier.take(errand) }
        return try result.get()
    }

    /// Checks a request as the gateway does.
    func gate(_ route: MillomRoute, _ request: IncomingRequest) throws(MillomRefusal) {
        try authorize(route, request)
        guard route.isLimited, options.quota != nil || options.perSecond != nil else { return }
        let elapsed = clock.elapsed
        switch limiter.withLock({ $0.admit(at: elapsed) }) {
        case .allowed: break
        case .spikeArrest: throw MillomRefusal(.tooManyRequests, "Too close together")
        case .quotaSpent: throw MillomRefusal(.tooManyRequests, "Quota exceeded")
        }
    }

    /// The wait of a caller refused for the quota, in whole seconds.
    var retryAfter: Int {
        let elapsed = clock.elapsed
        var probe = limiter.withLock { $0 }
        guard case .quotaSpent(let windowEndsIn) = probe.admit(at: elapsed) else { return 1 }
        return max(1, Int((windowEndsIn / .seconds(1)).rounded(.up)))
    }

    /// The answer without any fault.
    func served(_ route: MillomRoute, _ request: IncomingRequest) throws(MillomRefusal) -> Reply {
        switch route {
        case .token: return issueToken(request)
        case .accountInfo(let target): return try record(target, request) { $0.accountInfo }
        case .balance(let target): return try record(target, request) { $0.balance }
        case .upsellOffer(let target):
            let planType = request.query["planType"]
            guard planType.map({ ["principal", "supplementary"].contains($0) }) ?? true else {
                throw MillomRefusal(.badRequest, "planType is principal or supplementary")
            }
            return try record(target, request) { $0.upsellOffer(planType: planType) }
        case .purchasePlan(let target): return try purchase(target, request)
        case .register(let target): return try register(target, request)
        case .cpid: return cpid(request)
        case .registerCpid(let provider, let code):
            return try registerCpid(provider: provider, operator: code, request)
        case .richOffers(let target), .ping(let target), .richPurchase(let target), .shop(let target):
            return try rich(route, target, request)
        case .topup(let provider): return try topup(provider: provider, request)
        case .notify(let code): return notify(operator: code, request)
        case .callback(let code): return callback(operator: code, request)
        case .backendBalance(let id):
            return backend { () throws(BackendRefusal) in try backendBalance(id, request) }
        case .backendOffers(let id):
            return backend { () throws(BackendRefusal) in try backendOffers(id, request) }
        case .backendActivate(let id):
            return backend { () throws(BackendRefusal) in try activate(id, request) }
        case .backendCallback(let code):
            return backend { () throws(BackendRefusal) in try activationCallback(operator: code, request) }
        case .control(let name): return MillomControl(service: self).answer(name, request)
        }
    }

    /// The subscriber's id type in the query.
    func keyType(_ request: IncomingRequest, _ name: String = "key_type") throws(MillomRefusal)
        -> MillomKeyType
    {
        guard let text = request.query[name] else { return .msisdn }
        guard let type = MillomKeyType(rawValue: text) else {
            throw MillomRefusal(.badRequest, "\(name) is MSISDN, CPID or OPET")
        }
        return type
    }

    func check(provider: String, operator code: String?) throws(MillomRefusal) {
        guard provider == options.serviceProvider else {
            throw MillomRefusal(.notAllowed, "Unknown service provider")
        }
        guard code == nil || code == options.operator else {
            throw MillomRefusal(.notAllowed, "Unknown operator")
        }
    }

    /// - Throws: INVALID_NUMBER, or why Millom does not serve the subscriber.
    func person(_ target: MillomTarget, _ request: IncomingRequest) throws(MillomRefusal) -> MillomPerson {
        try check(provider: target.provider, operator: target.operator)
        let type = try keyType(request)
        let found = world.withLock { world in world.person(type, target.id).map { world.people[$0] } }
        guard let found else { throw MillomRefusal(.invalidNumber) }
        if case .refused(let cause) = found.standing { throw MillomRefusal(cause) }
        return found
    }
}
