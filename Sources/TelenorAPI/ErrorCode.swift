import PullJSON

/// The code that an error body names, from any of the shapes in which gateways and services write it.
///
/// Source: API.md 1.8.
package struct ErrorCode: Sendable, Equatable {
    /// 5 to 7 digits, nil when the body has none.
    package var number: Int?
    /// What the body calls the error, when it has no number that we know a meaning of: letters, digits, `.`, `_`, `-`.
    package var name: String?

    /// A code as it was found.
    package init(number: Int?, name: String?) {
        self.number = number
        self.name = name
    }

    /// Apigee's names for what the API numbers.
    static let numbersByName = [
        "policies.ratelimit.QuotaViolation": 42_901,
        "policies.ratelimit.SpikeArrestViolation": 42_902,
        "keymanagement.service.access_token_expired": 40_106,
        "keymanagement.service.invalid_access_token": 40_105,
    ]

    /// Looks for a code in `body`, which may be anything.
    package static func read(_ body: [UInt8]) -> ErrorCode {
        var fields = ErrorFields()
        do {
            fields = try JSONReader.read(body.span.bytes) { (reader) throws(JSONError) in
                try ErrorFields(&reader)
            }
        } catch {
            // Not JSON: the text below is all there is.
        }
        let found = fields.inOrder.lazy.compactMap(number).first
        let text = fields.inOrder.lazy.filter { number($0) == nil }.compactMap(name).first
        return ErrorCode(number: found ?? ErrorText.code(in: body), name: text)
    }

    /// A value as a code: 5 to 7 digits, blanks around them allowed, or one of Apigee's names.
    private static func number(_ value: String) -> Int? {
        let trimmed = value.drop { $0 == " " }.prefix { $0 != " " }
        if (5...7).contains(trimmed.utf8.count), trimmed.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return Int(trimmed)
        }
        return numbersByName[String(trimmed)]
    }

    private static func name(_ value: String) -> String? {
        let isName = value.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
        // A name begins with a letter: what is all digits could be a person's number.
        guard isName, (3...80).contains(value.utf8.count), value.first?.isLetter == true else { return nil }
        return value
    }
}
