/// The words that a row of totals begins with.
enum TotalWords {
    private static let words: Set<String> = [
        "sum", "summer", "total", "totalt", "totalsum", "totalbeløp", "subtotal", "subtotalt", "delsum",
        "sidesum",
        "fakturasum", "hovedsum", "mva", "merverdiavgift", "vat", "overført", "overføres", "transport",
        "totals",
        "grand", "nettosum", "bruttosum",
    ]
    private static let phrases = [
        "i alt", "å betale", "til betaling", "sum total", "beløp å betale", "å overføre", "amount due",
        "to pay",
    ]

    /// Whether `text`, as it is compared, begins as a row of totals does.
    static func begin(_ text: String) -> Bool {
        let word = text.prefix { $0.isLetter }
        if words.contains(String(word)) { return word != "grand" || text.hasPrefix("grand total") }
        return phrases.contains { text.hasPrefix($0) && text.dropFirst($0.count).first?.isLetter != true }
    }

    /// Whether `text` is nothing but such a word: a line with a number may be of a product called Total Bedrift.
    static func areAll(_ text: String) -> Bool {
        let bare = text.filter { $0 != ":" && $0 != "." }
        return ["sum", "total", "totalt", "subtotal", "delsum"].contains(bare)
    }
}
