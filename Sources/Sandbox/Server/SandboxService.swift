import Foundation
import Synchronization

/// A request, reduced to what the simulation uses.
struct IncomingRequest: Sendable {
    let method: String
    let path: Substring
    var query: Query
    let authorization: String?
    var acceptsGzip: Bool
    let body: [UInt8]
    /// Chooses the rows of a list that come twice; nil: none does.
    var doubling: SeededGenerator?
    /// `Accept-Language`.
    var language: String?
    /// The number that the operator's network set in `X-MSISDN`.
    var networkNumber: String?
}

/// The simulated API: gateway in front, backend behind.
final class SandboxService: Sendable {
    let options: SandboxOptions
    let clock: ServerClock
    let backend: Backend
    let limiter: Mutex<RateLimiter>
    let tokens: Mutex<TokenIssuer>
    let faults = Mutex(FaultQueue())
    let plan: Mutex<FaultPlan>
    let statistics = Mutex(SandboxStatistics())
    /// nil: Millom is not simulated.
    let millom: MillomService?

    init(options: SandboxOptions, time: SandboxTime) {
        self.options = options
        clock = ServerClock(time: time, skew: options.skew)
        let backend = Backend(options: options, clock: clock)
        self.backend = backend
        let clock = clock
        millom = options.millom.map { millom in
            let numbers = backend.model.slots.compactMap { $0.map { String($0.msisdn) } }
            return MillomService(options: millom, sandbox: options, numbers: numbers, clock: clock)
        }
        plan = Mutex(FaultPlan(options.faults, seed: options.seed, startedAt: clock.elapsed))
        limiter = Mutex(RateLimiter(quota: options.quota, perSecond: options.perSecond))
        tokens = Mutex(TokenIssuer(seed: options.seed, lifetime: options.tokenLifetime))
    }

    /// The answer to one request, which is also counted.
    ///
    /// A scripted answer comes before everything else: it needs no token and does not count against the
    /// limits, unless it is based on the real answer.
    func answer(_ request: IncomingRequest) -> Reply {
        if let millom, let route = MillomRoute(method: request.method, path: request.path) {
            return answer(route, of: millom, request)
        }
        let route = Route(method: request.method, path: request.path)
        if case .control(let name) = route {
            return ControlEndpoint(service: self).answer(String(name), request)
        }
        let endpoint = route.endpoint
        let scripted = faults.withLock { queue in
            queue.isEmpty ? nil : queue.take(endpoint: endpoint, msisdn: route.msisdn)
        }
        let reply = scripted.map { script($0, route, request) } ?? realAnswer(route, request)
        statistics.withLock { $0.add(endpoint, code: reply.code, fault: reply.fault) }
        return reply
    }

    private func script(_ scripted: ScriptedReply, _ route: Route, _ request: IncomingRequest) -> Reply {
        var reply =
            switch scripted.content {
            case .error(let code, let shape): Reply.error(code, status: scripted.status, shape: shape)
            case .real: realAnswer(route, request)
            case .bytes(let bytes, let contentType):
                Reply(status: 200, code: scripted.status ?? 200, body: bytes, contentType: contentType)
            }
        if let status = scripted.status { reply.status = status }
        reply.headers += scripted.headers
        if let sentBytes = scripted.sentBytes { reply.delivery = .cut(after: sentBytes) }
        reply.delay = scripted.delay
        return reply
    }

    private func realAnswer(_ route: Route, _ request: IncomingRequest) -> Reply {
        do throws(Refusal) {
            if let refused = try gate(route, request) { return refused }
            guard let draw = plannedFault(route, request) else { return try served(route, request) }
            var reply = try answer(route, request, with: draw)
            if draw.fault == .duplicateRows, reply.holdsNothing {
                plan.withLock { $0.takeBack(draw) }
            } else {
                reply.fault = draw.fault
            }
            return reply
        } catch {
            return error.reply
        }
    }

    /// The gateway's refusal because of a limit; nil: none.
    ///
    /// - Throws: `Refusal` for an unknown path or an invalid token.
    private func gate(_ route: Route, _ request: IncomingRequest) throws(Refusal) -> Reply? {
        switch route {
        case .token, .logout: return nil
        case .unknown, .control: throw Refusal(code: 40401)
        case .accounts, .accountSubscriptions:
            if isWithoutAccounts(.unknownPath) { throw Refusal(code: 40401) }
            _ = try bearer(of: request)
            if isWithoutAccounts(.notGranted) { throw Refusal(code: 40103, status: 403) }
        case .search, .detail, .orderableAddOns, .subscriptionTypes: _ = try bearer(of: request)
        }
        return limited()
    }

    /// The answer without any fault.
    func served(_ route: Route, _ request: IncomingRequest) throws(Refusal) -> Reply {
        switch route {
        case .token: try issueToken(request)
        case .logout: try logOut(request)
        default: try resource(route, request)
        }
    }

    private func isWithoutAccounts(_ refusal: SandboxOptions.AccountsRefusal) -> Bool {
        options.withoutAccounts && options.accountsRefusal == refusal
    }

    private func limited() -> Reply? {
        let now = clock.elapsed
        switch limiter.withLock({ $0.admit(at: now) }) {
        case .allowed: return nil
        case .spikeArrest: return .error(42902)
        case .quotaSpent(let windowEndsIn):
            var reply = Reply.error(42901)
            if options.announcesRetryAfter {
                let seconds = Int((windowEndsIn / .seconds(1)).rounded(.up))
                reply.headers = [("Retry-After", "\(seconds)")]
            }
            return reply
        }
    }
}
