import Foundation

/// Where the API is: `https`, or `http` to this machine only.
package struct BaseURL: Sendable, Equatable {
    /// Without a slash at its end.
    package let text: String

    /// Takes `text` when nothing sent there can be overheard.
    ///
    /// - Throws: ``BaseURLError``, one sentence that names what is wrong.
    package init(_ text: String) throws(BaseURLError) {
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty else {
            throw .notAnAddress(text)
        }
        guard parts.user == nil, parts.password == nil else { throw .holdsCredentials }
        guard parts.query == nil, parts.fragment == nil else { throw .holdsMore(text) }
        switch parts.scheme?.lowercased() {
        case "https": break
        case "http": guard Self.isLoopback(host) else { throw .wouldBeOverheard(host: host) }
        default: throw .notAnAddress(text)
        }
        var trimmed = text[...]
        while trimmed.last == "/" { trimmed.removeLast() }
        self.text = String(trimmed)
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

/// Why `api.base_url` cannot be used.
package enum BaseURLError: Error, Equatable, Sendable, CustomStringConvertible {
    case notAnAddress(String)
    case holdsCredentials
    case holdsMore(String)
    case wouldBeOverheard(host: String)

    package var description: String {
        switch self {
        case .notAnAddress(let text):
            "api.base_url \"\(text)\" is not an https:// address."
        case .holdsCredentials:
            "api.base_url holds a user name or password; they belong under oauth."
        case .holdsMore(let text):
            "api.base_url \"\(text)\" holds a query or a fragment; give scheme, host and path only."
        case .wouldBeOverheard(let host):
            "api.base_url uses http:// to \(host), where the token could be overheard; "
                + "use https:// (http:// is for a loopback address only)."
        }
    }
}
