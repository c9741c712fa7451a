/// A list's value for a number, prepared for comparison.
enum AuditClaim {
    /// The mirror's values are shorter; of a longer text only the beginning is compared.
    private static let longest = 1_000

    /// `text` without the marks that make a spreadsheet treat it as text: `'4100`, `="4100"`.
    static func text(of text: String) -> String {
        let text = text.utf8.count > longest ? String(text.prefix(longest)) : text
        if text.hasPrefix("=\""), text.hasSuffix("\""), text.utf8.count > 2 {
            return String(text.dropFirst(2).dropLast().replacing("\"\"", with: "\""))
        }
        // 't Hooft is a name.
        guard let first = text.first, "'\u{2019}".contains(first),
            text.dropFirst().first.map({ ("0"..."9").contains($0) }) ?? false
        else { return text }
        return String(text.dropFirst())
    }
}
