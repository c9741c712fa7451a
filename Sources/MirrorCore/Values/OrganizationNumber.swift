/// Judges whether a text is usable as an organization's number.
package enum OrganizationNumber {
    /// The fewest digits in any register that we know of; the Norwegian one has nine.
    private static let leastDigits = 6

    /// Whether `text` identifies nobody, such as an empty text, `N/A`, `0`, `12345` or `999999999`.
    ///
    /// Every register assigns numbers. Too few digits, or one digit repeated, are a number in none of them;
    /// accepting such a text would merge all organizations that have it. A foreign register's number may
    /// differ in length from a Norwegian one, and contain letters.
    package static func isPlaceholder(_ text: String) -> Bool {
        let digits = text.utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return digits.count < leastDigits || Set(digits).count == 1
    }
}
