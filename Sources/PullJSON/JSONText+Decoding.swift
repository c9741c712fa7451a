extension JSONText {
    /// Writes the content with its escapes decoded, at most ``count`` bytes, and returns the number written.
    func decode(into target: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var length = 0
        var index = 0
        while index < count {
            guard start[index] == Ascii.backslash else {
                target[length] = start[index]
                length += 1
                index += 1
                continue
            }
            let escape = start[index + 1]
            guard escape == UInt8(ascii: "u") else {
                target[length] = Self.plain(escape)
                length += 1
                index += 2
                continue
            }
            let scalar = self.scalar(at: index)
            index += scalar.value > 0xFFFF ? 12 : 6
            for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                target[length] = byte
                length += 1
            }
        }
        return length
    }

    /// The character of the `\uXXXX` at `index`, combined with the one after it if they are a surrogate pair.
    private func scalar(at index: Int) -> Unicode.Scalar {
        let unit = UInt32(Self.codeUnit(start + index + 2) ?? 0)
        guard unit & 0xFC00 == 0xD800 else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
        let low = UInt32(Self.codeUnit(start + index + 8) ?? 0)
        return Unicode.Scalar(0x1_0000 + (unit & 0x3FF) << 10 + low & 0x3FF) ?? "\u{FFFD}"
    }

    private static func plain(_ escape: UInt8) -> UInt8 {
        switch escape {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: escape
        }
    }

    /// The value of the four hexadecimal digits at `digits`; nil if they are not hexadecimal.
    static func codeUnit(_ digits: UnsafePointer<UInt8>) -> UInt16? {
        var unit: UInt16 = 0
        for index in 0..<4 {
            let byte = digits[index]
            switch byte {
            case Ascii.zero...Ascii.nine: unit = unit << 4 | UInt16(byte - Ascii.zero)
            case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt16(byte - 0x57)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt16(byte - 0x37)
            default: return nil
            }
        }
        return unit
    }
}
