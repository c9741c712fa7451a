import Files
import Foundation
import MirrorCore

/// The token in a file that only its owner can read, for the next run.
package struct TokenCache: Sendable {
    private struct Entry: Codable {
        var version: Int
        var fingerprint: String
        var access_token: String
        var expires_at: Double
        var lifetime_seconds: Double
    }

    /// Until the year 5138: what is far beyond it no `Duration` can hold.
    private static let plausibleSeconds = 0...1e11

    private let path: String
    /// Tells another client's or another API's token from ours.
    private let fingerprint: String

    /// - Parameter path: the file; its directory exists.
    package init(path: String, configuration: APIConfiguration) {
        self.path = path
        fingerprint = Self.fingerprint(
            [configuration.baseURL.text, configuration.tokenURL] + configuration.credentials.identity)
    }

    /// The token that an earlier run left; nil when there is none that is ours, readable and still to be trusted.
    ///
    /// A file that others could have read or written is as good as none. So is a token that would live longer than it
    /// was granted: a clock was set back.
    package func load(at now: Duration) -> AccessToken? {
        guard let data = Self.readPrivately(path),
            let entry = try? JSONDecoder().decode(Entry.self, from: data),
            entry.version == 1, entry.fingerprint == fingerprint, !entry.access_token.isEmpty,
            Self.plausibleSeconds.contains(entry.expires_at),
            Self.plausibleSeconds.contains(entry.lifetime_seconds)
        else { return nil }
        let token = AccessToken(
            value: entry.access_token, expiresAt: .seconds(entry.expires_at),
            lifetime: .seconds(entry.lifetime_seconds))
        return token.expiresAt - now <= token.lifetime ? token : nil
    }

    /// Writes the file beside and puts it in place whole.
    ///
    /// - Throws: `FileFailure`, with the file that was there untouched.
    package func save(_ token: AccessToken) throws {
        let entry = Entry(
            version: 1, fingerprint: fingerprint, access_token: token.value,
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

    /// FNV-1a over the parts and their borders: it only has to tell settings apart, nobody is kept out by it.
    private static func fingerprint(_ parts: [String]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for part in parts {
            for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ 0xff) &* 0x100_0000_01b3
        }
        return String(hash, radix: 16)
    }
}
