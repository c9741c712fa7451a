import Crypto
import Foundation
import Synchronization

/// Issues access tokens for the client's credentials, and checks them.
///
/// Tokens are random and carry no information. Only their digests are kept, in memory: after a
/// restart clients fetch new ones.
final class TokenIssuer: Sendable {
    private let clientID: SHA256.Digest
    private let clientSecret: SHA256.Digest
    private let lifetime: Duration
    private let limit: Int
    private let clock: @Sendable () -> ContinuousClock.Instant
    private let random: @Sendable () -> [UInt8]
    private let issued = Mutex(Issued())

    private struct Issued {
        var expiries: [SHA256.Digest: ContinuousClock.Instant] = [:]
        /// In order of issue, and therefore of expiry.
        var order: [SHA256.Digest] = []
    }

    /// - Parameter random: returns 32 unpredictable bytes.
    init(
        _ configuration: ReceiverConfiguration,
        clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        random: @escaping @Sendable () -> [UInt8] = {
            SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        }
    ) {
        clientID = SHA256.hash(data: Array(configuration.clientID.utf8))
        clientSecret = SHA256.hash(data: Array(configuration.clientSecret.utf8))
        lifetime = configuration.tokenLifetime
        limit = configuration.limits.tokens
        self.clock = clock
        self.random = random
    }

    /// Issues a token for the right credentials; nil for any others.
    ///
    /// The time taken does not depend on which part is wrong.
    func token(clientID: String, clientSecret: String) -> (token: String, expiresIn: Int)? {
        let isID = Self.isSame(SHA256.hash(data: Array(clientID.utf8)), self.clientID)
        let isSecret = Self.isSame(SHA256.hash(data: Array(clientSecret.utf8)), self.clientSecret)
        guard isID && isSecret else { return nil }
        let token = Data(random()).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        let digest = SHA256.hash(data: Array(token.utf8))
        let now = clock()
        issued.withLock { issued in
            let dropped = issued.order.prefix { digest in
                (issued.expiries[digest].map { $0 <= now } ?? true)
            }
            issued.order.removeFirst(dropped.count)
            for digest in dropped { issued.expiries[digest] = nil }
            while issued.order.count >= limit { issued.expiries[issued.order.removeFirst()] = nil }
            issued.order.append(digest)
            issued.expiries[digest] = now + lifetime
        }
        return (token, Int(lifetime.components.seconds))
    }

    /// Whether to admit a request with this `Authorization`.
    func admits(_ authorization: String?) -> Bool {
        guard let authorization, authorization.utf8.count <= 512,
            let space = authorization.firstIndex(of: " "),
            authorization[..<space].lowercased() == "bearer"
        else { return false }
        let token = authorization[authorization.index(after: space)...]
        // Looking up a digest reveals nothing about the token through its timing.
        let digest = SHA256.hash(data: Array(token.utf8))
        let expiry = issued.withLock { $0.expiries[digest] }
        return expiry.map { clock() < $0 } ?? false
    }

    /// Compares in constant time, so that the time reveals nothing.
    private static func isSame(_ left: SHA256.Digest, _ right: SHA256.Digest) -> Bool {
        zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
