import Exports
import Foundation
import GRDB
import MirrorCore
import MirrorReading
import TestSupport
import Testing

@Suite("An export's format")
struct ExportFormatTests {
    @Test("csv-excel is what Excel opens where a comma is the decimal sign")
    func excelGolden() throws {
        try ExampleMirror.with { mirror in
            try #expect(
                mirror.exported("subscription_usage_quota", as: .csvExcel) == #"""
                    \#u{FEFF}msisdn;name;unit;traffic_type;quota_type;occurrence;value;valid_to\#r
                    "=""4790000001""";Data;GB;DATA;;1;1,5;\#r
                    "=""4790000001""";Data;GB;DATA;;2;100;2026-12-31\#r\#n
                    """#)
            try #expect(
                mirror.exported("setting_history", as: .csvExcel) == #"""
                    \#u{FEFF}msisdn;setting_id;occurrence;name;active;can_activate;can_deactivate;\#
                    observed_from (Europe/Oslo);observed_to (Europe/Oslo)\#r
                    "=""4790000001""";5;1;"Telefon-\#nsvarer";1;0;;2026-11-01 09:00:00;\#r\#n
                    """#)
        }
    }

    /// The fields have ` for ".
    @Test(
        "csv-excel makes a text harmless that Excel would run, and keeps one that it would take for a value",
        arguments: [
            ("KS Nord", "KS Nord"), ("", "``"), ("Blåbær; AS", "`Blåbær; AS`"), ("a\"b", "`a``b`"),
            ("=1+1", "'=1+1"), ("+4790000001", "'+4790000001"), ("-", "'-"), ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"), ("\rx", "`'\rx`"), (" =1", "' =1"), ("\u{A0}=1", "'\u{A0}=1"),
            ("＝1", "'＝1"), ("＋1", "'＋1"), ("－1", "'－1"), ("＠SUM(A1)", "'＠SUM(A1)"),
            ("\u{FEFF}=1", "'\u{FEFF}=1"), ("'=1", "''=1"), ("'til", "''til"),
            ("=HYPERLINK(\"http://a.example\")", "`'=HYPERLINK(``http://a.example``)`"),
            ("0581", "`=``0581```"), ("89470000000000000001", "`=``89470000000000000001```"),
            ("1-2", "`=``1-2```"), ("kr 5", "`=``kr 5```"), ("mai 12", "`=``mai 12```"),
            (" 5", "`=`` 5```"), ("3 \"x", "`=``3 ````x```"), ("5\";=1", "`=``5````;=1```"),
            ("#N/A", "`=``#N/A```"), ("#I/T", "`=``#I/T```"), ("nr #N/A", "nr #N/A"),
            ("true", "`=``true```"), ("Usann", "`=``Usann```"), ("4\n5", "`4\n5`"),
            (String(repeating: "9", count: 255), "`=``" + String(repeating: "9", count: 255) + "```"),
            (String(repeating: "9", count: 256), "'" + String(repeating: "9", count: 256)),
            (String(repeating: "x1", count: 128), String(repeating: "x1", count: 128)),
        ])
    func excelText(text: String, field: String) throws {
        try ExampleMirror.with("") { mirror in
            try mirror.write { db in
                try db.execute(
                    sql: "INSERT INTO organization (org_number, name) VALUES ('x', ?)", arguments: [text])
            }
            let lines = try mirror.exported("organization", as: .csvExcel)
                .split(separator: "\r\n", maxSplits: 1)
            #expect(lines.last == "x;\(field.replacing("`", with: "\""));;;;;\r\n")
        }
    }

    @Test(
        "csv-excel has whole numbers of 15 digits as numbers, and longer ones, which Excel rounds, as text",
        arguments: [
            (999_999_999_999_999, "999999999999999"), (-999_999_999_999_999, "-999999999999999"),
            (1_000_000_000_000_000, "\"=\"\"1000000000000000\"\"\""),
            (-1_000_000_000_000_000, "'-1000000000000000"),
        ])
    func excelNumbers(number: Int, field: String) throws {
        try ExampleMirror.with { mirror in
            try mirror.write { db in
                try db.execute(
                    sql: "UPDATE subscription_usage_quota SET value = ? WHERE occurrence = 2",
                    arguments: [number])
            }
            let lines = try mirror.exported("subscription_usage_quota", as: .csvExcel)
                .split(separator: "\r\n")
            #expect(lines.last == "\"=\"\"4790000001\"\"\";Data;GB;DATA;;2;\(field);2026-12-31")
        }
    }

    @Test("a text that is longer than a cell is cut and marked; the data package counts it, by its row")
    func excelLimit() throws {
        try ExampleMirror.with("") { mirror in
            let longest = String(repeating: "x", count: 32_767)
            for (number, text) in [("1", longest), ("2", longest + "x"), ("3", longest + "xy")] {
                try mirror.write { db in
                    try db.execute(
                        sql: "INSERT INTO organization (org_number, name) VALUES (?, ?)",
                        arguments: ["x" + number, text])
                }
            }
            let target = mirror.directory.path + "/export"
            let options = ExportOptions(format: .csvExcel, relations: ["organization"])
            let package = try Export(of: mirror.reader(), options).write(to: target)
            #expect(
                package.cutTexts == [
                    TruncatedText(table: "organization", column: "name", count: 2, rows: [3, 4])
                ])
            let rows = try String(contentsOfFile: target + "/organization.csv", encoding: .utf8)
                .components(separatedBy: "\r\n")[1...3].map { $0.components(separatedBy: ";")[1] }
            #expect(rows[0] == longest)
            #expect(rows[1].utf16.count == 32_767)
            #expect(rows[1].hasSuffix("xx… [truncated: 32768 characters]"))
            #expect(rows[2].hasSuffix("xx… [truncated: 32769 characters]"))
            let json = try String(contentsOfFile: target + "/datapackage.json", encoding: .utf8)
            let document = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
            let resource = (document?["resources"] as? [[String: Any]])?.first
            let cut = try #require((resource?["cut_texts"] as? [[String: Any]])?.first)
            #expect(cut["column"] as? String == "name" && cut["count"] as? Int == 2)
            #expect(cut["rows"] as? [Int] == [3, 4])
            #expect(json.contains(#""time_zone": "Europe/Oslo""#))
            let values = try mirror.exported("organization", as: .csv).components(separatedBy: ",")
            #expect(values.contains(longest + "xy"))
        }
    }

    @Test(
        "what is cut fits a cell however much longer the format writes it, and is whole characters",
        arguments: [
            ("", "\u{1}", 40_000), ("", "\u{1}", 5_000), ("", "👩‍👩‍👧‍👦", 4_000), ("e", "\u{301}", 40_000),
            ("=", "1", 32_767), ("", "9", 32_767),
        ] as [(String, String, Int)])
    func cuts(beginning: String, repeated: String, count: Int) {
        let text = beginning + String(repeating: repeated, count: count)
        let isDigits = text.utf8.last.map { $0 > 0x20 && $0 < 0x80 } ?? false
        let cuts = TruncatedTexts()
        let cell = cuts.fitting(
            text, table: "t", column: "c", row: 7, as: isDigits ? ExcelText.field : WorkbookText.escaped)
        #expect(cell.utf16.count <= 32_767)
        #expect(cell.hasSuffix("… [truncated: \(text.count) characters]"))
        #expect(cell.utf16.count > 20_000 || text.count == 1)
        #expect(!cell.contains("\u{FFFD}"))
        #expect(cuts.all == [TruncatedText(table: "t", column: "c", count: 1, rows: [7])])
    }

    @Test("jsonl has an object a line, its values typed")
    func jsonLines() throws {
        try ExampleMirror.with { mirror in
            try #expect(
                mirror.exported("setting", as: .jsonl) == #"""
                    {"msisdn":"4790000001","setting_id":5,"occurrence":1,"name":"Telefon-\nsvarer",\#
                    "active":true,"can_activate":false,"can_deactivate":null}

                    """#)
            let quotas = try mirror.exported("subscription_usage_quota", as: .jsonl)
            #expect(quotas.hasSuffix(#""occurrence":2,"value":100,"valid_to":"2026-12-31"}"# + "\n"))
            let columns = try mirror.reader().rows(
                of: Query(
                    "SELECT relation, count(*) FROM data_dictionary WHERE \"column\" IS NOT NULL GROUP BY 1"))
            for relation in ExportedRelation.all {
                for line in try mirror.exported(relation.name, as: .jsonl).split(separator: "\n") {
                    let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                    let count = try Value(#require(row).count)
                    #expect(columns.contains([.text(relation.name), count]), "\(relation.name)")
                }
            }
        }
    }

    @Test(
        "is a valid Data Package to the frictionless program",
        .enabled(if: ReaderTool.frictionless.isWanted, "\(ReaderTool.frictionless.reason)"),
        arguments: [ExportFormat.csv, .csvExcel, .xlsx],
        ["whole", "as of a day", "changes"] + PrivacyLevel.allCases.map(\.rawValue))
    func frictionless(format: ExportFormat, kind: String) async throws {
        try await ExampleMirror.with(PersonalRows.sql) { mirror async throws in
            let target = mirror.directory.path + "/export"
            var options = ExportOptions(format: format)
            var asOf: AsOf?
            switch kind {
            case "whole": break
            case "as of a day":
                asOf = try AsOf("2026-11-18", now: ExampleMirror.now, in: Viewpoint.usualTimeZone)
            case "changes":
                options.changesSince = try ChangesSince("2026-11-18", timeZone: Viewpoint.usualTimeZone)
            default:
                options = PrivacyExportTests.options(
                    try #require(PrivacyLevel(rawValue: kind)), format: format)
            }
            try Export(of: MirrorReader(path: mirror.path, asOf: asOf), options).write(to: target)
            let result = try await ReaderTool.frictionless.run(["validate", target + "/datapackage.json"])
            #expect(result.status == 0, "\(result.output)")
            // A workbook is one file.
            let tables = try FileManager.default.contentsOfDirectory(atPath: target)
                .filter { $0.hasSuffix(".csv") }
            guard format != .xlsx else { return }
            #expect(result.output.components(separatedBy: " VALID ").count - 1 == tables.count)
        }
    }
}

extension ExampleMirror {
    /// The one file that an export of `relation` makes, as text.
    func exported(_ relation: String, as format: ExportFormat) throws -> String {
        let target = directory.path + "/one-relation"
        let options = ExportOptions(format: format, relations: [relation])
        let files = try Export(of: reader(), options).write(to: target).files
        let file = URL(fileURLWithPath: target + "/" + (files.first?.name ?? ""))
        return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
}

extension ExportFormat {
    /// All that relations can be written in here: Parquet takes a program.
    static var makeable: [ExportFormat] {
        allCases.filter { $0.isOfRelations && ($0 != .parquet || ReaderTool.duckdb.isWanted) }
    }
}
