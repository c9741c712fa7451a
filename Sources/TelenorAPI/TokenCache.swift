import Foundation
import Glibc
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
    /// - Throws: `CocoaError` or `POSIXError`, with the file that was there untouched.
    package func save(_ token: AccessToken) throws {
        let entry = Entry(
            version: 1, fingerprint: fingerprint, access_token: token.value,
            expires_at: token.expiresAt.inSeconds, lifetime_seconds: token.lifetime.inSeconds)
        let data = try JSONEncoder().encode(entry)
        let temporary = "\(path).\(getpid()).tmp"
        unlink(temporary)
        try Self.writePrivately(data, to: temporary)
        guard rename(temporary, path) == 0 else {
            let error = Self.lastError()
            unlink(temporary)
            throw error
        }
    }

    private static func readPrivately(_ path: String) -> Data? {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_mode & 0o077 == 0, status.st_uid == geteuid(), status.st_size <= 65_536
        else { return nil }
        return try? FileHandle(fileDescriptor: file, closeOnDealloc: false).readToEnd()
    }

    private static func writePrivately(_ data: Data, to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw lastError() }
        do {
            let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
            try handle.write(contentsOf: data)
            try handle.close()
        } catch {
            unlink(path)
            throw error
        }
    }

    private static func lastError() -> POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }

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
