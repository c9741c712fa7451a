/// Text as a workbook's XML holds it.
///
/// Source: ECMA-376 part 1, ST_Xstring: what XML cannot hold is `_x` with four hexadecimal digits and `_`, and the
/// underscore of a text that looks like that is `_x005F_`.
package enum WorkbookText {
    /// `text` with what XML cannot hold as it is.
    package static func escaped(_ text: String) -> String {
        guard !text.utf8.allSatisfy(isPlain) else { return text }
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

    /// Whether every text of such bytes stays as it is: printable ASCII without the underscore.
    static func isPlain(_ byte: UInt8) -> Bool {
        (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "_")
    }

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
