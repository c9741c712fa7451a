import Foundation

/// The HTTP proxy that tunnels https requests; its descriptions and dumps never show its password.
package struct ProxyAddress: Sendable, Equatable {
    package let host: String
    package let port: Int
    let username: String?
    package let password: String?

    /// Reads `http://host:port` or `http://user:password@host:port`; nil for anything else.
    package init?(_ text: String) {
        guard let parts = URLComponents(string: text, encodingInvalidCharacters: false),
            parts.scheme?.lowercased() == "http", let host = parts.host, !host.isEmpty,
            let port = parts.port, (1...65_535).contains(port), ["", "/"].contains(parts.path),
            parts.query == nil, parts.fragment == nil, (parts.user == nil) == (parts.password == nil)
        else { return nil }
        self.host = host.trimmingCharacters(in: ["[", "]"])
        self.port = port
        username = parts.user
        password = parts.password
    }

    /// The value of `Proxy-Authorization`; nil without a user name and password.
    var authorization: String? {
        guard let username, let password else { return nil }
        return "Basic " + Data("\(username):\(password)".utf8).base64EncodedString()
    }
}

extension ProxyAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
