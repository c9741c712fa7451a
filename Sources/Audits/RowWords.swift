/// Classifies a row by the words of its cells: a total, a page break, or a line.
enum RowWords {
    enum Kind {
        case empty
        /// Digits and their accompaniments: `1 249,50`, `25 %`, `kr 5`, `31.10.2026`.
        case figure
        /// A total's word, followed only by figures and a total's further words: `Sum
        /// eks. mva`, `Totalt 3 linjer`.
        case total
        /// Only a total's further words.
        case tail
        case text
    }

    /// The words with which totals begin.
    private static let heads: Set<String> = [
        "sum", "summer", "summert", "total", "totalt", "totaler", "totalsum", "totalbeløp", "subtotal",
        "subtotalt",
        "delsum", "sidesum", "sluttsum", "fakturasum", "fakturabeløp", "fakturatotal", "hovedsum", "nettosum",
        "bruttosum", "netto", "brutto", "saldo", "restbeløp", "antall", "mva", "merverdiavgift", "vat",
        "overført",
        "overføres", "transport", "totals", "samlet", "tilsammen", "til sammen", "til gode", "til betaling",
        "i alt",
        "å betale", "å overføre", "beløp å betale", "endelig beløp", "samlet beløp", "sum total",
        "grand total",
        "amount due", "total due", "balance due", "to pay",
    ]

    private static let currencies: Set<String> = ["kr", "nok", "sek", "dkk", "eur", "usd", "gbp"]

    /// A total's further words: currencies, taxes, periods, counts, and the names of
    /// groups that have a figure.
    private static let tails: Set<String> = [
        "inkl", "inkludert", "inklusive", "incl", "including", "eks", "ekskl", "ekskludert", "eksklusive",
        "excl",
        "excluding", "ex", "uten", "med", "mva", "merverdiavgift", "avgift", "avgifter", "vat", "tax", "av",
        "for",
        "fra", "til", "per", "pr", "denne", "hele", "i", "alt", "å", "betale", "betaling", "beløp", "due",
        "side",
        "siden", "page", "faktura", "fakturaen", "fakturanr", "invoice", "periode", "perioden", "period",
        "måned",
        "måneden", "kvartal", "år", "året", "stk", "linje", "linjer", "rad", "rader", "lines", "rows",
        "nummer",
        "numre", "nr", "abonnementer", "kostnadssted", "avdeling", "konto", "kunde", "kundenr", "gruppe",
        "account",
        "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober",
        "november",
        "desember", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "oct", "nov",
        "des", "dec",
        "january", "february", "march", "may", "june", "july", "october", "december",
    ]

    /// The longest text of a total, in bytes.
    private static let longest = 120

    /// The kind of `text`, folded.
    static func kind(of text: String) -> Kind {
        if text.isEmpty { return .empty }
        guard text.utf8.count <= longest else { return .text }
        let words = words(of: text)
        // A hyphen, or several.
        if words.isEmpty { return .empty }
        if words.allSatisfy({ isFigure($0) || currencies.contains($0) }), words.contains(where: isFigure) {
            return .figure
        }
        let length = (1...3).last { count in
            words.count >= count && heads.contains(words.prefix(count).joined(separator: " "))
        }
        let isRest = words.dropFirst(length ?? 0).allSatisfy { word in
            isFigure(word) || currencies.contains(word) || tails.contains(word) || heads.contains(word)
        }
        guard isRest else { return .text }
        return length == nil ? .tail : .total
    }

    /// Whether a row consisting of `cells`, folded, states its page number.
    static func isPageBreak(_ cells: [String]) -> Bool {
        let all = cells.flatMap { $0.utf8.count <= longest ? words(of: $0) : [$0] }
        guard let first = all.first, ["side", "page"].contains(first) else { return false }
        return all.count > 1 && all.dropFirst().allSatisfy { isFigure($0) || $0 == "av" || $0 == "of" }
    }

    private static func words(of text: String) -> [String] {
        text.split(separator: " ").compactMap { part in
            var word = part
            while let last = word.last, isMark(last) { word.removeLast() }
            while let first = word.first, isMark(first) { word.removeFirst() }
            return word.isEmpty ? nil : String(word)
        }
    }

    private static func isMark(_ character: Character) -> Bool { ":.,;()*=–-−/+%\"'".contains(character) }

    private static func isFigure(_ word: String) -> Bool {
        word.contains { ("0"..."9").contains($0) }
            && word.allSatisfy { ("0"..."9").contains($0) || isMark($0) || $0 == "\u{2019}" }
    }
}
