import Foundation
import GRDB
import TestSupport
import Testing

@testable import Exports
@testable import MirrorReading

/// Most texts are written from SQLite's bytes, the others from a String: both must give the same.
@Suite("The texts of an export")
struct FieldTextTests {
    private static let odd = [
        "", "TRUE", "saNN", "usann", "\u{17F}ann", "fal\u{17F}e", "TRUE\u{E9}", "S\u{F8}rensen", "\u{C5}se",
        "\u{C5}se 12", "'til",
        "=1", " =1", "\u{A0}=1", "\u{85}=1", "\u{FF1D}1", "\u{FEFF}=1", "\u{301}=1", "4\n5", "5\";=1",
        "3 \"x", "a;b", "a,b",
        "a\\b", "_x0041_", "a_b", "_", "x\u{1}y", "\u{7F}", "\u{AD}x", "\u{B0}C 5", "\u{663}", "\u{FB00}",
        "\u{2028}",
        "\u{FFFF}", "\u{1F469}\u{200D}\u{1F467} 1", String(repeating: "9", count: 255),
        String(repeating: "9", count: 256), String(repeating: "\u{E9}1", count: 100),
        String(repeating: "x1", count: 128),
        String(repeating: "\u{E9}", count: 300),
    ]

    /// Odd texts, and texts with the characters that some format treats specially.
    private static let texts: [String] = {
        var random = SeededRandom(seed: 11)
        let characters = Array(
            "aZ09 ,;\"'\n\r\t=+-@_x\\\u{E9}\u{D8}\u{17F}\u{A0}\u{85}\u{65E5}\u{301}\u{1}\u{7F}.%/"
                .unicodeScalars)
        return odd
            + (0..<2000).map { _ in
                var text = String.UnicodeScalarView()
                for _ in 0...random.below(14) { text.append(random.pick(characters)) }
                return String(text)
            }
    }()

    @Test("are in csv-excel what ExcelText makes of their characters")
    func excel() throws {
        try Self.withTexts { mirror in
            let start =
                "\u{FEFF}org_number;name;street_name;street_number;entrance_code;postal_code;postal_place\r\n"
            let rows = Self.texts.enumerated().map { index, text in
                let field = ExcelText.field(text)
                let isQuoted =
                    field.isEmpty || field.unicodeScalars.contains { "\";\r\n".unicodeScalars.contains($0) }
                let doubled = String(
                    decoding: field.utf8.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] }, as: UTF8.self)
                return Self.name(of: index) + ";" + (isQuoted ? "\"\(doubled)\"" : field) + ";;;;;\r\n"
            }
            try Self.compare(mirror.exported("organization", as: .csvExcel), start, rows)
        }
    }

    @Test(
        "stay as they are in csv-excel where they begin with a word that is no month's and no currency's",
        arguments: [
            ("invoice 2026-11", "invoice 2026-11"), ("Bedrift Smart 5GB", "Bedrift Smart 5GB"),
            ("mai 2026", "=\"mai 2026\""), ("KR 5", "=\"KR 5\""), ("Okt.26", "=\"Okt.26\""),
            ("1-2", "=\"1-2\""),
            ("m\u{E4}r 26", "=\"m\u{E4}r 26\""), ("TRUE", "=\"TRUE\""), ("-x5", "'-x5"),
        ])
    func words(text: String, field: String) { #expect(ExcelText.field(text) == field) }

    @Test("are in jsonl what JSONValue makes of their characters")
    func jsonLines() throws {
        try Self.withTexts { mirror in
            let rows = Self.texts.enumerated().map { index, text in
                "{\"org_number\":\"\(Self.name(of: index))\",\"name\":\(JSONValue.string(text).text),"
                    + "\"street_name\":null,\"street_number\":null,\"entrance_code\":null,\"postal_code\":null,"
                    + "\"postal_place\":null}\n"
            }
            try Self.compare(mirror.exported("organization", as: .jsonl), "", rows)
        }
    }

    @Test("are plain to a workbook only where nothing in them is escaped, and as wide as their characters")
    func workbook() {
        for text in Self.texts {
            var copy = text
            guard let width = copy.withUTF8({ WorkbookText.plainWidth(of: $0) }) else { continue }
            #expect(width == text.unicodeScalars.count, "\(text.debugDescription)")
            let isEscaped = text.unicodeScalars.contains { $0.value < 0x20 } || text.contains("_x")
            #expect(!isEscaped, "\(text.debugDescription)")
        }
    }

    @Test(
        "have numbers among them whose digits are the number's",
        arguments: [0, 9, 10, -1, -10, 4_790_000_001, .max, .min] as [Int64])
    func numbers(number: Int64) throws {
        var written: [UInt8] = []
        var output = OutputBuffer { written += $0 }
        output.append(number)
        try output.flush()
        #expect(String(decoding: written, as: UTF8.self) == String(number))
    }

    /// A name for each row that is not a number and sorts in the order of the rows.
    private static func name(of index: Int) -> String {
        let letters = Array("abcdefghijklmnop".unicodeScalars)
        return "n" + [8, 4, 0].map { String(letters[(index >> $0) & 15]) }.joined()
    }

    private static func withTexts(_ body: (ExampleMirror) throws -> Void) throws {
        try ExampleMirror.with("") { mirror in
            try mirror.write { db in
                for (index, text) in texts.enumerated() {
                    try db.execute(
                        sql: "INSERT INTO organization (org_number, name) VALUES (?, ?)",
                        arguments: [name(of: index), text])
                }
            }
            try body(mirror)
        }
    }

    /// Compares bytes, as texts that look alike are equal as Strings.
    private static func compare(_ written: String, _ start: String, _ rows: [String]) {
        var rest = Array(written.utf8)[...]
        for row in [start] + rows {
            let expected = Array(row.utf8)
            guard rest.starts(with: expected) else {
                let found = String(decoding: rest.prefix(expected.count + 20), as: UTF8.self)
                Issue.record("\(found.debugDescription) in place of \(row.debugDescription)")
                return
            }
            rest = rest.dropFirst(expected.count)
        }
        #expect(rest.isEmpty)
    }
}
