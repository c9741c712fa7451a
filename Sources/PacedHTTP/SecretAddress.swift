import Foundation

/// An address that gives a right to whoever knows it, such as a webhook's; nothing that describes or dumps it shows it.
package struct SecretAddress: Sendable, Equatable {
    /// As it was set.
    package let text: String
    /// The server, without what makes the address secret.
    let origin: BaseURL

    /// Reads an `https` address, or `http` to this machine, with any path and query; nil for anything else.
    package init?(_ text: String) {
        guard let parts = URLComponents(string: text, encodingInvalidCharacters: false), parts.user == nil,
            parts.password == nil, parts.fragment == nil
        else { return nil }
        var bare = parts
        bare.percentEncodedPath = ""
        bare.percentEncodedQuery = nil
        guard let address = bare.string, let origin = try? BaseURL(address, setting: "") else { return nil }
        // The HTTP client reads the whole: it has to find the same server in it.
        guard BaseURL.Server(text) == origin.server else { return nil }
        self.text = text
        self.origin = origin
    }

    /// The path and the query, which alone may be repeated by a server; nil where there is nothing to keep.
    package var secretPart: String? {
        let rest = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).dropFirst(3)
        return rest.first.map(String.init).flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension SecretAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "(not shown)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
