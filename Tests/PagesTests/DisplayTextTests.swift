import Pages
import Testing

@Suite("A text of somebody else on a page")
struct DisplayTextTests {
    @Test("stands as it is where it does no harm")
    func plain() {
        #expect(DisplayText.text("Ærlig & Sønn <AS>") == "Ærlig & Sønn <AS>")
        #expect(DisplayText.text("") == "")
    }

    @Test("shows in the open what would turn the direction or end the line")
    func obeyed() {
        #expect(DisplayText.text("a\u{202E}b\u{2069}c\nd\u{0}") == "a\\x202eb\\x2069c\\nd\\x00")
    }

    @Test("is cut, however it is made long")
    func long() {
        let cut = DisplayText.text(String(repeating: "x", count: 10_000))
        #expect(cut == String(repeating: "x", count: DisplayText.longest) + "…")
        // One character of ten thousand scalars.
        let marks = DisplayText.text("x" + String(repeating: "\u{301}", count: 10_000))
        #expect(marks.unicodeScalars.count <= 6 && marks.hasSuffix("…"))
        #expect(DisplayText.text(String(repeating: "å", count: DisplayText.longest)).hasSuffix("å"))
    }

    @Test(
        "that is a number is grouped as Norwegians do",
        arguments: [
            ("4790000001", "+47\u{A0}900\u{A0}00\u{A0}001"), ("46701234567", "+46701234567"),
            ("47580000000001", "+47\u{A0}580000000001"), ("12", "12"), ("4790<svg>", "4790<svg>"),
        ])
    func numbers(digits: String, expected: String) { #expect(DisplayText.number(digits) == expected) }
}
