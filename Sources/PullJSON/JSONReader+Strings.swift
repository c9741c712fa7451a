extension JSONReader {
    /// Passes over the string whose opening quote the cursor stands on, checking its bytes and escapes.
    mutating func scanString() throws(JSONError) -> JSONText {
        cursor += 1
        let start = cursor
        var hasEscapes = false
        while true {
            skipPlainWords()
            guard cursor < limit else { throw failure(.unexpectedEnd) }
            let byte = cursor.pointee
            if byte == Ascii.quote {
                let text = JSONText(start: start, count: cursor - start, hasEscapes: hasEscapes)
                cursor += 1
                return text
            } else if byte == Ascii.backslash {
                hasEscapes = true
                try scanEscape()
            } else if byte >= 0x80 {
                try scanMultibyte()
            } else if byte < 0x20 {
                throw failure(.controlCharacter)
            } else {
                cursor += 1
            }
        }
    }

    /// Passes over plain ASCII eight bytes at a time, up to the first byte that needs a look or the last seven.
    @inline(__always)
    private mutating func skipPlainWords() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        while limit - cursor >= 8 {
            let word = UInt64(littleEndian: UnsafeRawPointer(cursor).loadUnaligned(as: UInt64.self))
            let quotes = word ^ (ones &* UInt64(Ascii.quote))
            let backslashes = word ^ (ones &* UInt64(Ascii.backslash))
            // A byte's top bit is set where it is a quote, a backslash, below 0x20, or not ASCII. A borrow can set
            // bits above the first such byte only, and the first is all that is used.
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

    /// Passes over one character of two to four bytes, as Unicode's table 3-7 allows them.
    private mutating func scanMultibyte() throws(JSONError) {
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
        default: throw failure(.invalidUTF8)
        }
        guard limit - cursor >= count else { throw failure(.invalidUTF8) }
        guard second.contains(cursor[1]) else { throw failure(.invalidUTF8) }
        for index in 2..<max(count, 2) where cursor[index] & 0xC0 != 0x80 {
            throw failure(.invalidUTF8)
        }
        cursor += count
    }

    /// Passes over one escape; a high surrogate takes the low one with it.
    private mutating func scanEscape() throws(JSONError) {
        let start = cursor
        guard limit - cursor >= 2 else { throw failure(.unexpectedEnd) }
        switch cursor[1] {
        case Ascii.quote, Ascii.backslash, UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            cursor += 2
        case UInt8(ascii: "u"):
            switch try scanCodeUnit() {
            case 0xD800...0xDBFF:
                guard limit - cursor >= 2, cursor[0] == Ascii.backslash, cursor[1] == UInt8(ascii: "u"),
                    (0xDC00...0xDFFF).contains(try scanCodeUnit())
                else { throw failure(.loneSurrogate, at: start) }
            case 0xDC00...0xDFFF: throw failure(.loneSurrogate, at: start)
            default: break
            }
        default: throw failure(.invalidEscape)
        }
    }

    /// Passes over `\uXXXX` and gives its 16 bits.
    private mutating func scanCodeUnit() throws(JSONError) -> UInt16 {
        guard limit - cursor >= 6 else { throw failure(.unexpectedEnd) }
        guard let unit = JSONText.codeUnit(cursor + 2) else { throw failure(.invalidEscape) }
        cursor += 6
        return unit
    }
}
