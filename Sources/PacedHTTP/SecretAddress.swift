import Foundation

/// An address that is itself a credential, such as a webhook's; its descriptions and dumps never show it.
package struct SecretAddress: Sendable, Equatable {
    /// The address as configured.
    package let text: String
    /// The server, without the secret part of the address.
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
        // The HTTP client reads the whole text, and must find the same server in it.
        guard BaseURL.Server(text) == origin.server else { return nil }
        self.text = text
        self.origin = origin
    }

    /// The path and the query, which alone a server may echo; nil if they are empty.
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
