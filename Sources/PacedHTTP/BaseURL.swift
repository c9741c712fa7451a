import Foundation

/// The address of an API: `https`, or `http` to this machine only, unless it is public.
package struct BaseURL: Sendable, Equatable {
    /// The address without a trailing slash.
    package let text: String
    /// The address as configured, including a trailing slash.
    let exactText: String
    /// The server that may see our credentials.
    let server: Server
    /// The setting that it comes from, such as `api.base_url`.
    package let setting: String
    /// Whether requests to it can be overheard: no credential is ever sent there.
    package let isPublic: Bool

    /// Scheme, host and port as the HTTP client reads them.
    struct Server: Sendable, Equatable {
        let scheme: String
        /// Without the brackets of an IPv6 address.
        let host: String
        let port: Int

        /// Nil if `text` is not the address of a server, or contains a user name or password.
        init?(_ text: String) {
            guard let url = URL(string: text), let scheme = url.scheme?.lowercased(),
                let host = url.host(percentEncoded: true), !host.isEmpty, url.user == nil, url.password == nil
            else { return nil }
            self.scheme = scheme
            self.host = host.trimmingCharacters(in: ["[", "]"]).lowercased()
            port = url.port ?? (scheme == "https" ? 443 : 80)
        }

        /// `host:port`, for a person.
        var text: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

        var isSecure: Bool { scheme == "https" }
    }

    /// Accepts `text` if requests to it cannot be overheard, or are allowed to be.
    ///
    /// - Parameters:
    ///   - setting: the setting that it comes from.
    ///   - mayBePublic: whether `http` to another machine is acceptable, because no credential is sent there.
    /// - Throws: ``BaseURLError``, one sentence that names the problem.
    package init(_ text: String, setting: String, mayBePublic: Bool = false) throws(BaseURLError) {
        func refused(_ problem: BaseURLError.Problem) -> BaseURLError {
            BaseURLError(setting: setting, problem: problem)
        }
        guard let parts = URLComponents(string: text, encodingInvalidCharacters: false),
            let host = parts.host, !host.isEmpty
        else { throw refused(.notAnAddress(text)) }
        guard parts.user == nil, parts.password == nil else { throw refused(.holdsCredentials) }
        guard parts.query == nil, parts.fragment == nil else { throw refused(.holdsMore(text)) }
        switch parts.scheme?.lowercased() {
        case "https": break
        case "http":
            guard Self.isLoopback(host) || mayBePublic else { throw refused(.wouldBeOverheard(host: host)) }
        default: throw refused(.notAnAddress(text))
        }
        guard let server = Server(text) else { throw refused(.notAnAddress(text)) }
        guard Self.isPort(parts.port, in: text) else { throw refused(.noSuchPort(text)) }
        self.server = server
        self.setting = setting
        exactText = text
        isPublic = !server.isSecure && !Self.isLoopback(host)
        var trimmed = text[...]
        while trimmed.last == "/" { trimmed.removeLast() }
        self.text = String(trimmed)
    }

    /// The address of `target`, a path with its query, below this one; nil if that would lead to another
    /// server.
    ///
    /// Every address that credentials are sent to comes from here. A server's name ends at the first slash
    /// (RFC 3986, 3.2), so that nothing after one can lead elsewhere.
    func address(of target: String) -> String? {
        target.utf8.first == UInt8(ascii: "/") ? text + target : nil
    }

    /// Whether `port`, as found in `text`, is valid; beyond 65535 the HTTP client would trap.
    static func isPort(_ port: Int?, in text: String) -> Bool {
        if let port { return (1...65_535).contains(port) }
        // A port too long to be a number is parsed as nil.
        return text.firstMatch(of: /^[^:]*:\/\/[^\/]*:\d+(\/|$)/) == nil
    }

    /// 127.0.0.0/8, `::1` and `localhost`; a name that merely begins like one is not.
    static func isLoopback(_ host: String) -> Bool {
        let name = host.trimmingCharacters(in: ["[", "]"]).lowercased()
        if name == "localhost" || name == "::1" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in
                part.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt8(part) != nil
            }
    }
}

/// Why the address in a setting cannot be used.
package struct BaseURLError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Such as `api.base_url`.
    package let setting: String
    package let problem: Problem

    package init(setting: String, problem: Problem) {
        self.setting = setting
        self.problem = problem
    }

    /// The fault of an address.
    package enum Problem: Equatable, Sendable {
        case notAnAddress(String)
        case holdsCredentials
        case holdsMore(String)
        case wouldBeOverheard(host: String)
        case noSuchPort(String)
    }

    package var description: String {
        switch problem {
        case .notAnAddress(let text):
            "\(setting) \"\(text)\" is not an https:// address."
        case .holdsCredentials:
            "\(setting) holds a user name or password; they have settings of their own."
        case .holdsMore(let text):
            "\(setting) \"\(text)\" holds a query or a fragment; give scheme, host and path only."
        case .wouldBeOverheard(let host):
            "\(setting) uses http:// to \(host), where the token could be overheard; "
                + "use https:// (http:// is for a loopback address only)."
        case .noSuchPort(let text):
            "\(setting) \"\(text)\" names a port that does not exist; ports are 1 to 65535."
        }
    }
}
