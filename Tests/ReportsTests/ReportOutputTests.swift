import Foundation
import GRDB
import MirrorCore
import MirrorReading
import TestSupport
import Testing

@testable import Reports

@Suite("A report or a query for a spreadsheet")
struct ReportOutputTests {
    private static let report = """
        -- title: Mine
        -- description: What I ask.
        -- column: msisdn msisdn "The number."
        -- column: type id "The type's id."
        -- column: version text "A version."
        -- column: share percent "A share."
        -- column: sims count "How many."
        -- column: barred boolean "Whether."
        -- column: day date "The day."
        -- column: seen instant "When."
        -- column: note text "A note."
        -- column: amount decimal "An amount."
        SELECT '4790000001' AS msisdn, 10 AS type, '5.8' AS version, 12.5 AS share, 3 AS sims, 1 AS barred,
            '2026-11-22' AS day, '2026-11-22T13:05:00Z' AS seen, '=HYPERLINK("x")' AS note, '-1249.50' AS amount
        UNION ALL SELECT NULL, NULL, '1-2', NULL, NULL, 0, '=1+1', 'yesterday', '', '12345678901234.567'
        """

    @Test("csv-excel: numbers are numbers, ids and texts are texts, and nothing is run")
    func excelReport() throws {
        try ExampleMirror.with { mirror in
            let report = try Report(name: "mine", sql: Self.report)
            try #expect(
                mirror.text(report, as: .csvExcel, from: ReportTests.viewpoint).replacing("\"", with: "`")
                    == """
                    \u{FEFF}msisdn;type;version;share;sims;barred;day;seen (Europe/Oslo);note;amount\r
                    `=``4790000001```;`=``10```;`=``5.8```;12,5;3;1;2026-11-22;2026-11-22 14:05:00;\
                    `'=HYPERLINK(``x``)`;-1249,50\r
                    ;;`=``1-2```;;;0;'=1+1;yesterday;``;`=``12345678901234.567```\r\n
                    """)
        }
    }

    @Test("csv-excel of a query: each value is what it is, and a header is no formula either")
    func excelQuery() throws {
        try ExampleMirror.with { mirror in
            let query = Query(
                """
                SELECT 5.8 AS number, '5.8' AS text, 4790000001 AS whole, 1000000000000000 AS long, x'0f' AS blob,
                    'x' AS "=1+1", 'y' AS "2026-10", 'z' AS user_reference1
                """)
            try #expect(
                mirror.text(query, as: .csvExcel).replacing("\"", with: "`") == """
                    \u{FEFF}number;text;whole;long;blob;'=1+1;`=``2026-10```;user_reference1\r
                    5,8;`=``5.8```;4790000001;`=``1000000000000000```;`=``0f```;x;y;z\r\n
                    """)
        }
    }

    @Test(
        "xlsx: numbers are numbers, days and times are such, all else is text; a second sheet says what it is",
        .enabled(if: ReaderTool.openpyxl.isWanted, "\(ReaderTool.openpyxl.reason)"))
    func workbook() async throws {
        try await ExampleMirror.with { mirror async throws in
            let report = try Report(name: "mine", sql: Self.report)
            let file = mirror.directory.path + "/mine.xlsx"
            var bytes: [UInt8] = []
            try MirrorReader(path: mirror.path, viewpoint: ReportTests.viewpoint)
                .write(report, as: .xlsx) { bytes += $0 }
            try Data(bytes).write(to: URL(fileURLWithPath: file))
            let book = try await ReadSheet.all(of: file)
            #expect(book.keys.sorted() == ["about", "report"])
            #expect(
                book["report"]?.rows == [
                    [
                        "s:msisdn", "s:type", "s:version", "s:share", "s:sims", "s:barred", "s:day",
                        "s:seen (Europe/Oslo)", "s:note", "s:amount",
                    ],
                    [
                        "s:4790000001", "s:10", "s:5.8", "n:12.5", "n:3", "b:1", "d:2026-11-22",
                        "t:2026-11-22T14:05:00Z", "s:=HYPERLINK(\"x\")", "n:-1249.5",
                    ],
                    [
                        nil, nil, "s:1-2", nil, nil, "b:0", "s:=1+1", "s:yesterday", nil,
                        "s:12345678901234.567",
                    ],
                ])
            #expect(book["about"]?.rows.first == ["s:Mine"])
            let coverage = try #require(book["about"]?.rows.last?.first ?? nil)
            #expect(coverage.hasPrefix("s:complete as of 2026-11-22T09:00:30+01:00 (run 3); gapless from "))
        }
    }

    private static func unreadableRows(_ count: Int) -> String {
        ReportRows.sql + "; INSERT INTO _state VALUES ('telenor.unreadable_list_rows', '\(count)')"
    }

    private static let incomplete = [
        (0, nil), (1, "; lists incomplete, 1 unreadable row;"), (2, "; lists incomplete, 2 unreadable rows;"),
    ]

    @Test("each report says when the list that the mirror is made from was incomplete", arguments: incomplete)
    func listsIncomplete(count: Int, words: String?) throws {
        try ExampleMirror.with(Self.unreadableRows(count)) { mirror in
            let reader = try MirrorReader(path: mirror.path, viewpoint: ReportTests.viewpoint)
            for name in ReportTests.names {
                let report = try ReportCatalogue.named(name)
                let arguments = ReportTests.required[name] ?? [:]
                let table = try mirror.text(report, arguments, as: .table, from: ReportTests.viewpoint)
                // The line of a file is the command's, on standard error.
                let coverage = try reader.write(report, arguments, as: .csv) { _ in }
                // A report of nothing but Millom's data says nothing of Telenor's lists.
                guard !coverage.isOfMillomAlone else { continue }
                #expect(coverage.unreadableRowCount == count)
                let line = coverage.text + ";"
                #expect(line.contains("lists incomplete") == (words != nil), "\(name): \(line)")
                #expect(table.contains("lists incomplete") == (words != nil), "\(name): \(table)")
                if let words {
                    #expect(line.contains(words), "\(name): \(line)")
                    #expect((table + ";").replacing("\n", with: ";").contains(words), "\(name): \(table)")
                }
                let json = try mirror.text(report, arguments, as: .json, from: ReportTests.viewpoint)
                #expect(json.contains(#""unreadable_list_row_count": \#(count),"#), "\(name): \(json)")
            }
        }
    }

    @Test(
        "a workbook says so, too",
        .enabled(if: ReaderTool.openpyxl.isWanted, "\(ReaderTool.openpyxl.reason)"), arguments: incomplete)
    func listsIncompleteInWorkbook(count: Int, words: String?) async throws {
        try await ExampleMirror.with(Self.unreadableRows(count)) { mirror async throws in
            let file = mirror.directory.path + "/mine.xlsx"
            var bytes: [UInt8] = []
            _ = try MirrorReader(path: mirror.path, viewpoint: ReportTests.viewpoint)
                .write(Report(name: "mine", sql: Self.report), as: .xlsx) { bytes += $0 }
            try Data(bytes).write(to: URL(fileURLWithPath: file))
            let book = try await ReadSheet.all(of: file)
            let line = try #require(book["about"]?.rows.last?.first ?? nil) + ";"
            #expect(line.contains("lists incomplete") == (words != nil), "\(line)")
            if let words { #expect(line.contains(words), "\(line)") }
        }
    }

    @Test("each report can be had as csv-excel and as a workbook", arguments: ReportTests.names)
    func all(name: String) throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let report = try ReportCatalogue.named(name)
            let reader = try MirrorReader(path: mirror.path, viewpoint: ReportTests.viewpoint)
            let arguments = ReportTests.required[name] ?? [:]
            let text = try mirror.text(report, arguments, as: .csvExcel, from: ReportTests.viewpoint)
            let header = text.split(separator: "\r\n").first?.dropFirst().split(separator: ";")
            #expect(
                header?.map(String.init)
                    == report.columns.filter { report.list(of: $0) == nil }
                    .map { $0.name + ($0.unit == "instant" ? " (Europe/Oslo)" : "") })
            var book: [UInt8] = []
            try reader.write(report, arguments, as: .xlsx) { book += $0 }
            #expect(book.starts(with: Array("PK".utf8)))
        }
    }

    @Test("a text that no cell holds is cut in a spreadsheet, and told by its column and row")
    func cuts() throws {
        try ExampleMirror.with { mirror in
            let query = Query("SELECT 'short' AS a UNION ALL SELECT replace(hex(zeroblob(20000)), '0', 'x')")
            for (format, table) in [(ResultFormat.csvExcel, "result"), (.xlsx, "result")] {
                let cuts = TruncatedTexts()
                var bytes: [UInt8] = []
                try mirror.reader().write(query, as: format, noting: cuts) { bytes += $0 }
                #expect(cuts.all == [TruncatedText(table: table, column: "a", count: 1, rows: [3])])
            }
            try #expect(mirror.text(query, as: .csv).utf8.count > 40_000)
        }
    }

    @Test("a workbook that cannot be passed on leaves nothing in the folder of temporary files")
    func cleansUp() throws {
        struct Closed: Error {}
        let place = FileManager.default.temporaryDirectory.path
        func folders() throws -> Set<String> {
            Set(
                try FileManager.default.contentsOfDirectory(atPath: place).filter {
                    $0.hasPrefix("submirror-")
                })
        }
        try ExampleMirror.with { mirror in
            var made: Set<String> = []
            let before = try folders()
            #expect(throws: Closed.self) {
                try mirror.reader().write(Query("SELECT 1 AS a"), as: .xlsx) { _ in
                    made = try folders().subtracting(before)
                    throw Closed()
                }
            }
            // Other tests have folders there too.
            #expect(!made.isEmpty)
            let left = try folders().intersection(made).filter { name in
                FileManager.default.fileExists(atPath: place + "/" + name + "/result.xlsx")
            }
            #expect(left == [])
        }
    }

    @Test("a day's changes in csv-excel are of that day by the times that it shows")
    func day() throws {
        try ExampleMirror.with { mirror in
            // Half past midnight on the 19th, in Oslo.
            try mirror.write { db in
                try db.execute(
                    sql: """
                        UPDATE _subscription_version SET observed_from = '2026-11-18T23:30:00Z'
                        WHERE msisdn = '4790000004';
                        UPDATE _subscription SET first_seen_at = '2026-11-18T23:30:00Z' WHERE msisdn = '4790000004'
                        """)
            }
            let report = try ReportCatalogue.named("arrivals-and-departures")
            let text = try mirror.text(
                report, ["since": "2026-11-19", "until": "2026-11-19"], as: .csvExcel,
                from: ReportTests.viewpoint)
            #expect(text.contains(";2026-11-19 00:30:00;\"=\"\"4790000004\"\"\";"))
            #expect(!text.contains("2026-11-18 "))
        }
    }

    @Test("as a table fits its terminal, the line under it as well; csv has every text whole")
    func width() throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let long = String(repeating: "Avdeling Øst ", count: 50)
            try mirror.write { db in
                try db.execute(
                    sql: "UPDATE _subscription_version SET user_reference1 = ?", arguments: [long])
            }
            for name in ReportTests.names {
                let report = try ReportCatalogue.named(name)
                let reader = try MirrorReader(path: mirror.path, viewpoint: ReportTests.viewpoint)
                for width in [60, 80, 120] {
                    var bytes: [UInt8] = []
                    try reader.write(report, ReportTests.required[name] ?? [:], as: .table, width: width) {
                        bytes += $0
                    }
                    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
                        #expect(DisplayWidth.columns(of: String(line)) <= width, "\(name): \(line)")
                    }
                }
            }
            let whole = try mirror.text(
                Query("SELECT user_reference1 FROM subscription LIMIT 1"), as: .csv)
            #expect(whole.contains(long))
        }
    }
}
