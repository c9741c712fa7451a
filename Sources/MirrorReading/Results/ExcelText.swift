/// Text as Excel shows it unchanged when it opens a CSV file.
package enum ExcelText {
    /// How many a text within a formula may have.
    ///
    /// Source: "Excel specifications and limits".
    private static let longestConstant = 255

    /// The field for `text`, before RFC 4180 quotes it.
    ///
    /// A text that Excel would run as a formula gets an apostrophe in front, and so does one that begins with one:
    /// whoever takes the first apostrophe away has the text. It stays harmless when Excel saves the file again.
    /// A text that Excel could take for a number, a date or a boolean (47900000001, 0581, 1-2, kr 5, TRUE) becomes
    /// `="0581"`, a formula that is nothing but this text: the cell has the text, all digits and leading zeros, and
    /// nothing else, so that it can be searched and compared, and Excel saves it again as 0581.
    package static func field(_ text: String) -> String {
        if wouldRun(text) { return "'" + text }
        guard looksLikeValue(text) else { return text }
        guard text.utf16.count <= longestConstant else { return "'" + text }
        return "=\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// Whether it is a plain name, such as a column's, which Excel takes for nothing else.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, UInt8(ascii: "a")...UInt8(ascii: "z") ~= first | 0x20 else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || 0x30...0x39 ~= byte
                || byte == UInt8(ascii: "_")
        }
    }

    /// Whether Excel or another spreadsheet could take it for a formula.
    ///
    /// Source: OWASP, "CSV Injection": the signs, their full-width forms, tabs and line ends at the beginning.
    private static func wouldRun(_ text: String) -> Bool {
        guard let start = text.unicodeScalars.first else { return false }
        if "'\t\r\n".unicodeScalars.contains(start) { return true }
        // Some programs cut off blanks before they look.
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }
        return first.map { "=+-@＝＋－＠".unicodeScalars.contains($0) } ?? false
    }

    /// Any digit, as the names of months and currencies differ with the language; a text of several lines is
    /// never a value.
    private static func looksLikeValue(_ text: String) -> Bool {
        if ["TRUE", "FALSE", "SANN", "USANN"].contains(text.uppercased()) { return true }
        guard !text.unicodeScalars.contains(where: { $0 == "\n" || $0 == "\r" }) else { return false }
        let isLong = text.utf16.count > longestConstant
        return isLong
            ? text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            : text.utf8.contains { (0x30...0x39).contains($0) }
    }
}
