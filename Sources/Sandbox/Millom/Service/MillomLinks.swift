import Crypto
import Foundation

/// Signs the links for an end user's device, and verifies them.
///
/// Source: rich-notification-api.yaml, `uuid`, `expirySeconds` and `signature`; it does not say what is
/// signed, and how.
struct MillomLinks: Sendable {
    let key: [UInt8]
    let baseURL: String
    let provider: String
    let `operator`: String
    let lifetime: Duration

    /// A key derived from the seed.
    static func key(seed: UInt64) -> [UInt8] {
        var generator = SeededGenerator(seed: seed, stream: 42, index: 0)
        return (0..<32).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 24) }
    }

    private func path(_ cpid: String, _ call: String?) -> String {
        let parts = [provider, `operator`, cpid] + (call.map { [$0] } ?? [])
        return "/rnf/" + parts.map(MillomPath.encoded).joined(separator: "/")
    }

    /// `call` nil: the shop.
    func link(
        to cpid: String, _ call: String?, uuid: String, now: Int, parameters: [(String, String)] = []
    ) -> String {
        let path = path(cpid, call)
        let expiry = String(now + Int(lifetime / .seconds(1)))
        let all =
            parameters + [
                ("uuid", uuid), ("expirySeconds", expiry), ("signature", signature(path, uuid, expiry)),
            ]
        let query = all.map { "\($0)=\(MillomPath.encoded($1))" }.joined(separator: "&")
        return "\(baseURL)\(path)?\(query)"
    }

    /// Whether a link was signed here and has not expired.
    func isGood(_ cpid: String, _ call: String?, uuid: String, expiry: String, signature: String, now: Int)
        -> Bool
    {
        guard let end = Int(expiry), now < end, let given = Data(base64Encoded: Self.standard(signature))
        else {
            return false
        }
        return HMAC<SHA256>.isValidAuthenticationCode(
            given, authenticating: Self.signed(path(cpid, call), uuid, expiry), using: SymmetricKey(data: key)
        )
    }

    private func signature(_ path: String, _ uuid: String, _ expiry: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Self.signed(path, uuid, expiry), using: SymmetricKey(data: key))
        return Data(code).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    }

    private static func signed(_ path: String, _ uuid: String, _ expiry: String) -> Data {
        Data("\(path)\n\(uuid)\n\(expiry)".utf8)
    }

    private static func standard(_ text: String) -> String {
        text.replacing("-", with: "+").replacing("_", with: "/")
    }
}
