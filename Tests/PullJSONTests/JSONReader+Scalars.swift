import PullJSON

extension JSONReader {
    /// A string; nil for anything else.
    mutating func string() throws(JSONError) -> String? {
        if case .string(let text) = try readScalar() { text.string } else { nil }
    }

    /// A number; nil for anything else.
    mutating func number() throws(JSONError) -> JSONNumber? {
        if case .number(let number) = try readScalar() { number } else { nil }
    }
}
