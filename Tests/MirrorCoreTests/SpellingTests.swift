import MirrorCore
import Testing

@Suite("A misspelt word")
struct SpellingTests {
    private static let words = ["sync", "status", "sandbox", "subscription", "subscription_type"]

    @Test(
        "is taken for the nearest one, unless too much of it would differ",
        arguments: [
            ("snyc", "; did you mean sync?"), ("syncc", "; did you mean sync?"),
            ("stauts", "; did you mean status?"), ("subscriptions", "; did you mean subscription?"),
            ("SYNC", "."), ("phones", "."), ("", "."),
        ])
    func hint(text: String, hint: String) {
        #expect(Spelling.hint(for: text, among: Self.words, otherwise: ".") == hint)
    }

    @Test("has a nearest word however far that is, but for none at all")
    func nearest() {
        #expect(Spelling.nearest(to: "subscription_typ", among: Self.words) == "subscription_type")
        #expect(Spelling.nearest(to: "x", among: Self.words) == "sync")
        #expect(Spelling.nearest(to: "x", among: []) == nil)
    }
}
