/// Judges whether a text is usable as an organization's number.
package enum OrganizationNumber {
    /// The fewest digits in any register that we know of; the Norwegian one has nine.
    private static let leastDigits = 6
    private static let norwegianDigits = 9

    /// Whether `text` identifies nobody, such as an empty text, `N/A`, `0`, `12345`, `999999999` or `123456789`.
    ///
    /// Every register assigns numbers. Too few digits, one digit repeated, or nine that are counted up or down are a
    /// number in none of them; accepting such a text would merge all organizations that have it. A foreign register's
    /// number may differ in length from a Norwegian one, and contain letters.
    package static func isPlaceholder(_ text: String) -> Bool {
        var count = 0
        var last = 0
        // From each digit to the next, if it is the same for all. From 9 to 0 as well: 1234567890.
        var step: Int?
        for byte in text.utf8 where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            let next = (Int(byte) - last + 10) % 10
            if count == 1 { step = next } else if next != step { step = nil }
            count += 1
            last = Int(byte)
        }
        return count < leastDigits || step == 0
            || count >= norwegianDigits && (step == 1 || step == 9)
    }
}
