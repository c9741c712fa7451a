import PullJSON
import Testing

@Suite("The grammar that JSONReader accepts")
struct JSONGrammarTests {
    @Test(
        "what RFC 8259 allows is accepted",
        arguments: [
            "[]", "{}", "0", "-0", "-0.0", "1e5", "1E+5", "1.5e-3", "\"\"", "null", "true", "false",
            " \t\r\n1\n",
            #"{"a":{"b":[1,[2,{}]]}}"#, #"{"a":1,"a":2}"#, #"{"":0}"#, #"["\"\\\/\b\f\n\r\t"]"#,
            #"["\u0000"]"#,
            #"["\uD83D\uDE00"]"#, #"["\uFFFF"]"#, #"["\u002c\uaBcD"]"#,
            "[\"\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\"]",
            "[\"\u{10000}\u{10FFFF}\"]", "[\"\u{FEFF}\"]", "[1e400]", "[123456789012345678901234567890]",
            "[\"a string longer than eight bytes, then \\n an escape and æ\"]", "[1,\r\n2]",
            "{\"a\"\t:\n1 , \"b\":2}",
        ])
    func accepts(document: String) throws {
        try JSONReader.validate(Array(document.utf8).span.bytes)
    }

    @Test(
        "what RFC 8259 forbids is refused for the right reason",
        arguments: [
            ("", .empty), (" \n", .empty), ("\u{FEFF}[]", .byteOrderMark),
            ("[1,]", .unexpectedByte), ("[,1]", .unexpectedByte), ("[1,,2]", .unexpectedByte),
            ("{\"a\":1,}", .unexpectedByte), ("{,}", .unexpectedByte), ("{\"a\"}", .unexpectedByte),
            ("{\"a\":}", .unexpectedByte), ("{a:1}", .unexpectedByte), ("{1:1}", .unexpectedByte),
            ("{'a':1}", .unexpectedByte), ("{\"a\" 1}", .unexpectedByte),
            ("{\"a\":1 \"b\":2}", .unexpectedByte),
            ("[1 2]", .unexpectedByte), ("[1}", .unexpectedByte), ("{\"a\":1]", .unexpectedByte),
            ("[}", .unexpectedByte), ("{]", .unexpectedByte), ("]", .unexpectedByte), (",", .unexpectedByte),
            ("[1", .unexpectedEnd), ("[1,", .unexpectedEnd), ("{\"a\"", .unexpectedEnd),
            ("{\"a\":", .unexpectedEnd),
            ("{", .unexpectedEnd), ("[", .unexpectedEnd), ("\"abc", .unexpectedEnd),
            ("\"a\\", .unexpectedEnd),
            ("tru", .unexpectedEnd), ("trux", .unexpectedByte), ("True", .unexpectedByte),
            ("nul1", .unexpectedByte),
            ("NaN", .unexpectedByte), ("Infinity", .unexpectedByte), ("-Infinity", .invalidNumber),
            ("+1", .unexpectedByte), (".5", .unexpectedByte), ("-", .unexpectedEnd), ("-a", .invalidNumber),
            ("01", .invalidNumber), ("-01", .invalidNumber), ("00", .invalidNumber), ("1.", .unexpectedEnd),
            ("[1.]", .invalidNumber), ("[1.e3]", .invalidNumber), ("[1e]", .invalidNumber),
            ("[1e+]", .invalidNumber),
            ("0x10", .trailingContent), ("1_000", .trailingContent), ("1 2", .trailingContent),
            ("{} x", .trailingContent), ("[]]", .trailingContent), ("nullx", .trailingContent),
            ("1\u{0}", .trailingContent), ("\u{0}", .unexpectedByte), ("\u{C}1", .unexpectedByte),
            ("\u{A0}1", .unexpectedByte), ("// c\n1", .unexpectedByte), ("[1/* c */]", .unexpectedByte),
        ] as [(String, JSONError.Kind)])
    func refuses(document: String, kind: JSONError.Kind) {
        let error = #expect(throws: JSONError.self) {
            try JSONReader.validate(Array(document.utf8).span.bytes)
        }
        #expect(error?.kind == kind)
    }

    @Test(
        "a string that is no text is refused where it is asked for, and passed over where it is not",
        arguments: [
            "\n", "\u{0}", "a long string \u{1F}", #"\a"#, #"\x41"#, #"\u12G4"#, #"\u{41}"#, #"\U0041"#,
            #"\u12"#, #"\u"#,
            #"\uD800"#, #"\uDC00"#, #"\uD800\uD800"#, #"\uD800\u0041"#, #"\uD800 \uDC00"#, #"\uDC00\uD800"#,
            #"\uD83D\""#, #"\uD83D\n"#, "\\\u{1}",
        ])
    func refusesText(content: String) throws { try Self.refuse(Array(content.utf8)) }

    @Test(
        "bytes that are not UTF-8 spoil the string that they stand in, and nothing else",
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x80, 0x80],
            [0xE0, 0x9F, 0xBF],
            [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xE2, 0x82, 0x28], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
            [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x98, 0x28],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
        ] as [[UInt8]], ["", "seven..", "a longer stretch before it"])
    func refusesInvalidUTF8(bytes: [UInt8], before: String) throws {
        try Self.refuse(Array(before.utf8) + bytes)
    }

    /// Expects refusal of a string with `content`, as a value and as a key.
    private static func refuse(_ content: [UInt8]) throws {
        let text = Array("\"".utf8) + content + Array("\"".utf8)
        let document = Array("[".utf8) + text + Array(",{".utf8) + text + Array(#":1},"after"]"#.utf8)
        try JSONReader.validate(document.span.bytes)
        let isSpoilt = try JSONReader.read(document.span.bytes) { (reader) throws(JSONError) in
            try reader.beginArray()
            _ = try reader.nextElement()
            guard case .unreadableString(let text) = try reader.readScalar() else { return false }
            #expect(text.raw.elementsEqual(content))
            _ = try reader.nextElement()
            try reader.beginObject()
            #expect(try reader.nextKey()?.isReadable == false)
            try reader.skipValue()
            #expect(try reader.nextKey() == nil)
            _ = try reader.nextElement()
            #expect(try reader.string() == "after")
            _ = try reader.nextElement()
            try reader.end()
            return true
        }
        #expect(isSpoilt)
    }

    @Test("64 levels are read and 65 are not", arguments: [("[", "]"), ("{\"a\":", "}")])
    func limitsDepth(open: String, close: String) {
        func nested(_ levels: Int) -> [UInt8] {
            Array(
                (String(repeating: open, count: levels) + "1" + String(repeating: close, count: levels)).utf8)
        }
        #expect(throws: Never.self) { try JSONReader.validate(nested(64).span.bytes) }
        let error = #expect(throws: JSONError.self) { try JSONReader.validate(nested(65).span.bytes) }
        #expect(error?.kind == .tooDeep)
        let lowered = JSONLimits(maximumBytes: 1000, maximumDepth: 3)
        #expect(throws: Never.self) { try JSONReader.validate(nested(3).span.bytes, limits: lowered) }
        #expect(throws: JSONError.self) { try JSONReader.validate(nested(4).span.bytes, limits: lowered) }
    }

    @Test("a hundred thousand open brackets are an error, not a crash")
    func survivesAvalanche() {
        let document = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        let error = #expect(throws: JSONError.self) { try JSONReader.validate(document.span.bytes) }
        #expect(error?.kind == .tooDeep)
    }

    @Test("a document as large as the limit is read and a larger one is not")
    func limitsSize() {
        let limits = JSONLimits(maximumBytes: 4)
        #expect(throws: Never.self) { try JSONReader.validate(Array("[10]".utf8).span.bytes, limits: limits) }
        let error = #expect(throws: JSONError.self) {
            try JSONReader.validate(Array("[100]".utf8).span.bytes, limits: limits)
        }
        #expect(error == JSONError(kind: .tooLarge, offset: 4, path: "$"))
    }
}
