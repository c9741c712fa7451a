import MirrorCore
import Testing

@Suite("An organization's number")
struct OrganizationNumberTests {
    @Test(
        "is none where it tells nobody apart",
        arguments: [
            "", " ", "-", "--", "N/A", "n/a", "0", "000000000", "0.0", "null", "ukjent", "ingen", "?", "×",
            "7", "12345", "NO-1", "111111111", "999 999 999", "NO 999 999 999 MVA", "123456789", "987654321",
            "1234567890", "NO 123 456 789 MVA",
        ])
    func placeholders(text: String) { #expect(OrganizationNumber.isPlaceholder(text)) }

    @Test(
        "is one with the digits of a register, in this country or another",
        arguments: ["910000001", "NO 910 000 001 MVA", "SC123456", "0000000010", "DE100000001"])
    func numbers(text: String) { #expect(!OrganizationNumber.isPlaceholder(text)) }
}
