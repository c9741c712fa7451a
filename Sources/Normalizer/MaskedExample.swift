import PullJSON

/// Shows a value's shape without its content: letters become `a` or `A`, digits `9`.
enum MaskedExample {
    /// The maximum length of an example in characters, including quotes.
    static let maximumLength = 40

    static func of(_ scalar: JSONScalar) -> String {
        switch scalar {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .number(let number): number.withBytes { masked($0, quote: nil) }
        case .string(let text), .unreadableString(let text):
            text.withBytes { masked($0, quote: UInt8(ascii: "\"")) }
        case .object: "object"
        case .array: "array"
        }
    }

    private static func masked(_ bytes: UnsafeBufferPointer<UInt8>, quote: UInt8?) -> String {
        // Truncated examples end in "…", which is one character of three bytes.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: maximumLength + 2) { shape in
            var length = 0
            if let quote {
                shape[length] = quote
                length += 1
            }
            let room = maximumLength - length
            var position = 0
            while position < bytes.count, length < room {
                shape[length] = mask(bytes, at: &position)
                length += 1
            }
            if position < bytes.count {
                length -= 1
                for byte in "…".utf8 {
                    shape[length] = byte
                    length += 1
                }
            }
            if let quote {
                shape[length] = quote
                length += 1
            }
            return String(decoding: UnsafeBufferPointer(rebasing: shape[..<length]), as: UTF8.self)
        }
    }

    /// The mask of the character at `position`, which advances to the next one.
    private static func mask(_ bytes: UnsafeBufferPointer<UInt8>, at position: inout Int) -> UInt8 {
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): return UInt8(ascii: "a")
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): return UInt8(ascii: "A")
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return UInt8(ascii: "9")
        case 0x20...0x7E: return byte
        case 0...0x7F: return UInt8(ascii: "?")
        default:
            let start = position - 1
            while position < bytes.count, bytes[position] & 0xC0 == 0x80 { position += 1 }
            let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
            return text.unicodeScalars.first.map(mask) ?? UInt8(ascii: "?")
        }
    }

    private static func mask(_ scalar: Unicode.Scalar) -> UInt8 {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .titlecaseLetter: UInt8(ascii: "A")
        case .lowercaseLetter, .modifierLetter, .otherLetter: UInt8(ascii: "a")
        case .decimalNumber, .letterNumber, .otherNumber: UInt8(ascii: "9")
        default: UInt8(ascii: "?")
        }
    }
}
