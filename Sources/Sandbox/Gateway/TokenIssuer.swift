/// Issues access tokens and knows which are valid.
struct TokenIssuer: Sendable {
    enum Standing: Sendable, Equatable {
        case good
        case expired
        case unknown
    }

    private let lifetime: Duration
    private var generator: SeededGenerator
    private var expiries: [String: Duration] = [:]
    private(set) var issuedCount = 0

    init(seed: UInt64, lifetime: Duration) {
        self.lifetime = lifetime
        generator = SeededGenerator(seed: seed, stream: 6, index: 0)
    }

    /// A new token of 40 hexadecimal digits, valid from `now` for the lifetime.
    mutating func issue(at now: Duration) -> String {
        let token = (0..<5).map { _ in
            let digits = String(generator.next() & 0xFFFF_FFFF, radix: 16)
            return String(repeating: "0", count: 8 - digits.utf8.count) + digits
        }.joined()
        expiries[token] = now + lifetime
        issuedCount += 1
        return token
    }

    func standing(of token: String, at now: Duration) -> Standing {
        guard let expiry = expiries[token] else { return .unknown }
        return now < expiry ? .good : .expired
    }

    mutating func revoke(_ token: String) { expiries[token] = nil }

    /// Makes a token expire at `now`, as if it had been issued long ago.
    mutating func expire(_ token: String, at now: Duration) {
        if let expiry = expiries[token] { expiries[token] = min(expiry, now) }
    }

    mutating func revokeAll() { expiries = [:] }
}
