/// Judges what stands in the place of an organization's number.
package enum OrganizationNumber {
    /// The least digits of any register that we know of, the Norwegian one has nine.
    private static let leastDigits = 6

    /// Whether `text` tells nobody apart, as an empty text, `N/A`, `0`, `12345` or `999999999` do.
    ///
    /// Every register numbers its organizations. Too few digits, or nine times the same, are a number in none of them, and
    /// taken for one they would make one organization of all that have it. A foreign register's number may be of another
    /// length than a Norwegian one, and have letters. The migration m003 names those that were stored before, as far as
    /// they are zeros.
    package static func isPlaceholder(_ text: String) -> Bool {
        let digits = text.utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return digits.count < leastDigits || Set(digits).count == 1
    }
}
