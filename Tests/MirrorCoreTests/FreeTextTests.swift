import MirrorCore
import TestSupport
import Testing

@Suite("The class of a text")
struct FreeTextTests {
    static let pieces =
        Array(FreeText.placeholders).sorted() + [
            "", " ", "\t", "\u{0}", "\u{7F}", "\u{A0}", "\u{AD}", "\u{200B}", "\u{FEFF}", "\u{301}",
            "\u{30A}", "\u{338}",
            "a", "N", "0", "1", "É", "å", "ÿ", "À", "\u{212A}", "Å", "ß", "😀", "K", "S 42", "Ukjent", "N/A",
            "<", "=",
        ]

    @Test("is the same by its bytes as by its characters")
    func bytes() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<20_000 {
            let text = (0..<random.below(4)).map { _ in Self.pieces[random.below(Self.pieces.count)] }
                .joined()
            let byBytes = Array(text.utf8).withUnsafeBufferPointer { FreeText($0) }
            #expect(byBytes == FreeText(text), "\(text.debugDescription)")
        }
    }
}
