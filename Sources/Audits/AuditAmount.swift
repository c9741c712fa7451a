package import MirrorCore

/// Parses the amounts of one column; the decimal sign is inferred from all of them.
package struct AuditAmount: Sendable {
    /// Nil if the column does not reveal it.
    package let decimalSign: Character?

    /// - Parameter texts: the column's text cells.
    package init(of texts: some Sequence<String>) {
        var (commas, points) = (0, 0)
        for text in texts {
            guard text.utf8.count <= Self.longest else { continue }
            switch Skeleton(text)?.evidence {
            case ",": commas += 1
            case ".": points += 1
            default: break
            }
        }
        decimalSign = commas == points ? nil : commas > points ? "," : "."
    }

    /// Parses an amount; nil for an empty text, and for a dash.
    ///
    /// `1 249,50`, `1.249,50`, `1,249.50`, `-10`, `10-`, `(10)`, `kr 249,50`,
    /// `249,-`. Any other form is an error.
    ///
    /// - Parameter isNumber: whether a workbook stores it as a number.
    /// - Throws: ``AuditFault``.
    package func read(_ text: String, isNumber: Bool = false) throws(AuditFault) -> ExactDecimal? {
        guard text.utf8.count <= Self.longest else { throw .notAnAmount }
        let signs = text.unicodeScalars.filter { !FreeText.isBlank($0) }
        if signs.isEmpty
            || signs.count == 1 && "-\u{2013}\u{2212}".unicodeScalars.contains(signs[signs.startIndex])
        {
            return nil
        }
        let amount = isNumber ? Self.stored(text) : try written(text)
        guard let amount, amount.fitsColumn else { throw .notAnAmount }
        return amount
    }

    /// The longest readable amount, in bytes, with blanks around it.
    private static let longest = 400

    private func written(_ text: String) throws(AuditFault) -> ExactDecimal? {
        guard let skeleton = Skeleton(text) else { return nil }
        var sign = skeleton.evidence
        if sign == nil, skeleton.isAmbiguous {
            guard let decimalSign else { throw .ambiguousAmount }
            sign = decimalSign
        }
        return skeleton.amount(decimalSign: sign)
    }

    /// Parses a workbook's number, rounded to the 15 digits that Excel shows: further
    /// digits are binary artefacts.
    ///
    /// The decimal digits themselves are rounded; no binary fractions are involved.
    static func stored(_ text: String) -> ExactDecimal? {
        guard let match = text.wholeMatch(of: /(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]{1,3}))?/) else {
            return nil
        }
        let exponent = match.4.flatMap { Int($0) } ?? 0
        var scale = (match.3?.utf8.count ?? 0) - exponent
        var digits = Array((match.2 + (match.3 ?? "")).utf8.drop { $0 == 0x30 })
        let surplus = digits.count - 15
        if surplus > 0 {
            let isUp = digits[15] >= 0x35
            digits.removeLast(surplus)
            scale -= surplus
            if isUp { increment(&digits) }
        }
        while scale > 0, digits.last == 0x30 {
            digits.removeLast()
            scale -= 1
        }
        guard (-20...40).contains(scale) else { return digits.isEmpty ? ExactDecimal("0") : nil }
        if scale < 0 {
            digits += [UInt8](repeating: 0x30, count: -scale)
            scale = 0
        }
        guard digits.count <= ExactDecimal.longest else { return nil }
        let units = digits.reduce(Int128(0)) { $0 * 10 + Int128($1 - 0x30) }
        return ExactDecimal(units: match.1.isEmpty ? units : -units, scale: digits.isEmpty ? 0 : scale)
    }

    private static func increment(_ digits: inout [UInt8]) {
        for index in digits.indices.reversed() {
            if digits[index] < 0x39 {
                digits[index] += 1
                return
            }
            digits[index] = 0x30
        }
        digits.insert(0x31, at: 0)
    }
}

/// A written amount, stripped of everything around its digits.
private struct Skeleton {
    private let isNegative: Bool
    /// Digits, points and commas.
    private let body: Substring.UTF8View
    /// Whether blanks or apostrophes separate groups of three, so that a point or a comma is decimal.
    private let isGrouped: Bool

    private static let comma = UInt8(ascii: ",")
    private static let point = UInt8(ascii: ".")

