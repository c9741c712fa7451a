import Pages
import Testing

@Suite("A text of somebody else on a page")
struct ShownTextTests {
    @Test("stands as it is where it does no harm")
    func plain() {
        #expect(ShownText.text("Ærlig & Sønn <AS>") == "Ærlig & Sønn <AS>")
        #expect(ShownText.text("") == "")
    }

    @Test("shows in the open what would turn the direction or end the line")
    func obeyed() {
        #expect(ShownText.text("a\u{202E}b\u{2069}c\nd\u{0}") == "a\\x202eb\\x2069c\\nd\\x00")
    }

    @Test("is cut, however it is made long")
    func long() {
        let cut = ShownText.text(String(repeating: "x", count: 10_000))
        #expect(cut == String(repeating: "x", count: ShownText.longest) + "…")
        // One character of ten thousand scalars.
        let marks = ShownText.text("x" + String(repeating: "\u{301}", count: 10_000))
        #expect(marks.unicodeScalars.count <= 6 && marks.hasSuffix("…"))
        #expect(ShownText.text(String(repeating: "å", count: ShownText.longest)).hasSuffix("å"))
    }

    @Test(
        "that is a number is grouped as Norwegians do",
        arguments: [
            ("4790000001", "+47\u{A0}900\u{A0}00\u{A0}001"), ("46701234567", "+46701234567"),
            ("47580000000001", "+47\u{A0}580000000001"), ("12", "12"), ("4790<svg>", "4790<svg>"),
        ])
    func numbers(digits: String, expected: String) { #expect(ShownText.number(digits) == expected) }
}
