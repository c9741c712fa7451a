import Foundation
import MirrorCore
import TestSupport
import Testing

@testable import MirrorQuery

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
        SELECT '4790000001' AS msisdn, 10 AS type, '5.8' AS version, 12.5 AS share, 3 AS sims, 1 AS barred,
            '2026-11-22' AS day, '2026-11-22T13:05:00Z' AS seen, '=HYPERLINK("x")' AS note
        UNION ALL SELECT NULL, NULL, '1-2', NULL, NULL, 0, '=1+1', 'yesterday', ''
        """

    @Test("csv-excel: numbers are numbers, ids and texts are texts, and nothing is run")
    func excelReport() throws {
        try ExampleMirror.with { mirror in
            let report = try Report(name: "mine", sql: Self.report)
            try #expect(
                mirror.text(report, as: .csvExcel, from: ReportTests.viewpoint).replacing("\"", with: "`")
                    == """
                    \u{FEFF}msisdn;type;version;share;sims;barred;day;seen (Europe/Oslo);note\r
                    `=``4790000001```;`=``10```;`=``5.8```;12,5;3;1;2026-11-22;2026-11-22 14:05:00;\
                    `'=HYPERLINK(``x``)`\r
                    ;;`=``1-2```;;;0;'=1+1;yesterday;``\r\n
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
            try ReplacementFile.write(to: file) { sink in
                _ = try MirrorReader(path: mirror.path, viewpoint: ReportTests.viewpoint)
                    .write(report, as: .xlsx, to: sink)
            }
            let book = try await ReadSheet.all(of: file)
            #expect(book.keys.sorted() == ["about", "report"])
            #expect(
                book["report"]?.rows == [
                    [
                        "s:msisdn", "s:type", "s:version", "s:share", "s:sims", "s:barred", "s:day",
                        "s:seen (Europe/Oslo)", "s:note",
                    ],
                    [
                        "s:4790000001", "s:10", "s:5.8", "n:12.5", "n:3", "b:1", "d:2026-11-22",
                        "t:2026-11-22T14:05:00Z", "s:=HYPERLINK(\"x\")",
                    ],
                    [nil, nil, "s:1-2", nil, nil, "b:0", "s:=1+1", "s:yesterday", nil],
                ])
            #expect(book["about"]?.rows.first == ["s:Mine"])
            let coverage = try #require(book["about"]?.rows.last?.first ?? nil)
            #expect(coverage.hasPrefix("s:complete as of 2026-11-22T09:00:30+01:00 (run 3); gapless from "))
        }
    }

    @Test("each report can be had as csv-excel and as a workbook", arguments: ReportTests.names)
    func all(name: String) throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let report = try ReportCatalogue.named(name)
            let reader = try MirrorReader(path: mirror.path, viewpoint: ReportTests.viewpoint)
            let text = try mirror.text(report, as: .csvExcel, from: ReportTests.viewpoint)
            let header = text.split(separator: "\r\n").first?.dropFirst().split(separator: ";")
            #expect(
                header?.map(String.init)
                    == report.columns.map { $0.name + ($0.unit == "instant" ? " (Europe/Oslo)" : "") })
            var book: [UInt8] = []
            try reader.write(report, as: .xlsx) { book += $0 }
            #expect(book.starts(with: Array("PK".utf8)))
        }
    }

    @Test("a text that no cell holds is cut in a spreadsheet, and told by its column and row")
    func cuts() throws {
        try ExampleMirror.with { mirror in
            let query = Query("SELECT 'short' AS a UNION ALL SELECT replace(hex(zeroblob(20000)), '0', 'x')")
            for (format, table) in [(ResultFormat.csvExcel, "result"), (.xlsx, "result")] {
                let cuts = CutTexts()
                var bytes: [UInt8] = []
                try mirror.reader().write(query, as: format, noting: cuts) { bytes += $0 }
                #expect(cuts.all == [CutText(table: table, column: "a", count: 1, rows: [3])])
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
            // Other tests have folders there, too.
            #expect(!made.isEmpty)
            let left = try folders().intersection(made).filter { name in
                FileManager.default.fileExists(atPath: place + "/" + name + "/result.xlsx")
            }
            #expect(left == [])
        }
    }
}

@Suite("A file that a report is written to")
struct ReplacementFileTests {
    private struct Closed: Error {}

    @Test(
        "takes the place of an earlier one as a whole, with its mode; a failure leaves that one and nothing else"
    )
    func replaces() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.appendingPathComponent("a.csv").path
            try ReplacementFile.write(to: path) { try $0(Array("old".utf8)) }
            chmod(path, 0o604)
            #expect(throws: Closed.self) {
                try ReplacementFile.write(to: path) { sink in
                    try sink(Array("half".utf8))
                    try #expect(String(contentsOfFile: path, encoding: .utf8) == "old")
                    throw Closed()
                }
            }
            try #expect(String(contentsOfFile: path, encoding: .utf8) == "old")
            try #expect(FileManager.default.contentsOfDirectory(atPath: directory.path) == ["a.csv"])
            try ReplacementFile.write(to: path) { try $0(Array("new".utf8)) }
            try #expect(String(contentsOfFile: path, encoding: .utf8) == "new")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o604)
        }
    }

    @Test("is where a link leads to, and never a folder, a pipe, or in a folder that is not there")
    func places() async throws {
        try await withTemporaryDirectory { directory in
            let folder = directory.resolvingSymlinksInPath().path
            symlink("b.csv", folder + "/link")
            try Data("old".utf8).write(to: URL(fileURLWithPath: folder + "/b.csv"))
            try ReplacementFile.write(to: folder + "/link") { try $0(Array("new".utf8)) }
            try #expect(String(contentsOfFile: folder + "/b.csv", encoding: .utf8) == "new")
            try #expect(FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == "b.csv")
            mkfifo(folder + "/pipe", 0o600)
            for path in [folder, folder + "/pipe"] {
                #expect(throws: ExportFailure.notAFile(path: path)) {
                    try ReplacementFile.write(to: path) { try $0([1]) }
                }
            }
            #expect(throws: ExportFailure.missingParent(path: folder + "/no")) {
                try ReplacementFile.write(to: folder + "/no/a.csv") { try $0([1]) }
            }
        }
    }
}
