import AsyncHTTPClient
import Foundation
import Logging
import NIOHTTP1
import Pacing
import Synchronization

/// What a request has to show to be let in.
enum Pass: Sendable {
    /// Nothing: there are no credentials, as the API needs none.
    case none
    case token(AccessToken)
}

/// Holds the token, and fetches one when there is none or it is about to end.
///
/// However many callers ask, one request is under way; all of them share its result, a refusal included.
package final class AccessTokenSource: Sendable {
    private struct State {
        var token: AccessToken?
        var standing = Standing.untried
        /// Fetches that ended, with a token or a failure.
        var fetches = 0
        var lastFailure: RequestFailure?
        /// Fetched in place of a refused token, and refused as well.
        var vainRenewals = 0
        /// The last token that was counted as vain: callers that share it count it once.
        var lastVain = 0

        mutating func countVain(_ token: AccessToken) {
            guard token.number > lastVain else { return }
            lastVain = token.number
            vainRenewals += 1
        }
    }

    /// What is known of the token, or of the one that has to be replaced.
    private enum Standing {
        case untried
        /// Fetched in place of a refused one, and no request was answered with it yet.
        case replacement
        /// A request was answered with it.
        case proven
        case refused
    }

    /// New tokens that may prove useless before refused ones are no longer replaced.
    ///
    /// A number that is refused for ever with a 401 would otherwise cost a token in each run for each such number,
    /// and a burst of logins may lock the system user.
    private static let vainRenewalLimit = 2

    private let state: Mutex<State>
    private let line = Turnstile()
    private let exchange: HTTPExchange
    private let configuration: HTTPConfiguration
    private let dialect: any APIDialect
    private let cache: TokenCache?
    private var credentials: Credentials? { configuration.usedCredentials }
    private let shared: ClientParts

    init(
        exchange: HTTPExchange, configuration: HTTPConfiguration, dialect: any APIDialect, cache: TokenCache?,
        shared: ClientParts
    ) {
        self.exchange = exchange
        self.configuration = configuration
        self.dialect = dialect
        self.cache = cache
        self.shared = shared
        let kept = cache?.load(at: shared.clock.now)
        if let kept { shared.onToken(kept.value) }
        state = Mutex(State(token: kept))
    }

    /// The token at hand, nil when one has to be fetched first.
    package func fresh() -> AccessToken? {
        let now = shared.clock.now
        return state.withLock { $0.token }.flatMap { now < $0.renewAt ? $0 : nil }
    }

    /// What a request has to show, as far as it is at hand; nil when a token has to be fetched first.
    func freshPass() -> Pass? {
        guard credentials != nil else { return Pass.none }
        return fresh().map(Pass.token)
    }

    /// What a request has to show, fetched when it is not at hand.
    ///
    /// - Throws: as ``token()``.
    func pass() async throws -> Pass {
        guard credentials != nil else { return Pass.none }
        return .token(try await token())
    }

    /// The token, fetched when there is none at hand.
    ///
    /// - Throws: ``RequestFailure``, or `CancellationError`.
    package func token() async throws -> AccessToken {
        if let token = fresh() { return token }
        let seen = state.withLock { $0.fetches }
        try await line.enter()
        defer { line.leave() }
        if let token = fresh() { return token }
        // Whoever came while a fetch was under way shares its refusal: asking again would only be refused again.
        if let failure = state.withLock({ $0.fetches > seen ? $0.lastFailure : nil }) { throw failure }
        return try await fetchAndKeep()
    }

    /// Drops `token`, which the API has refused; a newer one stays.
    ///
    /// - Returns: false when new tokens have not helped before, so that this one stays, too.
    func invalidate(_ token: AccessToken) -> Bool {
        state.withLock { state in
            guard state.token?.number == token.number else { return true }
            guard state.vainRenewals < Self.vainRenewalLimit else { return false }
            // Requests that were not refused before meet it, too.
            if state.standing == .replacement { state.countVain(token) }
            state.standing = .refused
            state.token = nil
            shared.counters.countRefusedToken()
            return true
        }
    }

    /// Notes that `token`, fetched in place of a refused one, was refused as well; it may have been dropped since.
    func countVainRenewal(_ token: AccessToken) {
        state.withLock { $0.countVain(token) }
    }

    /// Notes that a request was answered with `pass`, so that a refusal of its token is worth another.
    func prove(_ pass: Pass) {
        guard case .token(let token) = pass else { return }
        state.withLock { if $0.token?.number == token.number { $0.standing = .proven } }
    }

    /// Uses `token` from now on.
    ///
    /// - Returns: the token, numbered.
    @discardableResult
    package func adopt(_ token: AccessToken) -> AccessToken {
        shared.onToken(token.value)
        return state.withLock { state in
            state.fetches += 1
            state.lastFailure = nil
            var numbered = token
            numbered.number = state.fetches
            state.standing = state.standing == .refused ? .replacement : .untried
            state.token = numbered
            return numbered
        }
    }

    private func fetchAndKeep() async throws -> AccessToken {
        do {
            let token = try await adopt(fetch())
            keep(token)
            return token
        } catch let failure as RequestFailure {
            state.withLock {
                $0.fetches += 1
                $0.lastFailure = failure
            }
            throw failure
        }
    }

    /// A token that cannot be kept costs the next run one request, and this one nothing.
    private func keep(_ token: AccessToken) {
        do {
            try cache?.save(token)
        } catch {
            shared.logger.warning(
                "token cache not written",
                metadata: ["error": "\(type(of: error)) \((error as NSError).code)"])
        }
    }

    private func fetch() async throws -> AccessToken {
        var faults = 0
        let began = shared.clock.now
        while true {
            do {
                return try await request()
            } catch let refusal as TokenRefusal {
                faults += 1
                guard faults <= configuration.retries.limit, refusal.fault.isWorthRetrying else {
                    throw RequestFailure.fault(refusal.fault, purpose: .token, tries: faults)
                }
                try await backOff(refusal, tries: faults, since: began)
                shared.counters.countRetry()
            }
        }
    }

    /// Waits before the next try, no longer than the run lasts and than a run should sit, counted from the first try.
    private func backOff(_ refusal: TokenRefusal, tries: Int, since began: Duration) async throws {
        let now = shared.clock.now
        let delay = configuration.retries.delay(before: tries, random: shared.jitter())
        let until = now + max(delay, refusal.retryAfter ?? .zero)
        let latest = [shared.clock.end, shared.longestWait.map { began + $0 }].compactMap(\.self).min()
        if let latest, until > latest {
            guard refusal.retryAfter == nil else {
                throw RequestFailure.quotaSpent(until: Date(since1970: until))
            }
            throw latest == shared.clock.end
                ? RequestFailure.timeSpent
                : RequestFailure.fault(refusal.fault, purpose: .token, tries: tries)
        }
        let isNews = until - now > RunWait.shortest
        if isNews { shared.onWait(RunWait(reason: .noToken, until: Date(since1970: until))) }
        defer { if isNews { shared.onWait(nil) } }
        try await shared.clock.sleep(until: until)
    }

    /// A fault of one try, and how long the reply asked to wait.
    private struct TokenRefusal: Error {
        let fault: Fault
        var retryAfter: Duration?
    }

    private func request() async throws -> AccessToken {
        shared.counters.countRequest(.token)
        let answer: HTTPExchange.Answer
        do {
            answer = try await exchange.send(tokenRequest())
        } catch let fault as Fault {
            shared.counters.countOutcome(.failed, of: .token)
            throw TokenRefusal(fault: fault)
        }
        shared.logger.debug(
            "token request answered", metadata: ["status": .stringConvertible(answer.status)])
        guard answer.status == 200 else {
            let refusal = refusal(answer)
            shared.counters.countOutcome(
                answer.status == 429 ? .throttled : refusal is TokenRefusal ? .failed : .refused, of: .token)
            throw refusal
        }
        guard let reply = TokenReply(answer.body) else {
            shared.counters.countOutcome(.failed, of: .token)
            throw TokenRefusal(fault: answer.body.isEmpty ? .emptyBody : .notJSON("no access_token"))
        }
        shared.counters.countOutcome(.answered, of: .token)
        return AccessToken(
            value: reply.accessToken, expiresAt: answer.sentAt + reply.lifetime, lifetime: reply.lifetime)
    }

    private func refusal(_ answer: HTTPExchange.Answer) -> any Error {
        let reply = ErrorReply(answer, to: .token, in: dialect)
        switch answer.status {
        case 400, 401, 403: return RequestFailure.credentialsRefused(reply)
        case 408, 425, 429, 500...599, 200...299:
            return TokenRefusal(fault: .server(reply), retryAfter: answer.retryAfter)
        default: return RequestFailure.refused(reply)
        }
    }

    private func tokenRequest() throws -> HTTPClientRequest {
        // The address is looked at before a credential is taken up.
        guard let url = configuration.tokenAddress else {
            throw RequestFailure.foreignServer(.token)
        }
        guard let credentials else { throw RequestFailure.credentialsMissing(.token) }
        let basic = Data("\(credentials.clientID):\(credentials.clientSecret)".utf8).base64EncodedString()
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers = [
            "authorization": "Basic \(basic)", "content-type": "application/x-www-form-urlencoded",
            "accept": "application/json", "user-agent": configuration.userAgent,
        ]
        request.body = .bytes(Array(credentials.form.utf8))
        return request
    }
}
