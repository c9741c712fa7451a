package import MirrorCore

/// Parses a number from a list that spreadsheets may have changed.
package enum AuditNumber {
    /// The country code assumed for numbers of eight digits.
    package static let country = "47"

    /// The digits with the country code, the likeliest reading first.
    ///
    /// Extends ``Msisdn/init(spelled:)``: eight digits are Norwegian; `'4790000001` and `="4790000001"` are
    /// Excel's forms; `04790000001` has lost one of its two zeros; `4790000001,00`; points between groups;
    /// `(+47)`. A machine's 12-digit number may be in the mirror with or without the country code.
    ///
    /// - Parameter isNumber: whether a workbook stores it as a number, so that its digits are complete.
    /// - Throws: ``AuditFault``.
    package static func read(_ text: String, isNumber: Bool = false) throws(AuditFault) -> [String] {
        if isPlain(text) { return readings(of: text) }
        var text = unwrapped(text)
        guard !text.isEmpty else { throw .noNumber }
        guard text.utf8.count <= longest else { throw .notANumber }
        if let whole = try withoutExponent(text, isComplete: isNumber) { text = whole }
        text = withoutGroups(withoutDecimals(text))
        if text.hasPrefix("("), let end = text.firstIndex(of: ")") {
            let code = text.dropFirst()[..<end]
            guard ["+" + country, country, "00" + country].contains(String(code)) else { throw .notANumber }
            text = String(code) + text[text.index(after: end)...]
        }
        if hasLostZero(text) { text.removeFirst() }
        do {
            let number = try Msisdn(spelled: text).digits
            let isInternational = text.hasPrefix("+") || text.hasPrefix("00")
            guard number.utf8.count != 9 || isInternational else { throw AuditFault.noCountryCode }
            return readings(of: number)
        } catch let error as Msisdn.SpellingError where error == .noCountryCode {
            let digits = text.filter { $0.isASCII && $0.isNumber }
            return readings(of: country + digits)
        } catch let fault as AuditFault {
            throw fault
        } catch {
            let isShort = text.wholeMatch(of: /\+?[0-9 \-]{1,12}/) != nil
            throw isShort && text.utf8.count { (0x30...0x39).contains($0) } < 8 ? .tooFewDigits : .notANumber
        }
    }

    /// The longest readable number, in bytes, including blanks, hyphens and points.
    private static let longest = 100

    /// Whether it is `047 900 00 001`, which has lost one of its two zeros.
    private static func hasLostZero(_ text: String) -> Bool {
        guard text.hasPrefix("0"), !text.hasPrefix("00") else { return false }
        let digits = text.unicodeScalars.filter { !FreeText.isBlank($0) && $0 != "-" }
        return digits.count == 11 && String(String.UnicodeScalarView(digits)).hasPrefix("0" + country)
            && digits.allSatisfy { ("0"..."9").contains($0) }
    }

    /// The most common form: ten digits that begin with the country code.
    private static func isPlain(_ text: String) -> Bool {
        let bytes = text.utf8
        return bytes.count == 10 && text.hasPrefix(country) && bytes.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func readings(of digits: String) -> [String] {
        if digits.utf8.count == 12, digits.hasPrefix("58") { return [digits, country + digits] }
        if digits.utf8.count == 14, digits.hasPrefix(country + "58") {
            return [digits, String(digits.dropFirst(country.utf8.count))]
        }
        return [digits]
    }

    /// Without surrounding blanks, and without the marks that make Excel treat it as text.
    private static func unwrapped(_ text: String) -> String {
        var scalars = Substring(text).unicodeScalars
        func drop(_ isDropped: (Unicode.Scalar) -> Bool) {
            while let scalar = scalars.first, isDropped(scalar) { scalars.removeFirst() }
            while let scalar = scalars.last, isDropped(scalar) { scalars.removeLast() }
        }
        drop(FreeText.isBlank)
        if scalars.first == "=" { scalars.removeFirst() }
        let marks: Set<Unicode.Scalar> = ["'", "\u{2019}", "\u{2018}", "\u{B4}", "`", "\""]
        drop { marks.contains($0) || FreeText.isBlank($0) }
        return String(scalars)
    }

    /// The digits of `4.790000001E+09`; nil for a text without an exponent.
    ///
    /// - Throws: ``AuditFault/lostDigits`` if the exponent requires more digits than there are.
    private static func withoutExponent(
        _ text: String, isComplete: Bool
    ) throws(AuditFault) -> String? {
        guard let match = text.wholeMatch(of: /([0-9]+)(?:[.,]([0-9]*))?[eE]\+?([0-9]{1,3})/) else {
            return nil
        }
        let fraction = match.2.map(String.init) ?? ""
        guard let exponent = Int(match.3), exponent <= 20 else { throw .notANumber }
        guard fraction.utf8.count < exponent else {
            let (whole, rest) = (fraction.prefix(exponent), fraction.dropFirst(exponent))
            guard rest.allSatisfy({ $0 == "0" }) else { throw .notANumber }
            return String(match.1) + whole
        }
        guard isComplete else { throw .lostDigits }
        return String(match.1) + fraction + String(repeating: "0", count: exponent - fraction.utf8.count)
    }

    /// Without the `,00` of a number that was formatted as an amount.
    private static func withoutDecimals(_ text: String) -> String {
        guard let match = text.wholeMatch(of: /(\+?[0-9 ]+)[.,]0+/) else { return text }
        let digits = match.1.utf8.count { (0x30...0x39).contains($0) }
        return digits >= 8 ? String(match.1) : text
    }

    /// Without points between groups, or commas between groups of three, if the digits
    /// are as many as a number has.
    ///
    /// The first group has at most three digits: a longer one belongs to an amount.
    private static func withoutGroups(_ text: String) -> String {
        guard
            text.wholeMatch(of: /\+?[0-9]{1,3}(?:\.[0-9]{2,3}){2,}/) != nil
                || text.wholeMatch(of: /\+?[0-9]{1,3}(?:,[0-9]{3}){2,}/) != nil
        else { return text }
        let joined = text.filter { $0 != "." && $0 != "," }
        return [8, 10, 12, 14].contains(joined.utf8.count(where: { $0 != UInt8(ascii: "+") })) ? joined : text
    }
}
