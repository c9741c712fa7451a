/// Measures and shapes text for a terminal with fixed-width characters.
package enum DisplayWidth {
    /// How many columns `text` takes: none for combining marks, two for East Asian wide ones and emoji.
    package static func columns(of text: String) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.reduce(0) { $0 + columns(of: $1) }
    }

    /// `text`, shortened to `width` columns with a trailing … if it is longer.
    package static func cut(_ text: String, to width: Int) -> String {
        guard columns(of: text) > width else { return text }
        var result = ""
        var used = 0
        for character in text {
            used += columns(of: character)
            guard used < width else { break }
            result.append(character)
        }
        return result + "…"
    }

    /// `text` in lines of at most `width` columns, broken between words; a longer word gets its own line.
    package static func wrapped(_ text: String, to width: Int) -> String {
        var lines: [String] = []
        for word in text.split(separator: " ").map(String.init) {
            if let last = lines.last, columns(of: last) + 1 + columns(of: word) <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(word)
            }
        }
        return lines.joined(separator: "\n")
    }

    /// `text` on one line, with characters that a terminal would obey spelled out: `\n`, `\t`, `\x1b`.
    package static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControlCharacter) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where isControlCharacter(scalar):
                let digits = String(scalar.value, radix: 16)
                result += "\\x" + (digits.count == 1 ? "0" : "") + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Whether it is a control character, or changes the direction of the text after it.
    private static func isControlCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x202A...0x202E, 0x2066...0x2069: true
        default: scalar.properties.generalCategory == .control
        }
    }

    private static func columns(of character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return wide.contains { $0.contains(first.value) } ? 2 : 1
        }
    }

    /// The wide characters, with adjacent ranges joined.
    ///
    /// Source: Unicode's EastAsianWidth.txt, W and F.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
        0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
        0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]
}
