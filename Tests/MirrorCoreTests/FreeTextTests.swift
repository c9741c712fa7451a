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

    @Test("folds a text of Latin letters as it folds it beside a Greek one")
    func folds() {
        var random = SeededRandom(seed: 8)
        let letters = (0x20...0xFF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init).map { String($0) }
        for _ in 0..<20_000 {
            let text = (0..<1 + random.below(6)).map { _ in
                random.once(in: 3)
                    ? Self.pieces[random.below(Self.pieces.count)] : letters[random.below(letters.count)]
            }.joined()
            let folded = FreeText.folded(text)
            #expect(
                FreeText.folded(text + " \u{3B1}") == (folded.isEmpty ? "\u{3B1}" : folded + " \u{3B1}"),
                "\(text.debugDescription)")
        }
        #expect(FreeText.folded("  ÆRLIG×ÞOR  ßÿ ÷ ") == "ærlig×þor ßÿ ÷")
    }
}
