/// Encodes text for a workbook's XML.
///
/// Source: ECMA-376 part 1, ST_Xstring: a character that XML cannot hold is `_x`, four hexadecimal digits and
/// `_`; the underscore of a text that looks like that is `_x005F_`.
package enum WorkbookText {
    /// `text` with the characters escaped that XML cannot hold.
    package static func escaped(_ text: String) -> String {
        var text = text
        if text.withUTF8({ plainWidth(of: $0) }) != nil { return text }
        var result = ""
        var rest = Substring(text).unicodeScalars
        while let scalar = rest.first {
            switch scalar {
            // A bare CR would be read as LF.
            case "\u{0}"..."\u{8}", "\u{B}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}":
                result += "_x\(digits(of: scalar))_"
            case "_" where looksEscaped(rest): result += "_x005F_"
            default: result.unicodeScalars.append(scalar)
            }
            rest = rest.dropFirst()
        }
        return result
    }

    /// The number of characters in `text` if its bytes show that it needs no escaping; otherwise nil.
    static func plainWidth(of text: UnsafeBufferPointer<UInt8>) -> Int? {
        let traits = ByteTraits(of: text)
        guard traits.isDisjoint(with: [.control, .lineEnd]) else { return nil }
        if traits.contains(.underscore),
            zip(text, text.dropFirst()).contains(where: { $0 == underscore && $1 == x })
        {
            return nil
        }
        return traits.contains(.beyondASCII) ? text.letterCount : text.count
    }

    private static let underscore = UInt8(ascii: "_")
    private static let x = UInt8(ascii: "x")

    private static func digits(of scalar: Unicode.Scalar) -> String {
        let text = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - text.count) + text
    }

    private static func looksEscaped(_ rest: Substring.UnicodeScalarView) -> Bool {
        let start = Array(rest.prefix(7))
        return start.count == 7 && start[1] == "x" && start[6] == "_"
            && start[2...5].allSatisfy { $0.properties.isASCIIHexDigit }
    }
}
