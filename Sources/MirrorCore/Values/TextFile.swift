package import Foundation

/// Reads a text file written by a person, whatever the editor.
package enum TextFile {
    /// Reads UTF-16 or UTF-8 according to the byte order mark, and UTF-8 without one; nil for anything else.
    package static func text(_ data: Data) -> String? {
        let isUTF16 = data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF])
        guard let text = String(data: data, encoding: isUTF16 ? .utf16 : .utf8) else { return nil }
        return text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    }
}
