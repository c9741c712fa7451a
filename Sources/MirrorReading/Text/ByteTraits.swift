/// The kinds of bytes in a text that decide whether a format can write it unchanged.
package struct ByteTraits: OptionSet, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    static let quote = ByteTraits(rawValue: 1)
    static let backslash = ByteTraits(rawValue: 1 << 1)
    static let comma = ByteTraits(rawValue: 1 << 2)
    static let semicolon = ByteTraits(rawValue: 1 << 3)
    static let underscore = ByteTraits(rawValue: 1 << 4)
    static let digit = ByteTraits(rawValue: 1 << 5)
    /// CR or LF.
    static let lineEnd = ByteTraits(rawValue: 1 << 6)
    /// Any other control character of ASCII.
    static let control = ByteTraits(rawValue: 1 << 7)
    /// A byte of a character beyond ASCII.
    static let beyondASCII = ByteTraits(rawValue: 1 << 8)

    /// One entry per byte, so that a single pass over a text serves every format.
    private static let table = InlineArray<256, UInt16> { kind(of: UInt8($0)).rawValue }

    private static func kind(of byte: UInt8) -> ByteTraits {
        switch byte {
        case UInt8(ascii: "\""): .quote
        case UInt8(ascii: "\\"): .backslash
        case UInt8(ascii: ","): .comma
        case UInt8(ascii: ";"): .semicolon
        case UInt8(ascii: "_"): .underscore
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): .lineEnd
        case 0..<0x20, 0x7F: .control
        case 0x80...: .beyondASCII
        default: []
        }
    }

    /// The kinds of all bytes of `text`.
    package init(of text: UnsafeBufferPointer<UInt8>) {
        var all: UInt16 = 0
        for byte in text { all |= Self.table[Int(byte)] }
        rawValue = all
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The number of Unicode scalars in a text whose characters take two bytes at
    /// most; nil for any other text.
    ///
    /// Such a text has to be examined as a String. So has one with U+0080 to U+00BF, which include spaces.
    var letterCount: Int? {
        var count = 0
        var index = 0
        while index < self.count {
            let byte = self[index]
            if byte >= 0x80 {
                guard (0xC3...0xDF).contains(byte), index + 1 < self.count, self[index + 1] & 0xC0 == 0x80
                else { return nil }
                index += 1
            }
            index += 1
            count += 1
        }
        return count
    }
}
