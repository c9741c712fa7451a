/// The number of a subscription's main SIM: E.164 digits with the country code, without a `+`.
package struct Msisdn: Hashable, Sendable, Comparable {
    /// 1 to 15 ASCII digits.
    package let digits: String

    /// Accepts 1 to 15 ASCII digits; nil otherwise.
    ///
    /// Source: E.164 allows 15 digits; API.md 1.3 shows `4795124144`, and numbers of machines have 12.
    package init?(_ digits: String) {
        let bytes = digits.utf8
        guard (1...15).contains(bytes.count), bytes.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        self.digits = digits
    }

    /// Why a text is not a number that can be read without guessing.
    package enum SpellingError: Error, Equatable, Sendable {
        case notANumber
        /// Eight digits: the usual form of Norwegian numbers at home, and of others.
        case noCountryCode
    }

    /// Reads a number as people and programs write it: `+47 900 00 001`, `004790000001`, `4790000001.0`,
    /// `tel:+47-900-00-001`.
    ///
    /// Blanks of every kind, invisible marks, and hyphens between digits are ignored; `+` and `00` mean that
    /// a country code follows. A text where a second number may begin is rejected: one with a tab or a line
    /// end, or with a blank or a hyphen after a whole number's digits. Fewer than eight digits are an
    /// extension, or the rest of a number.
    ///
    /// Source: RFC 3966, 3 and 5.1.4: `tel:`, a `+`, and digits with `-`, `.`, `(` and `)` anywhere among
    /// them.
    package init(spelled text: String) throws(SpellingError) {
        let (digits, isInternational) = try Self.digits(in: text)
        // No country code begins with 0.
        guard let number = Msisdn(digits), !digits.hasPrefix("0"), digits.utf8.count >= 8 else {
            throw .notANumber
        }
        guard isInternational || digits.utf8.count != 8 else { throw .noCountryCode }
        self = number
    }

    /// The digits in `text`, without a prefix that announces a country code, and whether there was such a
    /// prefix.
    private static func digits(in text: String) throws(SpellingError) -> (String, isInternational: Bool) {
        // The form of nearly all numbers.
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

    /// The part after `tel:`; nil if `text` does not begin with it.
    ///
    /// - Throws: ``SpellingError/notANumber`` for a number that is incomplete without its context, and for a
    ///   0 in parentheses, which is omitted from abroad.
    private static func uriContent(_ text: Substring) throws(SpellingError) -> Substring? {
        guard text.prefix(4).lowercased() == "tel:" else { return nil }
        let content = text.dropFirst(4)
        guard content.first == "+", !content.contains("(0") else { throw .notANumber }
        return content
    }

    /// The number of digits of a Norwegian number with its country code.
    private static let wholeNumber = 10

    /// How many digits complete a number written in groups: machine numbers begin with 58 and have 12.
    private static func wholeLength(of digits: Substring) -> Int {
        digits.hasPrefix("4758") ? 14 : digits.hasPrefix("58") ? 12 : wholeNumber
    }

    /// `text` without surrounding blanks and line ends.
    private static func trimmed(_ text: String) -> Substring {
        var rest = text[...]
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest.drop(while: \.isWhitespace)
    }

    /// `text` without the `.0` that spreadsheets append to a number that they treat as an amount.
    ///
    /// With fewer digits it may be a thousands separator: `47900.000`.
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

    /// `text` with each number that stands as a separate word cut to its last three digits, for an error that
    /// repeats a person's input.
    package static func redacting(_ text: String) -> String {
        let number = /(^|[\s'"=:(,])(?:\+?[0-9]{8,15}|\+[0-9(][0-9 \-.()]{6,18}[0-9])(?=$|[\s'",:;).\]])/
        return text.replacing(number) { "\($0.1)…\($0.0.suffix(3))" }
    }

    package static func < (left: Msisdn, right: Msisdn) -> Bool { left.digits < right.digits }
}
