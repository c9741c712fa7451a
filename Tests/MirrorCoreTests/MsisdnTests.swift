import MirrorCore
import Testing

@Suite("A number")
struct MsisdnTests {
    @Test(
        "has 1 to 15 ASCII digits and nothing else",
        arguments: [
            ("4795124144", true), ("580000000001", true), ("1", true), ("000", true),
            ("123456789012345", true),
            ("1234567890123456", false), ("", false), ("+4795124144", false), ("47 95124144", false),
            ("4795124144 ", false), ("47951241a4", false), ("\u{664}\u{667}", false), ("４７", false),
            ("1\u{0}", false),
        ])
    func digits(text: String, isNumber: Bool) {
        #expect(Msisdn(text)?.digits == (isNumber ? text : nil))
    }

    @Test("shows its last three digits in a log", arguments: [("4795124144", "…144"), ("12", "…12")])
    func redacted(text: String, shown: String) {
        #expect(Msisdn(text)?.redacted == shown)
    }

    @Test("is ordered as SQLite orders its text")
    func order() {
        let texts = ["10", "100", "2", "4790000001", "4790000010"]
        #expect(texts.reversed().compactMap { Msisdn($0) }.sorted().map(\.digits) == texts)
    }
}
