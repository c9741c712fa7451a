package import Foundation

/// The text of a file that a person wrote, whatever the editor.
package enum TextFile {
    /// Reads UTF-16 or UTF-8 as the byte order mark says, without one UTF-8; nil for anything else.
    package static func text(_ data: Data) -> String? {
        let isUTF16 = data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF])
        guard let text = String(data: data, encoding: isUTF16 ? .utf16 : .utf8) else { return nil }
        return text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    }
}
