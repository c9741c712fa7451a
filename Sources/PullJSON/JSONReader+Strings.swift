extension JSONReader {
    /// Moves past the string whose opening quote is at the cursor, noting whether it is readable text.
    ///
    /// Invalid UTF-8, raw control characters and undefined escapes make only this text unreadable. Its end is
    /// still clear, so the document stays readable.
    mutating func scanString() throws(JSONError) -> JSONText {
        cursor += 1
        let start = cursor
        var hasEscapes = false
        var isReadable = true
        while true {
            skipPlainWords()
            guard cursor < limit else { throw failure(.unexpectedEnd) }
            let byte = cursor.pointee
            if byte == Ascii.quote {
                // The escapes of an unreadable text are never decoded: they may lead beyond its end.
                let text = JSONText(
                    start: start, count: cursor - start, hasEscapes: hasEscapes && isReadable,
                    isReadable: isReadable)
                cursor += 1
                return text
            } else if byte == Ascii.backslash {
                hasEscapes = true
                if try !scanEscape() { isReadable = false }
            } else if byte >= 0x80 {
                if !scanMultibyte() { isReadable = false }
            } else {
                if byte < 0x20 { isReadable = false }
                cursor += 1
            }
        }
    }

    /// Skips plain ASCII eight bytes at a time, up to the first special byte or the last seven.
    @inline(__always)
    private mutating func skipPlainWords() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        while limit - cursor >= 8 {
            let word = UInt64(littleEndian: UnsafeRawPointer(cursor).loadUnaligned(as: UInt64.self))
            let quotes = word ^ (ones &* UInt64(Ascii.quote))
            let backslashes = word ^ (ones &* UInt64(Ascii.backslash))
            // A byte's top bit is set if it is a quote, a backslash, below 0x20, or not ASCII. A borrow can
            // set bits only above the first such byte, and only the first is used.
            let special =
                (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes
                | (word &- ones &* 0x20) & ~word | word
            let found = special & tops
            guard found == 0 else {
                cursor += found.trailingZeroBitCount >> 3
                return
            }
            cursor += 8
        }
    }

    /// Moves past one character of two to four bytes, as Unicode's table 3-7 allows them.
    ///
    /// Returns false, and moves by one byte only, if there is none.
    private mutating func scanMultibyte() -> Bool {
        let count = multibyteCount()
        cursor += max(count, 1)
        return count > 0
    }

    /// The number of bytes of the character at the cursor; 0 if there is none.
    private func multibyteCount() -> Int {
        let lead = cursor.pointee
        let count: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: count = 2
        case 0xE0: (count, second) = (3, 0xA0...0xBF)
        case 0xED: (count, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: count = 3
        case 0xF0: (count, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: count = 4
        case 0xF4: (count, second) = (4, 0x80...0x8F)
        default: return 0
        }
        guard limit - cursor >= count, second.contains(cursor[1]) else { return 0 }
        for index in 2..<max(count, 2) where cursor[index] & 0xC0 != 0x80 { return 0 }
        return count
    }

    /// Moves past one escape, or its valid beginning; a high surrogate takes the low one with it.
    ///
    /// Returns false if it stands for no character.
    private mutating func scanEscape() throws(JSONError) -> Bool {
        guard limit - cursor >= 2 else { throw failure(.unexpectedEnd) }
        switch cursor[1] {
        case Ascii.quote, Ascii.backslash, UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            cursor += 2
            return true
        case UInt8(ascii: "u"):
            guard let unit = escapedUnit() else {
                cursor += 2
                return false
            }
            cursor += 6
            guard 0xD800...0xDFFF ~= unit else { return true }
            guard unit < 0xDC00, let low = escapedUnit(), 0xDC00...0xDFFF ~= low else { return false }
            cursor += 6
            return true
        default:
            // The next byte is neither a quote nor a backslash; it is checked on its own.
            cursor += 1
            return false
        }
    }

    /// The 16 bits of the `\uXXXX` at the cursor; nil if there is none.
    private func escapedUnit() -> UInt16? {
        guard limit - cursor >= 6, cursor[0] == Ascii.backslash, cursor[1] == UInt8(ascii: "u") else {
            return nil
        }
        return JSONText.codeUnit(cursor + 2)
    }
}
