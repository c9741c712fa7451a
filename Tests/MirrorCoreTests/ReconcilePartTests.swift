import MirrorCore
import Testing

@Suite("A part of the complete list")
struct ReconcilePartTests {
    @Test(
        "is read as it was written",
        arguments: [
            (ReconcilePart.accounts, "accounts"), (.account("10000001"), "account:10000001"),
            (.account("a:b"), "account:a:b"), (.account(":"), "account::"), (.account(""), "account:"),
            (.longSearch, "search"), (.product(-7), "product:-7"),
            (.product(.max), "product:9223372036854775807"),
            (.numbersFile, "numbers_file"),
        ])
    func roundTrip(part: ReconcilePart, text: String) {
        #expect(part.text == text)
        #expect(ReconcilePart(text) == part)
    }

    @Test(
        "is nothing when it is written otherwise",
        arguments: [
            "", ":", "account", "accounts:1", "product:", "product:x", "product:1.5", "search:1", "Accounts",
        ])
    func unknown(text: String) {
        #expect(ReconcilePart(text) == nil)
    }

    @Test("the ids of two accounts are compared by their bytes")
    func bytes() {
        #expect(Set([ReconcilePart.account("\u{C5}s"), .account("A\u{30A}s")]).count == 2)
    }
}