    init?(_ text: String) {
        var rest = Self.plain(text)[...]
        var isNegative = false
        if rest.first == "(", rest.last == ")" {
            isNegative = true
            rest = rest.dropFirst().dropLast()
        }
        for word in ["kr.", "kr", "nok"] {
            if rest.hasPrefix(word) { rest = rest.dropFirst(word.count).drop { $0 == " " } }
            if rest.hasSuffix(word) { rest = rest.dropLast(word.count) }
        }
        while rest.last == " " { rest.removeLast() }
        // The ending of a price tag.
        if rest.hasSuffix(",-") || rest.hasSuffix(".-") { rest = rest.dropLast(2) }
        if rest.first == "-" || rest.first == "+" {
            guard !isNegative else { return nil }
            isNegative = rest.removeFirst() == "-"
            rest = rest.drop { $0 == " " }
            if rest.hasPrefix("kr") {
                rest = rest.dropFirst(rest.hasPrefix("kr.") ? 3 : 2).drop { $0 == " " }
            }
        } else if rest.last == "-" {
            guard !isNegative else { return nil }
            isNegative = true
            rest.removeLast()
            while rest.last == " " { rest.removeLast() }
        }
        let groups = rest.split(separator: " ", omittingEmptySubsequences: false)
        isGrouped = groups.count > 1
        if isGrouped {
            for (index, group) in groups.enumerated() {
                let whole = index == groups.count - 1 ? group.prefix { $0.isNumber } : group
                guard whole.allSatisfy({ $0.isASCII && $0.isNumber }),
                    index == 0 ? (1...3).contains(whole.count) : whole.count == 3
                else { return nil }
            }
        }
        let joined = groups.joined(separator: "")
        guard joined.utf8.first.map({ (0x30...0x39).contains($0) }) ?? false,
            joined.utf8.last.map({ (0x30...0x39).contains($0) }) ?? false,
            joined.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == Self.comma || $0 == Self.point })
        else { return nil }
        self.isNegative = isNegative
        body = joined[...].utf8
    }

    /// Lower case, with one kind of blank and minus, and apostrophes as blanks.
    private static func plain(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.lowercased().unicodeScalars {
            switch scalar {
            case "'", "\u{2019}": plain.append(" ")
            case "\u{2212}", "\u{2013}": plain.append("-")
            case _ where scalar.properties.isWhitespace: plain.append(" ")
            case _ where FreeText.isBlank(scalar): continue
            default: plain.append(scalar)
            }
        }
        var rest = Substring(String(plain))
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }

    private var commas: Int { body.count { $0 == Self.comma } }
    private var points: Int { body.count { $0 == Self.point } }

    /// Whether its only point or comma has three digits after it, and at most three before.
    var isAmbiguous: Bool { commas + points == 1 && evidence == nil }

    /// The decimal sign; nil if the amount itself does not reveal it.
    var evidence: Character? {
        switch (commas, points) {
        case (0, 0): return nil
        case (0, 2...): return ","
        case (2..., 0): return "."
        case (1, 0), (0, 1):
            let sign: Character = commas == 1 ? "," : "."
            let place = body.firstIndex { $0 == Self.comma || $0 == Self.point } ?? body.startIndex
            let before = body[..<place]
            let after = body[place...].count - 1
            let isDecimal = after != 3 || before.count > 3 || before.first == 0x30 || isGrouped
            return isDecimal ? sign : nil
        default:
            return body.last { $0 == Self.comma || $0 == Self.point } == Self.comma ? "," : "."
        }
    }

    /// The amount; nil if other points or commas do not separate groups of three.
    func amount(decimalSign: Character?) -> ExactDecimal? {
        let sign = decimalSign.flatMap(\.asciiValue)
        let parts = body.split(separator: sign ?? 0, omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first else { return nil }
        let groups = whole.split(omittingEmptySubsequences: false) { $0 == Self.comma || $0 == Self.point }
        if groups.count > 1 {
            guard !isGrouped, (1...3).contains(groups[0].count),
                groups.dropFirst().allSatisfy({ $0.count == 3 })
            else { return nil }
        }
        var text = isNegative ? "-" : ""
        text += groups.map { String(Substring($0)) }.joined()
        if parts.count == 2 {
            guard !parts[1].isEmpty, parts[1].allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            text += "." + String(Substring(parts[1]))
        }
        return ExactDecimal(text)
    }
}
