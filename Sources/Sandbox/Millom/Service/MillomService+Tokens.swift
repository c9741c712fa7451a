import Foundation
import Synchronization

/// Millom's own tokens, with the scopes of each.
struct MillomTokens: Sendable {
    private var desk: TokenIssuer
    private var scopes: [String: Set<String>] = [:]

    init(seed: UInt64, lifetime: Duration) {
        desk = TokenIssuer(seed: seed ^ 0x4D49_4C4C, lifetime: lifetime)
    }

    var issuedCount: Int { desk.issuedCount }

    mutating func issue(_ scopes: Set<String>, at now: Duration) -> String {
        let token = desk.issue(at: now)
        self.scopes[token] = scopes
        return token
    }

    /// The scopes of a valid token; nil: it is not valid.
    func scopes(of token: String, at now: Duration) -> Set<String>? {
        desk.standing(of: token, at: now) == .good ? scopes[token] : nil
    }

    mutating func revoke(_ token: String) { desk.revoke(token) }
}

extension MillomService {
    /// Source: millom-standard-api.yaml, its `securitySchemes`.
    private static let providerScopes: Set<String> = [
        "cco.dd.data-plan.gen.inquire", "cco.dd.data-plan.gen.activate", "cco.dd.data-plan.gen.register",
        "cco.dd.data-plan.gen.webview",
    ]
    /// Source: those of millom-notify.yaml, millom-callback.yaml and millom-backend-integration.yaml.
    private static let operatorScopes: Set<String> = [
        "cco.dd.notify.dtac.single", "cco.dd.data-plan.inquire", "cco.dd.data-plan.gen.inquire",
        "cco.dd.data-plan.gen.activate",
    ]

    /// Issues a token to either client, for the scopes that it requests.
    ///
    /// The client may authenticate in a header or in the form. Source: RFC 6749, 2.3.1 and 4.4.
    func issueToken(_ request: IncomingRequest) -> Reply {
        let form = Query(Substring(String(decoding: request.body, as: UTF8.self)))
        guard form["grant_type"] == "client_credentials" else {
            return Self.tokenError("unsupported_grant_type", 400)
        }
        let known = [
            (options.clientID, options.clientSecret, Self.providerScopes),
            (options.operatorClientID, options.operatorClientSecret, Self.operatorScopes),
        ]
        let client = known.first { id, secret, _ in
            let basic = "Basic " + Data("\(id):\(secret)".utf8).base64EncodedString()
            return request.authorization == basic
                || request.authorization == nil && form["client_id"] == id && form["client_secret"] == secret
        }
        guard let client else { return Self.tokenError("invalid_client", 401) }
        let wanted = Set((form["scope"] ?? "").split(separator: " ").map(String.init))
        guard wanted.isSubset(of: client.2), !wanted.isEmpty else {
            return Self.tokenError("invalid_scope", 400)
        }
        let elapsed = clock.elapsed
        let token = tokens.withLock { $0.issue(wanted, at: elapsed) }
        let body = MillomJSON.members([
            "access_token": .text(token), "token_type": .text("Bearer"),
            "expires_in": .number(String(Int(options.tokenLifetime / .seconds(1)))),
            "scope": .text(wanted.sorted().joined(separator: " ")),
        ])
        return .json(body.bytes)
    }

    private static func tokenError(_ error: String, _ status: Int) -> Reply {
        Reply(status: status, code: status, body: MillomJSON.members(["error": .text(error)]).bytes)
    }

    /// - Throws: 401 without a valid token, 403 without the scope.
    func authorize(_ route: MillomRoute, _ request: IncomingRequest) throws(MillomRefusal) {
        guard options.requiresToken, !route.scopes.isEmpty else { return }
        let elapsed = clock.elapsed
        guard let token = request.bearer, let held = tokens.withLock({ $0.scopes(of: token, at: elapsed) })
        else {
            throw MillomRefusal(.notAllowed, "Missing or unauthorized access token", status: 401)
        }
        guard !held.isDisjoint(with: route.scopes) else {
            throw MillomRefusal(.notAllowed, "The access token lacks the scope", status: 403)
        }
    }

    /// A token for requests between Millom and the operator.
    func internalToken() -> String {
        let elapsed = clock.elapsed
        return tokens.withLock { $0.issue(Self.operatorScopes, at: elapsed) }
    }
}

extension IncomingRequest {
    /// The bearer token; nil: there is none.
    var bearer: String? {
        guard let authorization, authorization.hasPrefix("Bearer ") else { return nil }
        return String(authorization.dropFirst("Bearer ".count))
    }
}
