/// Text as a workbook's XML holds it.
///
/// Source: ECMA-376 part 1, ST_Xstring: what XML cannot hold is `_x` with four hexadecimal digits and `_`, and the
/// underscore of a text that looks like that is `_x005F_`.
package enum WorkbookText {
    /// `text` with what XML cannot hold as it is.
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

    /// How many characters `text` has where it stays as it is and its bytes alone tell so; nil for any other.
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
