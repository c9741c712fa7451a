extension JSONReader {
    /// Reads a number, as written.
    package mutating func readNumber() throws(JSONError) -> JSONNumber {
        try expect(.number)
        let number = try scanNumber()
        turn = .next
        return number
    }

    /// Reads `true` or `false`.
    package mutating func readBoolean() throws(JSONError) -> Bool {
        try expect(.boolean)
        let value = cursor.pointee == UInt8(ascii: "t")
        if value { try scanLiteral("true") } else { try scanLiteral("false") }
        turn = .next
        return value
    }

    /// Reads `null`.
    package mutating func readNull() throws(JSONError) {
        try expect(.null)
        try scanLiteral("null")
        turn = .next
    }

    /// Reads the next value if it is a scalar; an object or an array stays unread.
    package mutating func readScalar() throws(JSONError) -> JSONScalar {
        let scalar: JSONScalar
        switch try peekKind() {
        case .object: return .object
        case .array: return .array
        case .string:
            let text = try scanString()
            scalar = text.isReadable ? .string(text) : .unreadableString(text)
        case .number: scalar = .number(try scanNumber())
        case .boolean: return .boolean(try readBoolean())
        case .null:
            try scanLiteral("null")
            scalar = .null
        }
        turn = .next
        return scalar
    }
}
