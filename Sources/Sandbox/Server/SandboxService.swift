import Foundation
import Synchronization

/// A request, as far as the simulation looks at it.
struct IncomingRequest: Sendable {
    let method: String
    let path: Substring
    let query: Query
    let authorization: String?
    let acceptsGzip: Bool
    let body: [UInt8]
}

/// The simulated API: gateway in front, backend behind.
final class SandboxService: Sendable {
    let options: SandboxOptions
    let clock: ServerClock
    let backend: Backend
    let limiter: Mutex<RateLimiter>
    let tokens: Mutex<TokenDesk>
    let faults = Mutex(FaultQueue())
    let statistics = Mutex(SandboxStatistics())

    init(options: SandboxOptions, time: SandboxTime) {
        self.options = options
        clock = ServerClock(time: time, skew: options.skew)
        backend = Backend(options: options, now: clock.milliseconds)
        limiter = Mutex(RateLimiter(quota: options.quota, perSecond: options.perSecond))
        tokens = Mutex(TokenDesk(seed: options.seed, lifetime: options.tokenLifetime))
    }

    /// The answer to one request; counts it.
    ///
    /// A scripted answer comes before everything else: it needs no token and costs nothing of the limits, unless it
    /// is made of the real answer.
    func answer(_ request: IncomingRequest) -> Reply {
        let route = Route(method: request.method, path: request.path)
        if case .control(let name) = route {
            return ControlEndpoint(service: self).answer(String(name), request)
        }
        let endpoint = route.endpoint
        let scripted = faults.withLock { queue in
            queue.isEmpty ? nil : queue.take(endpoint: endpoint, msisdn: route.msisdn)
        }
        let reply = scripted.map { script($0, route, request) } ?? realAnswer(route, request)
        statistics.withLock { $0.add(endpoint, code: reply.code) }
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
        reply.sentBytes = scripted.sentBytes
        reply.delay = scripted.delay
        return reply
    }

    private func realAnswer(_ route: Route, _ request: IncomingRequest) -> Reply {
        do {
            switch route {
            case .token: return try issueToken(request)
            case .logout: return try logOut(request)
            case .unknown, .control: throw Refusal(code: 40401)
            case .accounts, .accountSubscriptions:
                if isWithoutAccounts(.unknownPath) { throw Refusal(code: 40401) }
                _ = try bearer(of: request)
                if isWithoutAccounts(.notGranted) { throw Refusal(code: 40103, status: 403) }
            case .search, .detail, .orderableAddOns, .subscriptionTypes: _ = try bearer(of: request)
            }
            if let refused = limited() { return refused }
            return try resource(route, request)
        } catch let refusal as Refusal {
            return refusal.reply
        } catch {
            return .error(50001)
        }
    }

    private func isWithoutAccounts(_ refusal: SandboxOptions.AccountsRefusal) -> Bool {
        options.withoutAccounts && options.accountsRefusal == refusal
    }

    private func limited() -> Reply? {
        guard options.quota != nil || options.perSecond != nil else { return nil }
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
