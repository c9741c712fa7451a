/// Encodes text so that Excel shows it unchanged when it opens a CSV file.
package enum ExcelText {
    /// The longest text within a formula, in characters.
    ///
    /// Source: "Excel specifications and limits".
    private static let longestConstant = 255

    /// The field for `text`, before RFC 4180 quoting.
    ///
    /// A text that Excel would run as a formula gets a leading apostrophe, and so does one that
    /// begins with an apostrophe: removing the first apostrophe restores the text. It stays harmless
    /// when Excel saves the file again.
    ///
    /// A text that Excel could take for a number, a date, a boolean or an error (47900000001, 0581, 1-2,
    /// TRUE, #N/A) becomes a formula that consists of just this text, such as `="0581"`: the cell shows
    /// exactly the text, with all digits and leading zeros, so that it can be searched and compared, and
    /// Excel saves it again as 0581. A text that begins with a word (invoice 2026-11) stays unchanged, unless
    /// the word may be a month or a currency (mai 2026, kr 5).
    package static func field(_ text: String) -> String {
        if wouldRun(text) { return "'" + text }
        guard looksLikeValue(text) else { return text }
        guard text.utf16.count <= longestConstant else { return "'" + text }
        return "=\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// The form of a field that its bytes alone decide.
    enum Form {
        case asItIs
        /// A formula that consists of just the text.
        case formula
    }

    /// The form that ``field(_:)`` gives to `text`; nil if its bytes do not decide it.
    static func form(of text: UnsafeBufferPointer<UInt8>, _ traits: ByteTraits) -> Form? {
        guard let first = text.first else { return .asItIs }
        guard first > 0x20, !signs.contains(first), text.count <= longestConstant else { return nil }
        if traits.contains(.beyondASCII) {
            // Other letters may have ASCII capitals: "ſann" becomes SANN.
            guard text.count > 8, text.letterCount != nil else { return nil }
        }
        if traits.contains(.lineEnd) { return .asItIs }
        return traits.contains(.digit) && !beginsWithPlainWord(text) || isWord(text) ? .formula : .asItIs
    }

    /// Appends a formula that consists of just `text`, as a field of a CSV file.
    static func append(
        formula text: UnsafeBufferPointer<UInt8>, _ traits: ByteTraits, to output: inout OutputBuffer
    ) {
        output.append(formulaStart)
        if traits.contains(.quote) {
            // Doubled once for the formula and once for the field.
            for byte in text {
                output.append(byte)
                if byte == UInt8(ascii: "\"") { output.append(threeQuotes) }
            }
        } else {
            output.append(text)
        }
        output.append(threeQuotes)
    }

    private static let formulaStart = Array("\"=\"\"".utf8)
    private static let threeQuotes = Array("\"\"\"".utf8)
    /// First characters that rule out the quick check of a text.
    private static let signs = Array("'=+-@#".utf8)

    /// Whether Excel takes the text for a boolean.
    private static func isWord(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count == 4 || text.count == 5 else { return false }
        return booleans.contains { word in
            word.utf8.elementsEqual(text.lazy.map { $0 & 0xDF })
        }
    }

    /// Whether the text begins with a word that is neither a month nor a currency,
    /// so that it cannot be a value.
    private static func beginsWithPlainWord(_ text: some Collection<UInt8>) -> Bool {
        var start: UInt32 = 0
        var count = 0
        for byte in text {
            // A letter beyond ASCII, or an accent: "mär" is more than "m".
            guard byte < 0x80 else { return false }
            let letter = byte | 0x20
            guard (0x61...0x7A).contains(letter) else { break }
            if count < 3 { start = start << 8 | UInt32(letter) }
            count += 1
        }
        return count > 0 && !valueStarts.contains(start)
    }

    /// The first three letters of months and currencies in the languages in which
    /// Excel is used here and nearby.
    private static let valueStarts: Set<UInt32> = Set(
        [
            "jan", "feb", "mar", "apr", "mai", "maj", "may", "mei", "mag", "jun", "jul", "jui", "aug", "sep",
            "set",
            "okt", "oct", "ott", "out", "nov", "des", "dec", "dez", "dic", "ene", "gen", "abr", "ago", "avr",
            "mrt",
            "giu", "lug", "kr", "nok", "sek", "dkk", "isk", "eur", "usd", "gbp", "chf",
        ].map { $0.utf8.reduce(0) { $0 << 8 | UInt32($1) } })

    private static let booleans = ["TRUE", "FALSE", "SANN", "USANN"]

    /// Whether the text is a plain name, such as a column's, which Excel does not interpret.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, UInt8(ascii: "a")...UInt8(ascii: "z") ~= first | 0x20 else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || 0x30...0x39 ~= byte
                || byte == UInt8(ascii: "_")
        }
    }

    /// Whether Excel or another spreadsheet could take the text for a formula.
    ///
    /// Source: OWASP, "CSV Injection": the signs, their full-width forms, tabs and line ends at the beginning.
    private static func wouldRun(_ text: String) -> Bool {
        guard let start = text.unicodeScalars.first else { return false }
        if "'\t\r\n".unicodeScalars.contains(start) { return true }
        // Some programs strip leading blanks first.
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }
        return first.map { "=+-@＝＋－＠".unicodeScalars.contains($0) } ?? false
    }

    /// Whether Excel could take the text for a number, a date, a boolean or an error.
    ///
    /// Any digit after something other than a plain word counts, as the names of months and currencies differ
    /// by language. A text of several lines is never a value.
    private static func looksLikeValue(_ text: String) -> Bool {
        // Error names differ by language: #I/T is #N/A.
        if text.first == "#" || booleans.contains(text.uppercased()) { return true }
        guard !text.unicodeScalars.contains(where: { $0 == "\n" || $0 == "\r" }) else { return false }
        let isLong = text.utf16.count > longestConstant
        return isLong
            ? text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            : text.utf8.contains { (0x30...0x39).contains($0) } && !beginsWithPlainWord(text.utf8)
    }
}
