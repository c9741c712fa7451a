/// How long a reply asks the client to wait.
package enum RetryAfter {
    /// Reads a `Retry-After`: whole seconds, or a date relative to the reply's own clock.
    ///
    /// - Parameters:
    ///   - header: the header's value.
    ///   - serverNow: the reply's `Date`, or our own time if it has none.
    /// - Returns: nil if it cannot be read; never less than zero.
    package static func parse(_ header: String, serverNow: Duration) -> Duration? {
        let text = header.drop { $0 == " " }.prefix { $0 != " " || header.contains(",") }
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            // More digits than an Int32 holds mean as good as for ever.
            return .seconds(Int32(text).map(Int.init) ?? Int(Int32.max))
        }
        return HTTPDate.parse(String(text)).map { max(.zero, $0 - serverNow) }
    }
}
