import MirrorCore
import Testing

@Suite("A number")
struct MsisdnTests {
    @Test(
        "has 1 to 15 ASCII digits and nothing else",
        arguments: [
            ("4795124144", true), ("580000000001", true), ("1", true), ("000", true),
            ("123456789012345", true),
            ("1234567890123456", false), ("", false), ("+4795124144", false), ("47 95124144", false),
            ("4795124144 ", false), ("47951241a4", false), ("\u{664}\u{667}", false), ("４７", false),
            ("1\u{0}", false),
        ])
    func digits(text: String, isNumber: Bool) {
        #expect(Msisdn(text)?.digits == (isNumber ? text : nil))
    }

    @Test(
        "is read in every spelling that needs no guess",
        arguments: [
            ("4790000001", "4790000001"), ("+4790000001", "4790000001"), ("004790000001", "4790000001"),
            ("+47 900 00 001", "4790000001"), (" 4790000001 ", "4790000001"),
            ("4790000001\r\n", "4790000001"),
            ("47-900-00-001", "4790000001"), ("47\u{2011}90000001", "4790000001"),
            ("47\u{A0}900\u{202F}00\u{2009}001", "4790000001"), ("\u{202A}+4790000001\u{202C}", "4790000001"),
            ("\u{FEFF}4790000001", "4790000001"), ("4790000001.0", "4790000001"),
            ("4790000001.00 ", "4790000001"),
            ("580000000001", "580000000001"), ("+90000001", "90000001"), ("0090000001", "90000001"),
            ("47 90 00 00 01", "4790000001"), ("0047 90 00 00 01", "4790000001"),
            ("4790000001 \t", "4790000001"),
            ("+47 900 00 001.0", "4790000001"),
            // RFC 3966.
            ("tel:+4790000001", "4790000001"), ("TEL:+47-900-00-001", "4790000001"),
            ("tel:+47.900.00.001", "4790000001"), ("tel:+(47)90000001", "4790000001"),
            (" tel:+47 900 00 001 ", "4790000001"),
            // Machines' numbers, in pairs of digits.
            ("+47 58 00 00 00 00 01", "47580000000001"), ("58 00 00 00 00 01", "580000000001"),
        ])
    func spelled(text: String, digits: String) throws {
        #expect(try Msisdn(spelled: text).digits == digits)
    }

    @Test(
        "is shown in an error with its last three digits only",
        arguments: [
            ("Unexpected argument '+4790000001'", "Unexpected argument '…001'"),
            ("4790000001 and 004790000002, 90000003", "…001 and …002, …003"),
            ("the parameter number=+47 900 00 001 is not", "the parameter number=…001 is not"),
            ("'tel:+47.900(00)001'", "'tel:…001'"), ("tel:+4790000001 is not", "tel:…001 is not"),
            ("/srv/20261031/4790000001/mirror.sqlite", "/srv/20261031/4790000001/mirror.sqlite"),
            ("2026-11-22T13:05:00Z, 1234567 rows", "2026-11-22T13:05:00Z, 1234567 rows"),
        ])
    func redacting(text: String, shown: String) { #expect(Msisdn.redacting(text) == shown) }

    @Test(
        "is refused where a guess would be needed",
        arguments: [
            ("90000001", .noCountryCode), ("900 00 001", .noCountryCode), ("", .notANumber),
            (" ", .notANumber),
            ("+", .notANumber), ("00", .notANumber), ("0", .notANumber), ("04790000001", .notANumber),
            ("000047900000", .notANumber), ("+004790000001", .notANumber), ("++4790000001", .notANumber),
            ("47+90000001", .notANumber), ("-4790000001", .notANumber), ("4790000001-", .notANumber),
            ("47--90000001", .notANumber), ("4790000001.5", .notANumber), ("4790000001.", .notANumber),
            ("4.79E+09", .notANumber), ("(+47) 90000001", .notANumber), ("4790000001/2", .notANumber),
            ("４790000001", .notANumber), ("4790000001;4790000002", .notANumber),
            ("1234567890123456", .notANumber),
            ("N/A", .notANumber), ("4790000001\u{0}", .notANumber),
            // Two numbers, or a number and something else.
            ("4790000001\t1234", .notANumber), ("4790000001\n1234", .notANumber),
            ("47\t90000001", .notANumber),
            ("4790000001 12", .notANumber), ("4790000001-12", .notANumber), ("004790000001 12", .notANumber),
            ("4790000001\u{2028}12", .notANumber),
            // Without the country code, with an extension, with the trunk 0, or a decimal.
            ("tel:4790000001", .notANumber), ("tel:004790000001", .notANumber),
            ("tel:+4790000001;ext=12", .notANumber), ("tel:+47(0)90000001", .notANumber),
            ("tel:+4790000001.0", .notANumber), ("tel:+4790000001-", .notANumber), ("tel:", .notANumber),
            ("tel:tel:+4790000001", .notANumber), ("sip:+4790000001", .notANumber),
            ("+(47)90000001", .notANumber), ("47.900.00.001", .notANumber),
            // Thousands, or only part of a number.
            ("47900.000", .notANumber), ("90000001.0", .notANumber), ("47", .notANumber),
            ("4790000", .notANumber),
        ] as [(String, Msisdn.SpellingError)])
    func refused(text: String, error: Msisdn.SpellingError) {
        #expect(throws: error) { try Msisdn(spelled: text) }
    }

    @Test("shows its last three digits in a log", arguments: [("4795124144", "…144"), ("12", "…12")])
    func redacted(text: String, shown: String) {
        #expect(Msisdn(text)?.redacted == shown)
    }

    @Test("is ordered as SQLite orders its text")
    func order() {
        let texts = ["10", "100", "2", "4790000001", "4790000010"]
        #expect(texts.reversed().compactMap { Msisdn($0) }.sorted().map(\.digits) == texts)
    }
}
