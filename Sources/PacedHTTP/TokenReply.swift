import PullJSON

/// The token endpoint's grant.
package struct TokenReply: Equatable {
    /// The token, never empty.
    package let accessToken: String
    /// `expires_in`, or ``assumedLifetime``.
    package let lifetime: Duration

    /// The lifetime of a token that comes without a usable `expires_in`: short, since it is a guess.
    static let assumedLifetime = Duration.seconds(300)

    /// Reads `{"access_token": "…", "expires_in": 3599}`; nil if it contains no token.
    ///
    /// Source: RFC 6749, 5.1, `expires_in` is in seconds; some servers write the number as a string.
    package init?(_ body: [UInt8]) {
        do throws(JSONError) {
            let (token, seconds) = try JSONReader.read(body.span.bytes) { (reader) throws(JSONError) in
                try Self.fields(&reader)
            }
            // A line break in a header would begin another header.
            guard let token, !token.isEmpty,
                !token.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
            else { return nil }
            accessToken = token
            lifetime = seconds.map { .seconds(min($0, 365 * 86_400)) } ?? Self.assumedLifetime
        } catch {
            return nil
        }
    }

    private static func fields(
        _ reader: inout JSONReader
    ) throws(JSONError) -> (token: String?, seconds: Double?) {
        var token: String?
        var seconds: Double?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "access_token": token = try text(&reader)
            case "expires_in": seconds = try text(&reader).flatMap(Double.init).flatMap { $0 >= 1 ? $0 : nil }
            default: try reader.skipValue()
            }
        }
        try reader.end()
        return (token, seconds)
    }

    private static func text(_ reader: inout JSONReader) throws(JSONError) -> String? {
        switch try reader.readScalar() {
        case .string(let text): return text.string
        case .number(let number): return number.literal
        case .null, .boolean, .unreadableString: return nil
        case .object, .array:
            try reader.skipValue()
            return nil
        }
    }
}
