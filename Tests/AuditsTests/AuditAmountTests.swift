import Audits
import MirrorCore
import Testing

@Suite("Amounts in lists")
struct AuditAmountTests {
    @Test(
        "are read in every form, exactly",
        arguments: [
            ("1 249,50", "1249.50"), ("1.249,50", "1249.50"), ("1,249.50", "1249.50"), ("1249.5", "1249.5"),
            ("1\u{A0}249,50", "1249.50"), ("1\u{202F}249\u{202F}000,50", "1249000.50"),
            ("1'249.50", "1249.50"),
            ("-249,50", "-249.50"), ("\u{2212}249,50", "-249.50"), ("249,50-", "-249.50"),
            ("(249,50)", "-249.50"),
            ("kr 249,50", "249.50"), ("249,50 kr", "249.50"), ("NOK 249.50", "249.50"), ("kr -5", "-5"),
            ("-kr 5", "-5"), ("249,-", "249"), ("0,1", "0.1"), ("0,123", "0.123"), ("1234,567", "1234.567"),
            ("1.249.000", "1249000"), ("12 249,123", "12249.123"), ("0", "0"), (" 7 ", "7"),
        ])
    func reads(text: String, amount: String) throws {
        #expect(try AuditAmount(of: []).read(text)?.description == amount)
    }

    @Test(
        "that fit no form are no amounts",
        arguments: [
            "x", "1,2,3", "1.24,9", "12 50", "1 2490,5", "1..2", ",5", "5,", "10 %", "EUR 5", "--5", "-(5)",
            "1e3",
            "1.249,50.10", "1,24.9,5", "½", "4790000001x", "999999999999999999999",
        ])
    func refuses(text: String) {
        #expect(throws: AuditFault.notAnAmount) { try AuditAmount(of: []).read(text) }
    }

    @Test("with one sign and three digits behind it are read as their column is")
    func columns() throws {
        #expect(try AuditAmount(of: ["1.249", "12,5"]).read("1.249")?.description == "1249")
        #expect(try AuditAmount(of: ["1,249", "12,5"]).read("1,249")?.description == "1.249")
        #expect(try AuditAmount(of: ["1,249", "12.5"]).read("1,249")?.description == "1249")
        #expect(try AuditAmount(of: ["1.249", "1.249.000"]).read("1.249")?.description == "1249")
        #expect(throws: AuditFault.ambiguousAmount) { try AuditAmount(of: ["1.249", "7"]).read("1.249") }
        // The column's evidence is evenly split.
        #expect(throws: AuditFault.ambiguousAmount) { try AuditAmount(of: ["1.5", "1,5"]).read("1.249") }
        for nothing in [" \u{A0}", "-", " \u{2013} ", "\u{2212}"] {
            #expect(try AuditAmount(of: []).read(nothing) == nil)
        }
    }

    @Test(
        "of a workbook are its digits, without what Excel's arithmetic leaves in the seventeenth",
        arguments: [
            ("249.5", "249.5"), ("0.30000000000000004", "0.3"), ("249.90000000000001", "249.9"),
            ("1249.4999999999998", "1249.5"), ("1.2E-2", "0.012"), ("1.5E3", "1500"), ("-12", "-12"),
            ("0", "0"),
            ("0.0", "0"), ("9.9999999999999996", "10"), ("1E+20", nil), ("1E-30", nil), ("NaN", nil),
            ("1,5", nil),
        ] as [(String, String?)])
    func stored(text: String, amount: String?) {
        #expect((try? AuditAmount(of: []).read(text, isNumber: true))?.description == amount)
    }
}
