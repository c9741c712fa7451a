import Foundation
import GRDB
import MirrorQuery
import TestSupport
import Testing

@Suite("An export as a workbook, read by openpyxl")
struct WorkbookTests {
    @Test(
        "equals the mirror: texts as text, days and times as such, booleans, numbers",
        .enabled(if: ReaderTool.openpyxl.isWanted, "\(ReaderTool.openpyxl.reason)"))
    func equalsMirror() async throws {
        try await ExampleMirror.with { mirror async throws in
            let book = try await mirror.workbook()
            for relation in try RelationText.all(of: mirror) {
                let sheet = try #require(book[relation.relation])
                #expect(sheet.rows.first == relation.columns.map { "s:" + $0.name })
                let lines = sheet.rows.dropFirst().map { row in
                    zip(relation.columns, row).sorted { $0.0.name < $1.0.name }.map { column, cell in
                        "\(column.name)=" + Self.text(cell, as: column.kind)
                    }.joined(separator: " ")
                }
                try #expect(
                    lines.sorted() == relation.lines(of: mirror, emptyIsNull: true), "\(relation.relation)")
                #expect(sheet.freeze == "A2")
                #expect(sheet.filter?.hasPrefix("A1:") == true)
            }
        }
    }

    @Test(
        "leaves every text as it is, whatever it looks like",
        .enabled(if: ReaderTool.openpyxl.isWanted, "\(ReaderTool.openpyxl.reason)"),
        arguments: [
            "=1+1", "http://a.example/b", "mailto:a@b.example", "internal:x!A1", "{=SUM(A1)}", "0581",
            "89470000000000000001", " two  blanks ", "line\nbreak", "æ日😀", "<&>\"'", "'quoted", "TRUE",
            "1.5", "#N/A", "2026-11-22",
        ])
    func leavesText(text: String) async throws {
        try await ExampleMirror.with("") { mirror async throws in
            try mirror.write { db in
                try db.execute(
                    sql: "INSERT INTO organization (org_number, name) VALUES ('x', ?)", arguments: [text])
            }
            let sheet = try #require(try await mirror.workbook(of: ["organization"])["organization"])
            #expect(sheet.rows.last?.prefix(2) == ["s:x", "s:" + text])
        }
    }

    @Test(
        "writes what XML cannot hold as Excel writes it",
        .enabled(if: ReaderTool.openpyxl.isWanted, "\(ReaderTool.openpyxl.reason)"))
    func escapes() async throws {
        try await ExampleMirror.with("") { mirror async throws in
            try mirror.write { db in
                try db.execute(
                    sql: "INSERT INTO organization (org_number, name) VALUES ('x', ?)",
                    arguments: ["a\u{1}b\u{B}\u{1F}\r\n_x0041_ _x_"])
            }
            let file = try mirror.exportWorkbook(of: ["organization"]).path
            let script =
                "import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))"
            let xml = try await ReaderTool.openpyxl.run(["-c", script, file, "xl/worksheets/sheet2.xml"])
                .output
            #expect(xml.contains("a_x0001_b_x000B__x001F__x000D_\n_x005F_x0041_ _x_<"), "\(xml)")
        }
    }

    @Test(
        "goes on with further sheets where one is full, and says so in its contents",
        .enabled(if: ReaderTool.openpyxl.isWanted, "\(ReaderTool.openpyxl.reason)"))
    func severalSheets() async throws {
        try await ExampleMirror.with { mirror async throws in
            let book = try await mirror.workbook(of: ["subscription", "account"], rowsPerSheet: 2)
            #expect(
                book.keys.sorted() == [
                    "account", "contents", "subscription", "subscription-2", "subscription-3",
                ])
            #expect(
                book["subscription-2"]?.rows.map { $0[0] } == ["s:msisdn", "s:4790000002", "s:4790000003"])
            #expect(book["subscription-3"]?.rows.map { $0[0] } == ["s:msisdn", "s:4790000004"])
            let contents = try #require(book["contents"])
            #expect(contents.rows.contains { $0.prefix(2) == ["s:as_of", "s:2026-11-22T08:00:30Z"] })
            #expect(contents.rows.contains { $0.prefix(2) == ["s:subscription_count", "s:4"] })
            #expect(
                contents.rows.suffix(4).map { Array($0.prefix(3)) } == [
                    ["s:account", "n:1", "s:account"], ["s:subscription", "n:2", "s:subscription"],
                    ["s:subscription-2", "n:2", "s:subscription"],
                    ["s:subscription-3", "n:1", "s:subscription"],
                ])
            let package = try mirror.exportWorkbook(of: ["subscription"], rowsPerSheet: 2).package
            #expect(
                package.resources.map(\.name) == ["subscription", "subscription-2", "subscription-3"])
            #expect(package.rowCounts == ["subscription": 5])
        }
    }

    @Test("of a text that no cell holds is refused, and leaves the earlier one")
    func refusesLongText() throws {
        try ExampleMirror.with { mirror in
            let path = try mirror.exportWorkbook(of: ["organization"]).path
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            try mirror.write { db in
                try db.execute(
                    sql: "UPDATE organization SET street_name = ?",
                    arguments: [String(repeating: "å", count: 32_768)])
            }
            #expect(throws: ExportFailure.textTooLong(relation: "organization", column: "street_name")) {
                try mirror.exportWorkbook(of: ["organization"])
            }
            try #expect(Data(contentsOf: URL(fileURLWithPath: path)) == before)
            try #expect(ExportTests.names(in: mirror.directory.path) == ["workbook"])
        }
    }

    /// A cell as text in the spelling of ``RelationText``, if it has the type that the column's kind has there.
    private static func text(_ cell: String?, as kind: RelationColumn.Kind) -> String {
        guard let cell else { return "NULL" }
        let value = String(cell.dropFirst(2))
        switch (kind, cell.prefix(2)) {
        case (.text, "s:"), (.integer, "n:"), (.boolean, "b:"), (.date, "d:"), (.instant, "t:"):
            return "'\(value)'"
        case (.number, "n:"): return "'\(Double(value) ?? .nan)'"
        default: return cell
        }
    }
}

