import MirrorCore
import Normalizer
import Testing

@Suite("How single fields are read")
struct FieldReadingTests {
    @Test(
        "text is taken byte for byte, numbers by their digits, the rest is unknown",
        arguments: [
            (#""SERVICE DESK""#, "SERVICE DESK", nil), (#""""#, "", nil), (#""N/A""#, "N/A", nil),
            (#""trailing  ""#, "trailing  ", nil), (#""\u00e6\n""#, "æ\n", nil), ("482930", "482930", nil),
            ("1.50", "1.50", nil), ("-0", "-0", nil), ("1e3", "1e3", nil), ("null", nil, nil),
            ("true", nil, "true"), ("false", nil, "false"), ("{}", nil, "object"), (#"["x"]"#, nil, "array"),
        ] as [(String, String?, String?)])
    func readsText(json: String, expected: String?, example: String?) throws {
        let read = try Fixture.normalize(Fixture.document(#""userReference1":\#(json)"#))
        #expect(read.subscription.userReference1.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
        #expect(read.anomalyLines == example.map { ["$.userReference1 unreadable_value 1 \($0)"] } ?? [])
    }

    @Test(
        "a boolean is true, false or unknown, and never guessed",
        arguments: [
            ("true", true, nil), ("false", false, nil), (#""true""#, true, nil), (#""FALSE""#, false, nil),
            (#""TrUe""#, true, nil), (#""tru\u0065""#, true, nil), ("null", nil, nil),
            (#""N/A""#, nil, #""A/A""#),
            (#""boolean""#, nil, #""aaaaaaa""#), (#""""#, nil, #""""#), (#"" true""#, nil, #"" aaaa""#),
            ("0", nil, "9"), ("1", nil, "9"), ("{}", nil, "object"), ("[true]", nil, "array"),
            (#""\u0131true""#, nil, #""aaaaa""#),
        ] as [(String, Bool?, String?)])
    func readsBoolean(json: String, expected: Bool?, example: String?) throws {
        let read = try Fixture.normalize(Fixture.document(#""settings":[{"id":7,"active":\#(json)}]"#))
        #expect(read.settings.map(\.active) == [expected])
        #expect(read.anomalyLines == example.map { ["$.settings[].active unreadable_value 1 \($0)"] } ?? [])
    }

    @Test(
        "an integer is exact or unknown",
        arguments: [
            ("12345", 12345, nil), ("-1", -1, nil), ("100.0", 100, nil), ("-0", 0, nil),
            (#""12345""#, 12345, nil),
            (#""100.00""#, 100, nil), (#""\u0031""#, 1, nil), ("9223372036854775807", .max, nil),
            (#""-9223372036854775808""#, .min, nil), ("9223372036854775808", nil, "9999999999999999999"),
            ("1.5", nil, "9.9"), ("1e2", nil, "9a9"), (#""1e2""#, nil, #""9a9""#),
            (#""007""#, nil, #""999""#),
            (#"" 1""#, nil, #"" 9""#), (#""+1""#, nil, #""+9""#), (#""""#, nil, #""""#),
            (#""1_0""#, nil, #""9_9""#),
            ("true", nil, "true"), ("[]", nil, "array"), ("{\"a\":[1]}", nil, "object"),
        ] as [(String, Int64?, String?)])
    func readsInteger(json: String, expected: Int64?, example: String?) throws {
        let read = try Fixture.normalize(Fixture.document(#""type":{"id":\#(json)}"#))
        #expect(read.subscription.subscriptionTypeID == expected)
        #expect(read.subscriptionType?.id == expected)
        #expect(read.anomalyLines == example.map { ["$.type.id unreadable_value 1 \($0)"] } ?? [])
    }

    @Test(
        "an amount is an integer where it is whole and a real where it is not",
        arguments: [
            ("100", .integer(100), nil), ("100.0", .integer(100), nil), (#""2048""#, .integer(2048), nil),
            ("1.5", .real(1.5), nil), (#""1.5""#, .real(1.5), nil), ("1e2", .real(100), nil),
            ("-0.0", .integer(0), nil),
            ("-0e0", .real(0), nil), ("9223372036854775807", .integer(.max), nil),
            ("9223372036854775808", .null, "9999999999999999999"),
            (#""9223372036854775808""#, .null, #""9999999999999999999""#),
            ("-9223372036854775809", .null, "-9999999999999999999"),
            ("9.007199254740993e15", .null, "9.999999999999999a99"),
            ("9007199254740993.5", .null, "9999999999999999.9"),
            ("9007199254740993", .integer(9_007_199_254_740_993), nil),
            ("1e400", .null, "9a999"),
            (#""1e400""#, .null, #""9a999""#), (#""unlimited""#, .null, #""aaaaaaaaa""#),
            (#""""#, .null, #""""#),
            ("null", .null, nil), ("true", .null, "true"), ("[1]", .null, "array"),
        ] as [(String, Value, String?)])
    func readsAmount(json: String, expected: Value, example: String?) throws {
        let read = try Fixture.normalize(
            Fixture.document(#""type":{"id":1,"usageQuoutas":[{"value":\#(json)}]}"#))
        #expect(read.usageQuotas.map(\.quota.value) == [expected])
        let lines = example.map { ["$.type.usageQuoutas[].value unreadable_value 1 \($0)"] } ?? []
        #expect(read.anomalyLines == lines)
    }

    @Test("an amount of negative zero says what zero says, to the last bit", arguments: ["-0e0", #""-0e0""#])
    func negativeZero(json: String) throws {
        let hashes = try [json, "0e0"].map { value in
            try Fixture.normalize(Fixture.document(#""type":{"id":1,"usageQuoutas":[{"value":\#(value)}]}"#))
                .contentHash
        }
        #expect(hashes[0] == hashes[1])
    }

    @Test(
        "a date is an existing day or unknown",
        arguments: [
            ("2011-09-22", "2011-09-22"), ("01.01.1970", "1970-01-01"), ("29.02.2024", "2024-02-29"),
            ("2000-02-29", "2000-02-29"), ("0001-01-01", "0001-01-01"), ("31.12.9999", "9999-12-31"),
            ("29.02.2023", nil),
            ("1900-02-29", nil), ("31.02.2020", nil), ("00.00.0000", nil), ("0000-01-01", nil),
            ("2020-13-01", nil),
            ("2020-04-31", nil), ("", nil), ("string", nil), ("2020-1-1", nil), ("1.1.2020", nil),
            ("2020/01/01", nil),
            ("2020-01-31T00:00:00", "2020-01-31"), ("2020-01-31 00:00:00", "2020-01-31"),
            ("2020-01-31T00:00:00.000", "2020-01-31"), ("31.01.2020 00:00:00", "2020-01-31"),
            ("2020-02-31T00:00:00", nil), ("2020-01-31T00:00:01", nil), ("2020-01-31T12:00:00", nil),
            ("2020-01-31T00:00:00.", nil), ("2020-01-31T00:00:00.01", nil), ("2020-01-31T", nil),
            ("2020-01-31T00:00", nil), ("2020-01-31T00:00:00+01:00", nil), ("2020-01-31x00:00:00", nil),
            ("2020-01-01T00:00:00Z", nil), (" 2020-01-01", nil), ("20200101", nil), ("01-01-2020", nil),
            ("2020.01.01", nil), ("2020-01.01", nil), ("2020.01-01", nil), ("01.01-2020", nil),
            ("01-01.2020", nil), ("20-0-01-01", nil), ("-001-01-01", nil), ("+020-01-01", nil),
            ("２020-01-01", nil),
        ] as [(String, String?)])
    func readsDay(text: String, expected: String?) throws {
        let read = try Fixture.normalize(Fixture.document(#""validToDate":"\#(text)""#))
        #expect(read.subscription.validToDate == expected)
        #expect(read.anomalies.map(\.kind) == (expected == nil ? [.unreadableValue] : []))
    }

    @Test(
        "a date that is no string is unreadable, null is not",
        arguments: [("20200101", 1), ("null", 0), ("[]", 1)])
    func readsDayOfOtherKind(json: String, anomalies: Int) throws {
        let read = try Fixture.normalize(Fixture.document(#""validToDate":\#(json)"#))
        #expect(read.subscription.validToDate == nil)
        #expect(read.anomalies.count == anomalies)
    }

    @Test(
        "an example shows the shape of a value and nothing of it",
        arguments: [
            ("Kari Nordmann-Øst 47 90 00 00 01", #""Aaaa Aaaaaaaa-Aaa 99 99 99 99 99""#),
            (String(repeating: "x", count: 38), #"""# + String(repeating: "a", count: 38) + #"""#),
            (String(repeating: "x", count: 39), #"""# + String(repeating: "a", count: 37) + #"…""#),
            (String(repeating: "é", count: 500), #"""# + String(repeating: "a", count: 37) + #"…""#),
            ("日本 ١٢ 😀 \\u0001\\t", #""aa 99 ? ??""#), ("e\u{301}", #""a?""#),
        ])
    func masksExample(text: String, expected: String) throws {
        let read = try Fixture.normalize(Fixture.document(#""validToDate":"\#(text)""#))
        #expect(read.anomalies.map(\.example) == [expected])
        #expect(expected.count <= 40)
    }
}
