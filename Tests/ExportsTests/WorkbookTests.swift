import Exports
import Foundation
import GRDB
import MirrorCore
import MirrorReading
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
                #expect(
                    sheet.rows.first
                        == relation.columns.map { "s:" + $0.name + ($0.kind == .instant ? " (GMT)" : "") })
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
            let xml = try await ReaderTool.openpyxl.run(["-c", script, file, "xl/worksheets/sheet1.xml"])
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
            #expect(contents.rows.contains { $0.prefix(2) == ["s:as_of (GMT)", "t:2026-11-22T08:00:30Z"] })
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

    private static let cut = TruncatedText(
        table: "organization", column: "street_name", count: 2, rows: [2, 3])

    @Test("of a text that no cell holds is written all the same, and its data package names the place")
    func cutsLongText() throws {
        try ExampleMirror.with { mirror in
            try Self.lengthenStreetNames(in: mirror)
            let package = try mirror.exportWorkbook(of: ["organization", "account"]).package
            #expect(package.cutTexts == [Self.cut])
            #expect(
                Self.cut.text
                    == "organization.street_name: 2 texts are truncated to a cell's limit of 32767 characters, in rows 2, 3: csv has the full texts"
            )
        }
    }

    /// Makes each of them one character too long for a cell.
    private static func lengthenStreetNames(in mirror: ExampleMirror) throws {
        try mirror.write { db in
            try db.execute(
                sql: "UPDATE organization SET street_name = ?",
                arguments: [String(repeating: "å", count: 32_768)])
        }
    }

    @Test(
        "has its contents in Norwegian where that is set",
        .enabled(if: ReaderTool.openpyxl.isWanted, "\(ReaderTool.openpyxl.reason)"))
    func norwegian() async throws {
        try await ExampleMirror.with { mirror in
            let target = mirror.directory.path + "/export"
            var options = ExportOptions(format: .xlsx)
            options.language = .norwegian
            try Export(of: mirror.reader(), options).write(to: target)
            let contents = try #require(
                try await ReadSheet.all(of: target + "/subscriptions.xlsx")["contents"])
            let cells = contents.rows.flatMap { $0.compactMap(\.self) }
            #expect(cells.first == "s:Abonnementer")
            for word in ["s:beskrivelse", "s:kontrollert", "s:innen 7 dager", "s:uten hull"] {
                #expect(cells.contains(word), "\(word)")
            }
            #expect(cells.contains { $0.hasPrefix("s:Én rad for hvert mobilabonnement") })
            #expect(!cells.contains("s:verified"))
            #expect(!cells.contains { $0.contains("One row per") })
        }
    }

    @Test(
        "of a text that no cell holds has its beginning and a mark, and says so in its contents",
        .enabled(if: ReaderTool.openpyxl.isWanted, "\(ReaderTool.openpyxl.reason)"))
    func marksLongText() async throws {
        try await ExampleMirror.with { mirror async throws in
            try Self.lengthenStreetNames(in: mirror)
            let book = try await mirror.workbook(of: ["organization"])
            let cell = try #require(book["organization"]?.rows[1][2])
            #expect(cell.hasPrefix("s:ååå") && cell.hasSuffix("å… [truncated: 32768 characters]"))
            #expect(book["contents"]?.rows.contains { $0.first == "s:" + Self.cut.text } == true)
        }
    }

    @Test(
        "has instants as times by the clocks that their header names, the hour that comes twice included",
        .enabled(if: ReaderTool.openpyxl.isWanted, "\(ReaderTool.openpyxl.reason)"))
    func localTimes() async throws {
        try await ExampleMirror.with { mirror async throws in
            try mirror.write { db in
                try db.execute(
                    sql: """
                        UPDATE sync_run SET started_at = '2026-10-25T00:30:00Z', finished_at = '2026-10-25T01:30:00Z'
                        WHERE id = 1
                        """)
            }
            let path = try mirror.exportWorkbook(of: ["sync_run"], in: "Europe/Oslo").path
            let sheet = try #require(try await ReadSheet.all(of: path)["sync_run"])
            #expect(
                sheet.rows[0][3...4] == ["s:started_at (Europe/Oslo)", "s:finished_at (Europe/Oslo)"])
            #expect(sheet.rows[1][3...4] == ["t:2026-10-25T02:30:00Z", "t:2026-10-25T02:30:00Z"])
        }
    }

    @Test(
        "begins with what people open first, and prints on pages that say which they are",
        .enabled(if: ReaderTool.openpyxl.isWanted, "\(ReaderTool.openpyxl.reason)"))
    func printable() async throws {
        try await ExampleMirror.with { mirror async throws in
            let sheets = try await mirror.workbook()
            let names = sheets.sorted { $0.value.place < $1.value.place }.map(\.key)
            #expect(names.prefix(4) == ["subscription_flat", "contents", "change", "account"])
            for (name, sheet) in sheets {
                let header = name == "contents" ? "None" : "$1:$1"
                #expect(sheet.print == ["landscape", "9", "True", "1", "0", header, "&P / &N"], "\(name)")
            }
        }
    }

    /// A cell as text in the spelling of ``RelationText``, if its type fits the column's kind.
    private static func text(_ cell: String?, as kind: RelationColumn.Kind) -> String {
        guard let cell else { return "NULL" }
        let value = String(cell.dropFirst(2))
        switch (kind, cell.prefix(2)) {
        case (.text, "s:"), (.decimal, "s:"), (.integer, "n:"), (.boolean, "b:"), (.date, "d:"),
            (.instant, "t:"):
            return "'\(value)'"
        case (.number, "n:"): return "'\(Double(value) ?? .nan)'"
        default: return cell
        }
    }
}

extension ExampleMirror {
    @discardableResult
    func exportWorkbook(
        of relations: [String]? = nil, rowsPerSheet: Int? = nil, in zone: String = "GMT"
    ) throws -> (package: DataPackage, path: String) {
        var options = ExportOptions(format: .xlsx, relations: relations)
        if let rowsPerSheet { options.rowsPerSheet = rowsPerSheet }
        let target = directory.path + "/workbook"
        return (try Export(of: reader(in: zone), options).write(to: target), target + "/subscriptions.xlsx")
    }

    /// The sheets of an export, by name.
    func workbook(of relations: [String]? = nil, rowsPerSheet: Int? = nil) async throws -> [String: ReadSheet]
    {
        try await ReadSheet.all(of: exportWorkbook(of: relations, rowsPerSheet: rowsPerSheet).path)
    }
}
