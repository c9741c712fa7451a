extension JSONReader {
    /// The next byte that is not whitespace; the cursor stands on it.
    @inline(__always)
    mutating func nextByte() throws(JSONError) -> UInt8 {
        skipWhitespace()
        guard cursor < limit else { throw failure(isAtStart ? .empty : .unexpectedEnd) }
        return cursor.pointee
    }

    /// Whether no part of the document has been entered or read.
    private var isAtStart: Bool { depth == 0 && turn == .value }

    @inline(__always)
    mutating func skipWhitespace() {
        while cursor < limit, cursor.pointee <= 0x20 {
            switch cursor.pointee {
            case 0x20, 0x0A, 0x0D, 0x09: cursor += 1
            default: return
            }
        }
    }

    /// Moves past `true`, `false` or `null`.
    mutating func scanLiteral(_ literal: StaticString) throws(JSONError) {
        for index in 0..<literal.utf8CodeUnitCount {
            guard cursor < limit else { throw failure(.unexpectedEnd) }
            guard cursor.pointee == literal.utf8Start[index] else { throw failure(.unexpectedByte) }
            cursor += 1
        }
    }

    /// Moves past the number at the cursor.
    mutating func scanNumber() throws(JSONError) -> JSONNumber {
        let start = cursor
        if cursor.pointee == Ascii.minus { cursor += 1 }
        if cursor < limit, cursor.pointee == Ascii.zero {
            cursor += 1
            if cursor < limit, isDigit(cursor.pointee) { throw failure(.invalidNumber) }
        } else {
            try scanDigits()
        }
        let wholeEnd = cursor
        if cursor < limit, cursor.pointee == Ascii.point {
            cursor += 1
            try scanDigits()
        }
        let fractionEnd = cursor
        if cursor < limit, cursor.pointee | 0x20 == UInt8(ascii: "e") {
            cursor += 1
            if cursor < limit, cursor.pointee == Ascii.plus || cursor.pointee == Ascii.minus { cursor += 1 }
            try scanDigits()
        }
        return JSONNumber(
            start: start, count: cursor - start, wholeCount: wholeEnd - start,
            hasExponent: cursor != fractionEnd)
    }

    /// Moves past one or more digits.
    private mutating func scanDigits() throws(JSONError) {
        guard cursor < limit else { throw failure(.unexpectedEnd) }
        guard isDigit(cursor.pointee) else { throw failure(.invalidNumber) }
        repeat { cursor += 1 } while cursor < limit && isDigit(cursor.pointee)
    }

    @inline(__always)
    private func isDigit(_ byte: UInt8) -> Bool { byte &- Ascii.zero <= 9 }
}
