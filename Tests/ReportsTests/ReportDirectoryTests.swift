import Foundation
import MirrorReading
import Reports
import TestSupport
import Testing

@Suite("An analyst's own reports")
struct ReportDirectoryTests {
    private static let mine = """
        -- title: Mine
        -- description: What I ask.
        -- parameter: since start default -7d "From when on."
        -- parameter: by text default setting:report.cost_centre "By which text."
        -- column: n count "How many."
        SELECT count(*) AS n FROM subscription WHERE changed_at >= :since AND :by <> ''
        """

    private static func with(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("report-directory-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        for (name, text) in files {
            try Data(text.utf8).write(to: directory.appendingPathComponent(name))
        }
        try body(directory.path)
    }

    @Test("a file becomes a report by its name in kebab-case, through a link as well")
    func becomesReport() throws {
        try Self.with(["My_Own Report.sql": Self.mine, "notes.txt": "no report", ".hidden.sql": ""]) { path in
            try FileManager.default.createSymbolicLink(
                atPath: path + "/linked.sql", withDestinationPath: path + "/My_Own Report.sql")
            let catalogue = try ReportCatalogue(directory: path)
            #expect(catalogue.faults == [])
            #expect(
                catalogue.reports.map(\.name)
                    == (try Report.all.map(\.name) + ["linked", "my-own-report"]).sorted())
            try ExampleMirror.with { mirror in
                let report = try ReportCatalogue.named("my-own-report", in: path)
                try #expect(
                    mirror.text(report, ["since": "2026-11-20"], as: .csv, from: ReportTests.viewpoint)
                        == "n\n2\n")
            }
        }
    }

    @Test("a file with a fault hides no other, and running it tells the fault")
    func faults() throws {
        let header = "-- title: T\n-- description: D.\n"
        try Self.with([
            "good.sql": Self.mine, "no-title.sql": "SELECT 1", "sync-runs.sql": Self.mine,
            "sync_runs.sql": Self.mine, "a+b.sql": Self.mine,
            "typo.sql": header + "SELECT\n  statsu\nFROM subscription",
            "writes.sql": header + "DELETE FROM account", "two.sql": header + "SELECT 1; SELECT 2",
            "odd-header.sql": header + "-- note: hello\nSELECT 1",
            "columns.sql": header + "-- column: a text \"A.\"\nSELECT 1 AS b",
            "parameters.sql": header + "-- parameter: a text optional \"A.\"\nSELECT :b AS b",
        ]) { path in
            try FileManager.default.createDirectory(
                atPath: path + "/folder.sql", withIntermediateDirectories: false)
            try Data([0x2D, 0xFF]).write(to: URL(fileURLWithPath: path + "/latin.sql"))
            try Data(repeating: 0x2D, count: 64 << 10 + 1).write(
                to: URL(fileURLWithPath: path + "/large.sql"))
            let catalogue = try ReportCatalogue(directory: path)
            #expect(catalogue.reports.map(\.name) == (try Report.all.map(\.name) + ["good"]).sorted())
            let taken = "a report sync-runs already exists: rename the file"
            let expected: [String: ReportFailure] = [
                "a+b": .unusableFile(
                    path: path + "/a+b.sql", reason: "its name must consist of letters, digits and hyphens"),
                "columns": .otherColumns(report: "columns", described: ["a"], found: ["b"]),
                "folder": .unusableFile(path: path + "/folder.sql", reason: "it is not a file"),
                "large": .unusableFile(path: path + "/large.sql", reason: "it is larger than 64 KiB"),
                "latin": .unusableFile(path: path + "/latin.sql", reason: "it is not UTF-8 text"),
                "no-title": .missingHeader(report: "no-title", key: "title"),
                "odd-header": .malformedHeader(report: "odd-header", number: 3, line: "-- note: hello"),
                "parameters": .otherParameters(report: "parameters", described: ["a"], found: ["b"]),
                "sync-runs": .unusableFile(path: path + "/sync-runs.sql", reason: taken),
                "sync_runs": .unusableFile(path: path + "/sync_runs.sql", reason: taken),
                "two": .badStatement(
                    report: "two", number: 3, reason: "it contains more than one statement"),
                "typo": .badStatement(report: "typo", number: 4, reason: "no such column: statsu"),
                "writes": .badStatement(
                    report: "writes", number: nil, reason: "it begins with DELETE, not with SELECT"),
            ]
            let found = catalogue.faults.map { fault in
                (String(fault.path.dropFirst(path.count + 1).dropLast(4)), fault.failure)
            }
            #expect(Dictionary(found) { first, _ in first } == expected)
            #expect(throws: try #require(expected["odd-header"])) {
                try ReportCatalogue.named("odd-header", in: path)
            }
            // Its statement is checked only when it is run; nobody waits for checks of the others.
            let typo = try ReportCatalogue.named("typo", in: path)
            let fault = try #require(expected["typo"])
            try ExampleMirror.with { mirror in
                #expect(throws: fault) {
                    try mirror.text(typo, as: .csv, from: ReportTests.viewpoint)
                }
            }
            #expect(throws: Never.self) { try ReportCatalogue.named("sync-runs", in: path) }
        }
    }

    @Test("a file can do no more than a query", arguments: HostileSQL.all)
    func hostile(sql: String) throws {
        let text = "-- title: Hostile\n-- description: What it must not.\n" + sql
        try Self.with(["hostile.sql": text]) { path in
            // The list of reports reads it without a mirror.
            _ = try ReportList(ReportCatalogue(directory: path)).text
            try ExampleMirror.with { mirror in
                let before = try Data(contentsOf: URL(fileURLWithPath: mirror.path))
                for format in [ResultFormat.csv, .json] {
                    let error = #expect(throws: (any Error).self) {
                        try mirror.text(
                            ReportCatalogue.named("hostile", in: path), as: format,
                            from: ReportTests.viewpoint)
                    }
                    #expect(error is ReportFailure || error is QueryFailure, "\(String(describing: error))")
                }
                #expect(try Data(contentsOf: URL(fileURLWithPath: mirror.path)) == before)
            }
        }
    }

    @Test("a folder that is not there is an error")
    func noFolder() {
        #expect(
            throws: ReportFailure.unusableDirectory(
                path: "/nowhere/reports", reason: "is not a readable folder")
        ) { try ReportCatalogue(directory: "/nowhere/reports") }
    }

    @Test(
        "the list shows each with its parameters, its columns' units, and whether it can be had of the past")
    func list() throws {
        let header = "-- title: Others\n-- description: What else.\n"
        try Self.with(["mine.sql": Self.mine, "mine-too.sql": header + "SELECT count(*) FROM quarantine"]) {
            path in
            let list = try ReportList(ReportCatalogue(directory: path))
            #expect(
                list.text.contains(
                    """

                    mine: Mine
                      What I ask.
                      --parameter since=START (default -7d)
                          From when on. A day means its beginning in report.time_zone.
                      --parameter by=TEXT (default: the setting report.cost_centre)
                          By which text.
                      --as-of DATE
                      columns: n (count)

                    mine-too: Others
                      What else.
                      no --as-of: the mirror keeps no history of quarantine

                    """))
            let json = try #require(
                try JSONSerialization.jsonObject(with: Data(list.json.utf8)) as? [[String: Any]])
            let mine = try #require(json.first { $0["name"] as? String == "mine" })
            #expect(mine["as_of"] as? Bool == true)
            #expect((mine["columns"] as? [[String: String]])?.map { $0["unit"] } == ["count"])
            let parameters = try #require(mine["parameters"] as? [[String: Any]])
            #expect(parameters.map { $0["default_setting"] as? String } == [nil, "report.cost_centre"])
            #expect(json.first { $0["name"] as? String == "mine-too" }?["as_of"] as? Bool == false)
        }
    }
}
