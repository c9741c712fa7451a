/// Judges what stands in the place of an organization's number.
package enum OrganizationNumber {
    /// Whether `text` tells nobody apart, as an empty text, `N/A`, `0` or `000000000` do.
    ///
    /// Every register numbers its organizations. A text without a digit from 1 to 9 is a number in none of them, and taken
    /// for one it would make one organization of all that have it. The migration m003 says the same in SQL.
    package static func isPlaceholder(_ text: String) -> Bool {
        !text.utf8.contains { (UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) }
    }
}
