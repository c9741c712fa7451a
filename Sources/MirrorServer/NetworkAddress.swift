/// Addresses as texts.
package enum NetworkAddress {
    /// An IPv4 address that a socket for both versions writes as IPv6 (`::ffff:10.0.0.7`), in its usual form;
    /// any other text unchanged.
    package static func plain(_ text: String) -> String {
        let mapped = "::ffff:"
        guard text.lowercased().hasPrefix(mapped), text.contains(".") else { return text }
        return String(text.dropFirst(mapped.count))
    }
}
