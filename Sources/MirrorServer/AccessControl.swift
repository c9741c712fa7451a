import Crypto
import Foundation

/// Decides which requests to admit: by the requested host name, the client's address, and the token.
struct AccessControl: Sendable {
    private let hosts: Set<String>
    private let proxies: Set<String>
    private let token: SHA256.Digest?

    init(_ configuration: MirrorServerConfiguration) {
        // If the server listens on every address of this machine, only serve.hosts can
        // tell the names it is known by.
        let own = [configuration.host].filter { !["0.0.0.0", "::"].contains($0) }
        hosts = Set(["localhost", "127.0.0.1", "::1"] + (own + configuration.hosts).map { $0.lowercased() })
        proxies = Set(configuration.proxies.map(NetworkAddress.plain))
        token = configuration.token.map { Self.digest(of: $0) }
    }

    /// Admits or refuses a request.
    ///
    /// - Parameter isOpen: whether the answer reveals nothing of the mirror, so that no
    ///   name and no token is required.
    /// - Throws: ``Refusal``.
    func check(_ request: ServedRequest, isOpen: Bool) throws(Refusal) {
        if !proxies.isEmpty {
            guard let peer = request.peer, proxies.contains(NetworkAddress.plain(peer)) else {
                throw .forbidden("only the proxies in serve.proxies may connect")
            }
        }
        let host = request.host ?? ""
        guard let name = Self.name(of: host) else {
            throw .badRequest("Host must be one host name or address, with or without a port")
        }
        guard !isOpen else { return }
        guard hosts.contains(name) else { throw .misdirected }
        guard let token else { return }
        guard
            Self.shown(request.authorization).contains(where: {
                Self.isSame(Self.digest(of: $0), token)
            })
        else { throw .unauthorized }
    }

    /// The host name in a `Host` field, without its port; nil if it is anything else.
    static func name(of host: String) -> String? {
        guard
            let match = host.wholeMatch(of: /(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._\-]*))(?::([0-9]{0,5}))?/),
            match.output.3.map({ $0.isEmpty || UInt16($0) != nil }) ?? true
        else { return nil }
        var name = match.output.1 ?? match.output.2 ?? ""
        // A trailing dot, for the DNS root, changes nothing.
        if name.hasSuffix(".") { name = name.dropLast() }
        return name.lowercased()
    }

    /// The secrets that the client presents: a bearer token, or a browser's password.
    private static func shown(_ authorization: String?) -> [String] {
        guard let authorization, authorization.utf8.count <= 4096,
            let space = authorization.firstIndex(of: " ")
        else { return [] }
        let value = String(authorization[authorization.index(after: space)...])
        switch authorization[..<space].lowercased() {
        case "bearer": return [value]
        case "basic":
            guard let data = Data(base64Encoded: value), let text = String(validating: data, as: UTF8.self),
                let colon = text.firstIndex(of: ":")
            else { return [] }
            return [String(text[text.index(after: colon)...])]
        default: return []
        }
    }

    static func digest(of token: String) -> SHA256.Digest { SHA256.hash(data: Array(token.utf8)) }

    /// Compares in constant time, so that the time reveals nothing.
    static func isSame(_ left: SHA256.Digest, _ right: SHA256.Digest) -> Bool {
        zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
