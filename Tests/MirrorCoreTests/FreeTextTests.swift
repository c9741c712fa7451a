import MirrorCore
import Testing

@Suite("What people type into a field")
struct FreeTextTests {
    @Test(
        "is blank when it shows nothing",
        arguments: [
            0x09, 0x20, 0x85, 0xA0, 0xAD, 0x34F, 0x115F, 0x1160, 0x1680, 0x180E, 0x2000, 0x200B, 0x200E,
            0x2028,
            0x202F, 0x2060, 0x206F, 0x2800, 0x3000, 0x3164, 0xFE0F, 0xFEFF, 0xFFA0, 0xE0020, 0xE01EF,
        ] as [UInt32])
    func blank(value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        let text = String(Character(scalar))
        #expect(FreeText(text) == .blank)
        #expect(FreeText(" \(text)\t") == .blank)
        #expect(FreeText.isBlank(scalar))
        #expect(FreeText.folded("a\(text)") == "a")
    }

    @Test("is a text when it shows something", arguments: ["a", "Ås", "\u{301}", "1", "☐", "🙂"])
    func shown(text: String) {
        #expect(FreeText(text) == .text)
    }
}
