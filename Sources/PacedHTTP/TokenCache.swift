import Crypto
import Files
import Foundation
import Pacing

/// Keeps the token for the next run, in a file that only its owner can read.
package struct TokenCache: Sendable {
    private struct Entry: Codable {
        var version: Int
        var fingerprint: String
        var access_token: String
        var expires_at: Double
        var lifetime_seconds: Double
    }

    /// 2: the fingerprint covers the secrets too.
    private static let version = 2

    /// Until the year 5138: a `Duration` cannot hold values far beyond it.
    private static let plausibleSeconds = 0...1e11

    private let path: String
    /// Distinguishes our token from those of another API or other credentials.
    ///
    /// A changed password is therefore tested at once, not only when the last token of the old one expires.
    private let fingerprint: String

    /// - Parameter path: the file; its directory must exist.
    package init(path: String, configuration: HTTPConfiguration) {
        self.path = path
        fingerprint = Self.fingerprint(
            configuration.credentials ?? Credentials(clientID: "", clientSecret: ""),
            [
                configuration.baseURL.text,
                configuration.tokenURL?.exactText ?? configuration.baseURL.text + configuration.tokenPath,
            ])
    }

    /// The token of an earlier run; nil if there is none that is ours, readable and still trustworthy.
    ///
    /// A file that others could have read or written counts as none. So does a token that would live longer
    /// than granted: a clock was set back.
    package func load(at now: Duration) -> AccessToken? {
        guard let data = Self.readPrivately(path),
            let entry = try? JSONDecoder().decode(Entry.self, from: data),
            entry.version == Self.version, entry.fingerprint == fingerprint, !entry.access_token.isEmpty,
            Self.plausibleSeconds.contains(entry.expires_at),
            Self.plausibleSeconds.contains(entry.lifetime_seconds)
        else { return nil }
        let token = AccessToken(
            value: entry.access_token, expiresAt: .seconds(entry.expires_at),
            lifetime: .seconds(entry.lifetime_seconds))
        return token.expiresAt - now <= token.lifetime ? token : nil
    }

    /// Writes the file atomically.
    ///
    /// - Throws: `FileFailure`; the old file is then untouched.
    package func save(_ token: AccessToken) throws {
        let entry = Entry(
            version: Self.version, fingerprint: fingerprint, access_token: token.value,
            expires_at: token.expiresAt.inSeconds, lifetime_seconds: token.lifetime.inSeconds)
        let data = try JSONEncoder().encode(entry)
        let file = URL(fileURLWithPath: path)
        try PrivateFolder(file.deletingLastPathComponent().path)
            .replace(file.lastPathComponent, with: Array(data), mode: 0o600)
    }

    private static func readPrivately(_ path: String) -> Data? {
        let url = URL(fileURLWithPath: path)
        guard let folder = try? PrivateFolder(url.deletingLastPathComponent().path),
            let file = try? folder.open(url.lastPathComponent), file.isOwnersAlone,
            let bytes = try? file.bytes(upTo: 65_536)
        else { return nil }
        return Data(bytes)
    }

    /// Keyed with the client's secret, so that this file alone is not enough to try passwords against.
    private static func fingerprint(_ credentials: Credentials, _ places: [String]) -> String {
        let parts =
            places + [credentials.clientID, credentials.username ?? "", credentials.password ?? ""]
            + [credentials.password == nil ? "client" : "password"] + [credentials.scope].compactMap(\.self)
        // Each part is preceded by its length, so that no two lists of parts read the same.
        let message = parts.map { "\($0.utf8.count):\($0)" }.joined()
        let code = HMAC<SHA256>.authenticationCode(
            for: Data(message.utf8), using: SymmetricKey(data: Data(credentials.clientSecret.utf8)))
        return Data(code).base64EncodedString()
    }
}
