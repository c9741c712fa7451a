import MirrorCore
import Testing

@Suite("An organization's number")
struct OrganizationNumberTests {
    @Test(
        "is none where it tells nobody apart",
        arguments: [
            "", " ", "-", "--", "N/A", "n/a", "0", "000000000", "0.0", "null", "ukjent", "ingen", "?", "×",
        ])
    func placeholders(text: String) { #expect(OrganizationNumber.isPlaceholder(text)) }

    @Test(
        "is one with a digit that is not zero",
        arguments: ["910000001", "NO 910 000 001 MVA", "7", "0000000010"])
    func numbers(text: String) { #expect(!OrganizationNumber.isPlaceholder(text)) }
}
