import Foundation

/// Classifies what people type into a field, for reports; the text itself stays as it is.
package enum FreeText: String, Sendable {
    /// No text.
    case none
    /// A text without characters.
    case empty
    /// Only white space and characters without width.
    case blank
    /// A substitute for a missing text, such as N/A.
    case placeholder
    case text

    package init(_ text: String?) {
        guard let text else {
            self = .none
            return
        }
        if text.isEmpty {
            self = .empty
        } else {
            let folded = Self.folded(text)
            self = folded.isEmpty ? .blank : Self.placeholders.contains(folded) ? .placeholder : .text
        }
    }

    /// Classifies a text in UTF-8.
    package init(_ text: UnsafeBufferPointer<UInt8>) {
        // Most texts hold a byte that decides, and need no String.
        self = text.contains { Self.deciding[Int($0)] } ? .text : Self(String(decoding: text, as: UTF8.self))
    }

    /// The bytes that no placeholder holds and that folding keeps: other visible characters of ASCII, and the first
    /// byte of the letters from À to ÿ.
    private static let deciding = InlineArray<256, Bool> { byte in
        let small = UInt8(ascii: "A")...UInt8(ascii: "Z") ~= UInt8(byte) ? UInt8(byte) | 0x20 : UInt8(byte)
        return byte == 0xC3
            || 0x21...0x7E ~= byte && !placeholders.contains { $0.utf8.contains(small) }
    }

    /// Words that people write when they have nothing to enter, ``folded(_:)``.
    package static let placeholders: Set<String> = [
        "n/a", "na", "n.a.", "-", "--", "---", ".", "..", "...", "?", "??", "???", "0", "00", "000", "x",
        "xx", "xxx",
        "none", "null", "nil", "unknown", "ingen", "ikke satt", "ukjent", "mangler", "tom", "tbd",
    ]

    /// `text` in the form used for comparison.
    ///
    /// Composed (NFC), in lower case, trimmed, with each run of white space reduced to one blank.
    package static func folded(_ text: String) -> String {
        if let plain = foldedLatin(text) { return plain }
        var words: [String] = []
        var word = String.UnicodeScalarView()
        for scalar in text.precomposedStringWithCanonicalMapping.unicodeScalars {
            if isWithoutWidth(scalar) { continue }
            if scalar.properties.isWhitespace {
                if !word.isEmpty { words.append(String(word)) }
                word = String.UnicodeScalarView()
            } else {
                word.append(scalar)
            }
        }
        if !word.isEmpty { words.append(String(word)) }
        return words.joined(separator: " ").lowercased().precomposedStringWithCanonicalMapping
    }

    /// Whether `scalar` shows nothing: Unicode's white space, and characters without width.
    package static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || isWithoutWidth(scalar)
    }

    /// Control characters, zero-width blanks and joiners, the soft hyphen, direction marks, the byte order
    /// mark.
    private static func isWithoutWidth(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x85: false
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x00AD, 0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    /// The common case, ASCII and the letters from À to ÿ, without Unicode's tables; nil if they are needed.
    private static func foldedLatin(_ text: String) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var isSecond = false
        for byte in text.utf8 {
            if isSecond {
                // À to Þ without ×, which is no letter.
                bytes.append(0x80...0x9E ~= byte && byte != 0x97 ? byte | 0x20 : byte)
                isSecond = false
                continue
            }
            switch byte {
            case 0xC3:
                bytes.append(byte)
                isSecond = true
            case 0x80...: return nil
            case 0x00...0x08, 0x0E...0x1F, 0x7F: continue
            case 0x09...0x0D, 0x20: if bytes.last.map({ $0 != 0x20 }) ?? false { bytes.append(0x20) }
            case 0x41...0x5A: bytes.append(byte | 0x20)
            default: bytes.append(byte)
            }
        }
        if bytes.last == 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
