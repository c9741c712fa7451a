import MirrorReading
import Pages
import Testing

@Suite("Numbers on a page")
struct NumberTextTests {
    @Test(
        "are grouped as each language does",
        arguments: [
            (0, "0", "0"), (999, "999", "999"), (1000, "1,000", "1\u{A0}000"),
            (1_234_567, "1,234,567", "1\u{A0}234\u{A0}567"), (-1043, "\u{2212}1,043", "\u{2212}1\u{A0}043"),
        ] as [(Int, String, String)])
    func counts(number: Int, english: String, norwegian: String) {
        #expect(NumberText(.english).count(number) == english)
        #expect(NumberText(.norwegian).count(number) == norwegian)
    }

    @Test("of a change have a sign, and none at all is told from a missing one")
    func changes() {
        #expect(NumberText(.english).change(1200) == "+1,200")
        #expect(NumberText(.norwegian).change(-3) == "\u{2212}3")
        #expect(NumberText(.norwegian).change(0) == "±0")
    }

    @Test(
        "in per cent have the sign and the decimals of the language",
        arguments: [
            (98.64, 1, "98.6%", "98,6\u{A0}%"), (100, 1, "100.0%", "100,0\u{A0}%"),
            (0.05, 2, "0.05%", "0,05\u{A0}%"), (99.999, 2, "100.00%", "100,00\u{A0}%"),
            (-0.01, 1, "0.0%", "0,0\u{A0}%"), (3, 0, "3%", "3\u{A0}%"),
        ] as [(Double, Int, String, String)])
    func percent(share: Double, decimals: Int, english: String, norwegian: String) {
        #expect(NumberText(.english).percent(share, decimals: decimals) == english)
        #expect(NumberText(.norwegian).percent(share, decimals: decimals) == norwegian)
    }

    @Test("of points have one decimal and a sign")
    func points() {
        #expect(NumberText(.english).decimal(tenths: 12) == "+1.2")
        #expect(NumberText(.norwegian).decimal(tenths: -3) == "\u{2212}0,3")
        #expect(NumberText(.norwegian).decimal(tenths: 0) == "±0")
    }
}