/// A sheet as openpyxl reads it: each cell its type's letter, a colon and its value.
struct ReadSheet: Decodable {
    let freeze: String?
    let filter: String?
    let rows: [[String?]]
}

extension ExampleMirror {
    @discardableResult
    func exportWorkbook(
        of relations: [String]? = nil, rowsPerSheet: Int? = nil
    ) throws -> (package: DataPackage, path: String) {
        var options = ExportOptions(format: .xlsx, relations: relations)
        if let rowsPerSheet { options.rowsPerSheet = rowsPerSheet }
        let target = directory.path + "/workbook"
        return (try Export(of: reader(), options).write(to: target), target + "/subscriptions.xlsx")
    }

    /// The sheets of an export, by name.
    func workbook(of relations: [String]? = nil, rowsPerSheet: Int? = nil) async throws -> [String: ReadSheet]
    {
        let script = """
            import datetime, json, openpyxl, sys
            def cell(c):
                v = c.value
                if v is None: return None
                if isinstance(v, bool): return "b:" + str(int(v))
                if isinstance(v, datetime.datetime):
                    return v.strftime("t:%Y-%m-%dT%H:%M:%SZ" if "h" in c.number_format else "d:%Y-%m-%d")
                return c.data_type + ":" + str(v)
            book = openpyxl.load_workbook(sys.argv[1])
            assert book.sheetnames[0] == "contents"
            print(json.dumps({s.title: {"freeze": s.freeze_panes, "filter": s.auto_filter.ref,
                "rows": [[cell(c) for c in row] for row in s.iter_rows()]} for s in book}))
            """
        let file = try exportWorkbook(of: relations, rowsPerSheet: rowsPerSheet).path
        let result = try await ReaderTool.openpyxl.run(["-c", script, file])
        #expect(result.status == 0, "\(result.errors)")
        return try JSONDecoder().decode([String: ReadSheet].self, from: Data(result.output.utf8))
    }
}
