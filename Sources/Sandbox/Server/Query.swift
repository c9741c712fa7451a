/// The parameters of a query or a form.
struct Query: Sendable {
    private var values: [String: String] = [:]

    /// `a=1&b=two+words`; the last of equal names is used.
    init(_ text: Substring) {
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = Self.decoded(parts[0])
            values[name] = parts.count > 1 ? Self.decoded(parts[1]) : ""
        }
    }

    subscript(name: String) -> String? {
        get { values[name] }
        set { values[name] = newValue }
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                bytes.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"),
                let decoded = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
                rest.count >= 2
            {
                bytes.append(decoded)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A number in plain digits; nil if it is missing.
    ///
    /// - Throws: `Refusal` 400000 for anything else.
    func wholeNumber(_ name: String) throws(Refusal) -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Int(text), number >= 0, text.utf8.first != UInt8(ascii: "+") else {
            throw Refusal(code: 400000)
        }
        return number
    }

    /// `true` or `false`; nil if it is missing.
    ///
    /// - Throws: `Refusal` 400000 for anything else.
    func flag(_ name: String) throws(Refusal) -> Bool? {
        switch values[name] {
        case nil: return nil
        case "true": return true
        case "false": return false
        default: throw Refusal(code: 400000)
        }
    }
}
