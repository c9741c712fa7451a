import Foundation
import Synchronization

extension SandboxService {
    /// Issues a token for either grant.
    ///
    /// Source: API.md 1.1.
    ///
    /// - Throws: `Refusal` 40102, 40108, 40001 or 400000.
    func issueToken(_ request: IncomingRequest) throws(Refusal) -> Reply {
        guard let authorization = request.authorization else { throw Refusal(code: 40102) }
        let expected = Data("\(options.clientID):\(options.clientSecret)".utf8).base64EncodedString()
        guard authorization == "Basic \(expected)" else { throw Refusal(code: 40108) }
        let form = Query(Substring(String(decoding: request.body, as: UTF8.self)))
        switch form["grant_type"] {
        case "client_credentials": break
        case "password":
            guard form["username"] == options.username, form["password"] == options.password else {
                throw Refusal(code: 40001)
            }
        default: throw Refusal(code: 400000)
        }
        let now = clock.elapsed
        let (token, count) = tokens.withLock { ($0.issue(at: now), $0.issuedCount) }
        return .json(tokenBody(token, count: count))
    }

    /// `expires_in` is a string in every third reply: API.md 1.1 says that it may be.
    private func tokenBody(_ token: String, count: Int) -> [UInt8] {
        let seconds = Int((options.tokenLifetime / .seconds(1)).rounded(.down))
        let announced = seconds > 1 ? seconds - 1 : seconds
        var writer = JSONWriter(capacity: 128)
        writer.object {
            $0.field("access_token", .text(token))
            $0.field("token_type", .text("Bearer"))
            $0.field(
                "expires_in", count.isMultiple(of: 3) ? .text(String(announced)) : .integer(announced))
        }
        return writer.bytes
    }

    func logOut(_ request: IncomingRequest) throws(Refusal) -> Reply {
        let token = try bearer(of: request)
        tokens.withLock { $0.revoke(token) }
        return .json(Array("{}".utf8))
    }

    /// The request's token, if it is valid.
    ///
    /// - Throws: `Refusal` 40102, 40107, 40105 or 40106.
    func bearer(of request: IncomingRequest) throws(Refusal) -> String {
        guard let authorization = request.authorization, !authorization.isEmpty else {
            throw Refusal(code: 40102)
        }
        if authorization.hasPrefix("Basic ") { throw Refusal(code: 40107) }
        guard authorization.hasPrefix("Bearer ") else { throw Refusal(code: 40105) }
        let token = String(authorization.dropFirst("Bearer ".count))
        let now = clock.elapsed
        switch tokens.withLock({ $0.standing(of: token, at: now) }) {
        case .good: return token
        case .expired: throw Refusal(code: 40106)
        case .unknown: throw Refusal(code: 40105)
        }
    }
}
