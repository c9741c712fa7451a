import Foundation
import Logging
import NIOHTTP1
import Pacing
import Synchronization

/// The authorization that a request carries.
enum RequestAuthorization: Sendable {
    /// None: there are no credentials, as the API needs none.
    case none
    case token(AccessToken)
}

/// Holds the token, and fetches one when there is none or it is about to expire.
///
/// However many callers ask, only one request is in flight; all of them share its result, including a
/// refusal.
package final class AccessTokenSource: Sendable {
    private struct State {
        var token: AccessToken?
        var standing = Standing.untried
        /// Fetches that have ended, with a token or a failure.
        var fetches = 0
        var lastFailure: RequestFailure?
        /// Tokens fetched to replace a refused one, and refused as well.
        var uselessRenewals = 0
        /// The last token counted as vain, so that callers sharing it count it once.
        var lastVain = 0

        mutating func countUseless(_ token: AccessToken) {
            guard token.number > lastVain else { return }
            lastVain = token.number
            uselessRenewals += 1
        }
    }

    /// The state of the current token, or of the one to be replaced.
    private enum Standing {
        case untried
        /// Fetched to replace a refused token; no request has been answered with it yet.
        case replacement
        /// A request has been answered with it.
        case proven
        case refused
    }

    /// How many new tokens may prove useless before refused tokens are no longer replaced.
    ///
    /// Otherwise each number that is always refused with a 401 would cost a token in each run, and a burst of
    /// logins may lock the system user.
    private static let uselessRenewalLimit = 2

    private let state: Mutex<State>
    private let line = FairLock()
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

    /// The token at hand; nil if one has to be fetched first.
    package func fresh() -> AccessToken? {
        let now = shared.clock.now
        return state.withLock { $0.token }.flatMap { now < $0.renewAt ? $0 : nil }
    }

    /// The authorization for a request, if at hand; nil if a token has to be fetched first.
    func freshAuthorization() -> RequestAuthorization? {
        guard credentials != nil else { return RequestAuthorization.none }
        return fresh().map(RequestAuthorization.token)
    }

    /// The authorization for a request, fetched if it is not at hand.
    ///
    /// - Throws: as ``token()``.
    func authorization() async throws -> RequestAuthorization {
        guard credentials != nil else { return RequestAuthorization.none }
        return .token(try await token())
    }

    /// The token, fetched if none is at hand.
    ///
    /// - Throws: ``RequestFailure``, or `CancellationError`.
    package func token() async throws -> AccessToken {
        if let token = fresh() { return token }
        let seen = state.withLock { $0.fetches }
        try await line.enter()
        defer { line.leave() }
        if let token = fresh() { return token }
        // Callers that arrived during a fetch share its refusal: another fetch would only be refused again.
        if let failure = state.withLock({ $0.fetches > seen ? $0.lastFailure : nil }) { throw failure }
        return try await fetchAndKeep()
    }

    /// Drops `token`, which the API has refused; a newer one stays.
    ///
    /// - Returns: false if new tokens have not helped before, so that this one stays as well.
    func invalidate(_ token: AccessToken) -> Bool {
        state.withLock { state in
            guard state.token?.number == token.number else { return true }
            guard state.uselessRenewals < Self.uselessRenewalLimit else { return false }
            // Requests that were not refused before meet this refusal as well.
            if state.standing == .replacement { state.countUseless(token) }
            state.standing = .refused
            state.token = nil
            shared.counters.countRefusedToken()
            return true
        }
    }

    /// Records that `token`, fetched to replace a refused one, was refused as well; it may have been dropped
    /// since.
    func countVainRenewal(_ token: AccessToken) {
        state.withLock { $0.countUseless(token) }
    }

    /// Records that a request was answered with `authorization`, so that a later refusal of its token justifies a new
    /// one.
    func prove(_ authorization: RequestAuthorization) {
        guard case .token(let token) = authorization else { return }
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

    /// Saves the token; if that fails, the next run needs one more request and this run none.
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

    /// Waits before the next try, no longer than the run lasts or the longest wait allows, counted from the
    /// first try.
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

    /// A fault of one try, with the wait that the reply asked for.
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

    private func tokenRequest() throws -> HTTPExchange.Request {
        // The address is checked before any credential is used.
        guard let url = configuration.tokenAddress else {
            throw RequestFailure.foreignServer(.token)
        }
        guard let credentials else { throw RequestFailure.credentialsMissing(.token) }
        let basic = Data("\(credentials.clientID):\(credentials.clientSecret)".utf8).base64EncodedString()
        let headers: HTTPHeaders = [
            "authorization": "Basic \(basic)", "content-type": "application/x-www-form-urlencoded",
            "accept": "application/json", "user-agent": configuration.userAgent,
        ]
        return HTTPExchange.Request(url: url, headers: headers, body: Array(credentials.form.utf8))
    }
}
