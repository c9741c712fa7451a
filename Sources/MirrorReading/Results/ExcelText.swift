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
    /// A text that Excel could take for a number, a date, a boolean or an error (47900000001, 0581, 1-2, TRUE, #N/A) becomes
    /// `="0581"`, a formula that is nothing but this text: the cell has the text, all digits and leading zeros, and
    /// nothing else, so that it can be searched and compared, and Excel saves it again as 0581. A text that begins with a
    /// word (invoice 2026-11) stays, unless the word may be a month's or a currency's (mai 2026, kr 5).
    package static func field(_ text: String) -> String {
        if wouldRun(text) { return "'" + text }
        guard looksLikeValue(text) else { return text }
        guard text.utf16.count <= longestConstant else { return "'" + text }
        return "=\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// The form of a field whose text is judged by its bytes.
    enum Form {
        case asItIs
        /// A formula that is nothing but the text.
        case formula
    }

    /// The form that ``field(_:)`` gives to `text`; nil for a text that takes a String to be judged.
    static func form(of text: UnsafeBufferPointer<UInt8>, _ traits: ByteTraits) -> Form? {
        guard let first = text.first else { return .asItIs }
        guard first > 0x20, !signs.contains(first), text.count <= longestConstant else { return nil }
        if traits.contains(.beyondASCII) {
            // Capitals of another alphabet's letters may be ASCII: "ſann" is SANN.
            guard text.count > 8, text.letterCount != nil else { return nil }
        }
        if traits.contains(.lineEnd) { return .asItIs }
        return traits.contains(.digit) && !beginsWithPlainWord(text) || isWord(text) ? .formula : .asItIs
    }

    /// Appends the formula that is nothing but `text`, as a field of a CSV file.
    static func append(
        formula text: UnsafeBufferPointer<UInt8>, _ traits: ByteTraits, to output: inout OutputBuffer
    ) {
        output.append(formulaStart)
        if traits.contains(.quote) {
            // Once for the formula and once for the field.
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
    /// Those that make a text more than plain where it begins with one.
    private static let signs = Array("'=+-@#".utf8)

    /// Whether Excel takes it for a boolean.
    private static func isWord(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count == 4 || text.count == 5 else { return false }
        return booleans.contains { word in
            word.utf8.elementsEqual(text.lazy.map { $0 & 0xDF })
        }
    }

    /// Whether it begins with letters that are no month's or currency's, so that it is no value, whatever follows.
    private static func beginsWithPlainWord(_ text: some Collection<UInt8>) -> Bool {
        var start: UInt32 = 0
        var count = 0
        for byte in text {
            // A letter beyond ASCII, or an accent: "mär" is "m" and more.
            guard byte < 0x80 else { return false }
            let letter = byte | 0x20
            guard (0x61...0x7A).contains(letter) else { break }
            if count < 3 { start = start << 8 | UInt32(letter) }
            count += 1
        }
        return count > 0 && !valueStarts.contains(start)
    }

    /// The first three letters of months and currencies in the languages that Excel is used in here and nearby.
    private static let valueStarts: Set<UInt32> = Set(
        [
            "jan", "feb", "mar", "apr", "mai", "maj", "may", "mei", "mag", "jun", "jul", "jui", "aug", "sep",
            "set",
            "okt", "oct", "ott", "out", "nov", "des", "dec", "dez", "dic", "ene", "gen", "abr", "ago", "avr",
            "mrt",
            "giu", "lug", "kr", "nok", "sek", "dkk", "isk", "eur", "usd", "gbp", "chf",
        ].map { $0.utf8.reduce(0) { $0 << 8 | UInt32($1) } })

    private static let booleans = ["TRUE", "FALSE", "SANN", "USANN"]

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

    /// Any digit behind what is no plain word, as the names of months and currencies differ with the language; a text of several lines is
    /// never a value.
    private static func looksLikeValue(_ text: String) -> Bool {
        // Errors have other names in each language: #I/T is #N/A.
        if text.first == "#" || booleans.contains(text.uppercased()) { return true }
        guard !text.unicodeScalars.contains(where: { $0 == "\n" || $0 == "\r" }) else { return false }
        let isLong = text.utf16.count > longestConstant
        return isLong
            ? text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            : text.utf8.contains { (0x30...0x39).contains($0) } && !beginsWithPlainWord(text.utf8)
    }
}
