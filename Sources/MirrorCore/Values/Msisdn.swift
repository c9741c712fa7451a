/// The number of a subscription's main SIM: E.164 digits with the country code, without a `+`.
package struct Msisdn: Hashable, Sendable, Comparable {
    /// 1 to 15 ASCII digits.
    package let digits: String

    /// Takes `digits` when they are 1 to 15 ASCII digits; nil otherwise.
    ///
    /// Source: E.164 allows 15 digits; API.md 1.3 shows `4795124144`, and numbers of machines have 12.
    package init?(_ digits: String) {
        let bytes = digits.utf8
        guard (1...15).contains(bytes.count), bytes.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        self.digits = digits
    }

    /// Why a text is no number that can be read without guessing.
    package enum SpellingError: Error, Equatable, Sendable {
        case notANumber
        /// Eight digits: Norwegian numbers are written so at home, and others, too.
        case noCountryCode
    }

    /// Reads a number as people and programs write it: `+47 900 00 001`, `004790000001`, `4790000001.0`, `tel:+47-900-00-001`.
    ///
    /// Blanks of every kind, marks that are not seen, and hyphens between digits mean nothing; `+` and `00` say that a
    /// country code follows. Where a second number may begin there is none: at a tab, at a line's end, and at a blank or a
    /// hyphen after a whole number's digits. Fewer than eight digits are an extension, or the rest of a number.
    ///
    /// Source: RFC 3966, 3 and 5.1.4: `tel:`, a `+`, and digits with `-`, `.`, `(` and `)` among them as one likes.
    package init(spelled text: String) throws(SpellingError) {
        let (digits, isInternational) = try Self.digits(in: text)
        // No country's code begins with 0.
        guard let number = Msisdn(digits), !digits.hasPrefix("0"), digits.utf8.count >= 8 else {
            throw .notANumber
        }
        guard isInternational || digits.utf8.count != 8 else { throw .noCountryCode }
        self = number
    }

    /// The digits that `text` writes, without what says that they begin with the country code, and whether it does.
    private static func digits(in text: String) throws(SpellingError) -> (String, isInternational: Bool) {
        // Nearly all are written so.
        if Msisdn(text) != nil, !text.hasPrefix("00") { return (text, false) }
        var digits = ""
        var hasPlus = false
        var isAfterHyphen = false
        var isAfterNumber = false
        let written = trimmed(text)
        let uri = try uriContent(written)
        for scalar in (uri ?? withoutDecimals(written)).unicodeScalars {
            switch scalar {
            case "0"..."9":
                guard !isAfterNumber else { throw .notANumber }
                digits.unicodeScalars.append(scalar)
                isAfterHyphen = false
            case "+" where digits.isEmpty && !hasPlus: hasPlus = true
            default:
                switch scalar.properties.generalCategory {
                case .format: continue
                case .dashPunctuation where !digits.isEmpty && !isAfterHyphen: isAfterHyphen = true
                case .spaceSeparator: break
                case .otherPunctuation where uri != nil && scalar == ".",
                    .openPunctuation where uri != nil && scalar == "(",
                    .closePunctuation where uri != nil && scalar == ")":
                    break
                default: throw .notANumber
                }
                let prefix = !hasPlus && digits.hasPrefix("00") ? 2 : 0
                let number = digits.dropFirst(prefix)
                isAfterNumber = number.utf8.count >= wholeLength(of: number)
            }
        }
        guard !isAfterHyphen else { throw .notANumber }
        let hasZeros = !hasPlus && digits.hasPrefix("00")
        return (hasZeros ? String(digits.dropFirst(2)) : digits, hasPlus || hasZeros)
    }

    /// What follows `tel:`; nil where that is not how `text` begins.
    ///
    /// - Throws: ``SpellingError/notANumber`` for a number that is none without its context, and for the 0 in
    ///   parentheses that is left out from abroad.
    private static func uriContent(_ text: Substring) throws(SpellingError) -> Substring? {
        guard text.prefix(4).lowercased() == "tel:" else { return nil }
        let content = text.dropFirst(4)
        guard content.first == "+", !content.contains("(0") else { throw .notANumber }
        return content
    }

    /// The digits of a Norwegian number with its country code.
    private static let wholeNumber = 10

    /// How many digits end a number that is written in groups: those of machines begin with 58 and have 12.
    private static func wholeLength(of digits: Substring) -> Int {
        digits.hasPrefix("4758") ? 14 : digits.hasPrefix("58") ? 12 : wholeNumber
    }

    /// `text` without blanks and line ends around it.
    private static func trimmed(_ text: String) -> Substring {
        var rest = text[...]
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest.drop(while: \.isWhitespace)
    }

    /// `text` without the `.0` that spreadsheets give a number that they take for an amount.
    ///
    /// Of fewer digits it may be a thousand: `47900.000`.
    private static func withoutDecimals(_ text: Substring) -> Substring {
        let zeros = text.reversed().prefix { $0 == "0" }.count
        let rest = text.dropLast(zeros)
        guard zeros > 0, rest.last == ".",
            rest.utf8.count(where: { (0x30...0x39).contains($0) }) >= wholeNumber
        else { return text }
        return rest.dropLast()
    }

    /// The number as a log may show it: its last three digits.
    package var redacted: String { "…" + digits.suffix(3) }

    /// `text` with no more than the last three digits of each number in it that stands as a word of its own, for an error
    /// that repeats what a person typed.
    package static func redacting(_ text: String) -> String {
        let number = /(^|[\s'"=:(,])(?:\+?[0-9]{8,15}|\+[0-9(][0-9 \-.()]{6,18}[0-9])(?=$|[\s'",:;).\]])/
        return text.replacing(number) { "\($0.1)…\($0.0.suffix(3))" }
    }

    package static func < (left: Msisdn, right: Msisdn) -> Bool { left.digits < right.digits }
}
