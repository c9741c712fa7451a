import MirrorCore
import Testing

@Suite("Exact decimals")
struct ExactDecimalTests {
    @Test(
        "reads and writes amounts as they are",
        arguments: [
            ("14", "14"), ("14.00", "14.00"), ("-10.00", "-10.00"), ("+5.5", "5.5"), ("007.10", "7.10"),
            ("0.05", "0.05"), ("-0.05", "-0.05"),
            ("999999999999999999999999999.999", "999999999999999999999999999.999"),
        ])
    func reads(text: String, written: String) throws {
        #expect(try #require(ExactDecimal(text)).description == written)
    }

    @Test(
        "refuses what has to be guessed",
        arguments: [
            "", "-", ".", "5.", ".5", "1,5", "1 000", "1e3", "1.2.3", "--1", "0x1", "NaN",
            "1234567890123456789012345678901",
        ])
    func refuses(text: String) { #expect(ExactDecimal(text) == nil) }

    @Test("adds without a fraction of an øre lost")
    func adds() throws {
        let tenth = try #require(ExactDecimal("0.1"))
        let sum = (1...30).reduce(ExactDecimal(units: 0, scale: 0)) { sum, _ in sum.adding(tenth) ?? sum }
        #expect(sum.description == "3.0")
        let (left, right) = (try #require(ExactDecimal("105.20")), try #require(ExactDecimal("-0.205")))
        #expect(left.adding(right)?.description == "104.995")
        let huge = ExactDecimal(units: .max, scale: 0)
        #expect(huge.adding(ExactDecimal(units: 1, scale: 0)) == nil)
        #expect(huge.adding(ExactDecimal(units: 0, scale: 1)) == nil)
    }

    @Test("compares amounts, not digits")
    func compares() throws {
        let fifty = try #require(ExactDecimal("50"))
        let (same, more, less) = (ExactDecimal("50.00"), ExactDecimal("50.01"), ExactDecimal("-51"))
        #expect(fifty.isEqual(to: try #require(same)))
        #expect(fifty.isLess(than: try #require(more)) == true)
        #expect(try #require(less).isLess(than: fifty) == true)
    }
}
