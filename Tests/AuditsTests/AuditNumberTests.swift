import Audits
import MirrorCore
import Testing

@Suite("Numbers in lists")
struct AuditNumberTests {
    @Test(
        "are read in every spelling",
        arguments: [
            "4790000001", "+4790000001", "004790000001", "90000001", "900 00 001", "90 00 00 01",
            "+47 900 00 001",
            "+47\u{A0}900\u{A0}00\u{A0}001", "+47-900-00-001", "tel:+47-900-00-001", "'4790000001",
            "\u{2019}90000001",
            "=\"4790000001\"", "04790000001", "4790000001,00", "4790000001.0", "90000001,0", "900.00.001",
            "4.790.000.001", "(+47) 900 00 001", "(47)90000001", " 90000001\t", "4.790000001E+09",
            "4,790000001E9",
            "\u{FEFF}90000001", "\"90000001\"", "00 47 90 00 00 01", "047 900 00 001", "047-900-00-001",
        ])
    func reads(text: String) throws { #expect(try AuditNumber.read(text) == ["4790000001"]) }

    @Test("of machines have 12 digits, with the country code or without")
    func machines() throws {
        let readings = ["580000000001", "47580000000001"]
        for text in ["580000000001", "5800 0000 0001", "'580000000001"] {
            #expect(try AuditNumber.read(text) == readings)
        }
        #expect(try AuditNumber.read("+47580000000001") == ["47580000000001", "580000000001"])
        #expect(try AuditNumber.read("4.7580000000001E+13", isNumber: true).first == "47580000000001")
    }

    @Test(
        "that would have to be guessed are refused with the reason",
        arguments: [
            ("", .noNumber), (" \u{A0}", .noNumber), ("'", .noNumber), ("4.79E+10", .lostDigits),
            ("4,79E+09", .lostDigits), ("9E+07", .lostDigits), ("1234567", .tooFewDigits),
            ("12", .tooFewDigits),
            ("123456789", .noCountryCode), ("701 234 567", .noCountryCode), ("Ola", .notANumber),
            ("4790000001 4790000002", .notANumber), ("9000000l", .notANumber), ("01234567", .notANumber),
            ("4790000001,50", .notANumber), ("1E999", .notANumber), ("(0)90000001", .notANumber),
            ("4790000001234567", .notANumber), ("90000001/90000002", .notANumber),
        ] as [(String, AuditFault)])
    func refuses(text: String, fault: AuditFault) {
        #expect(throws: fault) { try AuditNumber.read(text) }
    }

    @Test("whose digits a workbook holds completely lose none")
    func stored() throws {
        #expect(try AuditNumber.read("4.79E9", isNumber: true) == ["4790000000"])
        #expect(throws: AuditFault.notANumber) { try AuditNumber.read("4790000001.5", isNumber: true) }
    }
}
