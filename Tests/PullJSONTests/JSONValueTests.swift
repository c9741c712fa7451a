import PullJSON
import Testing

@Suite("Values that JSONReader hands out")
struct JSONValueTests {
    @Test(
        "a string is given byte for byte, its escapes undone",
        arguments: [
            (#""""#, ""), (#""plain""#, "plain"), (#""a\"b\\c\/d""#, #"a"b\c/d"#),
            (#""\b\f\n\r\t""#, "\u{8}\u{C}\n\r\t"),
            (#""\u00e6\u00C5""#, "æÅ"), (#""\u0041\u20ac""#, "A€"), (#""\uD83D\uDE00!""#, "😀!"),
            (#""\u0000""#, "\u{0}"),
            (#""\uFFFF\uDBFF\uDFFF""#, "\u{FFFF}\u{10FFFF}"), ("\"e\u{301}\"", "e\u{301}"),
            ("\"trailing  \"", "trailing  "),
            (
                #""a longer stretch of text \n with æ and more after it""#,
                "a longer stretch of text \n with æ and more after it"
            ),
        ])
    func readsString(document: String, expected: String) throws {
        let read = try JSONReader.read(Array(document.utf8).span.bytes) { (reader) throws(JSONError) in
            try reader.string()
        }
        #expect(read.map { Array($0.utf8) } == Array(expected.utf8))
    }

    @Test(
        "a key is compared by its content, byte for byte",
        arguments: [
            (#"{"msisdn":1}"#, true), (#"{"\u006dsisdn":1}"#, true), (#"{"Msisdn":1}"#, false),
            (#"{"msisdn ":1}"#, false),
            (#"{"msisd":1}"#, false), (#"{"":1}"#, false), (#"{"\\u006dsisdn":1}"#, false),
        ])
    func comparesKey(document: String, expected: Bool) throws {
        let matches = try JSONReader.read(Array(document.utf8).span.bytes) { (reader) throws(JSONError) in
            try reader.beginObject()
            return try reader.nextKey().map { $0 == "msisdn" }
        }
        #expect(matches == expected)
    }

    @Test(
        "a number keeps its text, and is an integer only where that is exact",
        arguments: [
            ("0", 0), ("-0", 0), ("-0.0", 0), ("100.0", 100), ("100.000", 100), ("7.5", nil), ("1e2", nil),
            ("1.0e0", nil),
            ("9223372036854775807", .max), ("9223372036854775808", nil), ("-9223372036854775808", .min),
            ("-9223372036854775809", nil), ("99999999999999999999999", nil), ("4795124144", 4_795_124_144),
        ] as [(String, Int64?)])
    func readsNumber(document: String, expected: Int64?) throws {
        let number = try JSONReader.read(Array(document.utf8).span.bytes) { (reader) throws(JSONError) in
            try reader.number().map { (literal: $0.literal, integer: $0.integer) }
        }
        #expect(number?.literal == document)
        #expect(number?.integer == expected)
    }

    @Test(
        "a double is the nearest one, and nil beyond the largest",
        arguments: [
            ("1.5", 1.5), ("-2.5e3", -2500), ("1e400", nil), ("-1e400", nil), ("1e-400", 0),
            ("9223372036854775808", 0x1p63),
        ] as [(String, Double?)])
    func readsDouble(document: String, expected: Double?) throws {
        let double = try JSONReader.read(Array(document.utf8).span.bytes) { (reader) throws(JSONError) in
            try reader.number()?.double
        }
        #expect(double == expected)
    }

    @Test(
        "a text holds a number only when all of it is one",
        arguments: [
            ("100", "100"), ("-1.50", "-1.50"), ("1e3", "1e3"), ("", nil), (" 1", nil), ("1 ", nil),
            ("+1", nil), ("007", nil),
            ("1.", nil), ("0x1", nil), ("N/A", nil), ("-", nil), ("١", nil),
        ] as [(String, String?)])
    func findsNumberInText(text: String, expected: String?) {
        let found = Array(text.utf8).withUnsafeBufferPointer { JSONNumber($0)?.literal }
        #expect(found == expected)
    }

    @Test(
        "a key is shown only when it looks like a field's name",
        arguments: [
            ("newKey", "newKey"), ("user_reference3", "user_reference3"), ("", nil), ("Kari Nordmann", nil),
            ("4790000001", nil),
            ("ref1234", nil), ("navn-æ", nil), (String(repeating: "a", count: 41), nil),
        ] as [(String, String?)])
    func showsFieldName(key: String, expected: String?) throws {
        let name = try JSONReader.read(Array("\"\(key)\"".utf8).span.bytes) { (reader) throws(JSONError) in
            if case .string(let text) = try reader.readScalar() { text.fieldName } else { nil as String? }
        }
        #expect(name == expected)
    }
}
