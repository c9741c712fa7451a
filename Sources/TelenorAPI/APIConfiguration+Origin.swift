import Crypto
import Foundation
package import MirrorCore
import PacedHTTP

extension APIConfiguration {
    /// The origin that a mirror of this API is bound to.
    package var origin: MirrorOrigin {
        MirrorOrigin(
            baseURL: http.baseURL.canonicalText, clientHash: Self.hash(http.credentials?.clientID ?? ""),
            userHash: http.credentials?.username.map(Self.hash))
    }

    private static func hash(_ text: String) -> String {
        let digits = SHA256.hash(data: Array(text.utf8)).map { byte in
            String(repeating: "0", count: byte < 16 ? 1 : 0) + String(byte, radix: 16)
        }
        return digits.joined()
    }
}

extension BaseURL {
    /// The same text for every spelling of an address: scheme and host in lower case, no default port.
    fileprivate var canonicalText: String {
        guard var parts = URLComponents(string: text) else { return text }
        parts.scheme = parts.scheme?.lowercased()
        parts.host = parts.host?.lowercased()
        if parts.port == (parts.scheme == "https" ? 443 : 80) { parts.port = nil }
        return parts.string ?? text
    }
}
