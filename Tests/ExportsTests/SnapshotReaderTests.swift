import Exports
import Foundation
import MirrorReading
import TestSupport
import Testing

/// Opens a snapshot with its readers' programs, from a folder that they may not write.
@Suite("A snapshot, read by other programs")
struct SnapshotReaderTests {
    @Test(
        "opens read-only, and as a file that never changes, for a user who may write nothing",
        .enabled(if: ReaderTool.sqlite3.isWanted, "\(ReaderTool.sqlite3.reason)"),
        arguments: ["mode=ro", "immutable=1"])
    func sqlite3(mode: String) async throws {
        try await Self.withReadOnlyFolder { path, folder in
            let before = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            let arguments = [
                "file:\(path)?\(mode)",
                "PRAGMA integrity_check; SELECT msisdn, user_name FROM subscription_flat WHERE user_name > '';",
            ]
            let shell = try #require(ReaderTool.sqlite3.path)
            let result =
                geteuid() == 0
                ? try await Shell.result(
                    "/usr/bin/setpriv",
                    ["--reuid=65534", "--regid=65534", "--clear-groups", shell] + arguments)
                : try await Shell.result(shell, arguments)
            #expect(result.output == "ok\n4790000001|Åse Øvrebø\n")
            #expect(result.errors == "")
            try #expect(FileManager.default.contentsOfDirectory(atPath: folder).sorted() == before)
        }
    }

    @Test(
        "is served by Datasette without a word of warning, with its relations, rows and links",
        .enabled(if: ReaderTool.datasette.isWanted, "\(ReaderTool.datasette.reason)"))
    func datasette() async throws {
        struct Table: Decodable {
            struct Keys: Decodable { let outgoing: [Link] }
            struct Link: Decodable, Equatable {
                let other_table: String
                let column: String
            }
            let name: String
            let count: Int?
            let hidden: Bool
            let foreign_keys: Keys
        }
        struct Listing: Decodable { let tables: [Table] }
        struct Rows: Decodable { let rows: [[String?]] }
        try await Self.withReadOnlyFolder { path, _ in
            let environment = ["PYTHONWARNINGS": "default"]
            let listed = try await ReaderTool.datasette.run(
                ["serve", "--immutable", path, "--get", "/subscriptions.json"], environment: environment)
            #expect(listed.errors == "")
            let tables = try JSONDecoder().decode(Listing.self, from: Data(listed.output.utf8)).tables
            let visible = tables.filter { !$0.hidden }
            #expect(visible.map(\.name).sorted() == ExportedRelation.all.map(\.name))
            #expect(visible.first { $0.name == "subscription" }?.count == 5)
            #expect(
                visible.first { $0.name == "subscription" }?.foreign_keys.outgoing.sorted {
                    $0.column < $1.column
                }
                    == [
                        .init(other_table: "account", column: "account_id"),
                        .init(other_table: "subscription_type", column: "subscription_type_id"),
                    ])
            let query = "/subscriptions.json?sql=SELECT+msisdn,status+FROM+subscription+ORDER+BY+msisdn"
            let rows = try await ReaderTool.datasette.run(
                ["serve", "--immutable", path, "--get", query], environment: environment)
            #expect(rows.errors == "")
            try #expect(
                JSONDecoder().decode(Rows.self, from: Data(rows.output.utf8)).rows == [
                    ["479000000005", nil], ["4790000001", "barred"], ["4790000002", "active"],
                    ["4790000003", "active"], ["4790000004", "active"],
                ])
        }
    }

    @Test(
        "is inspected by Datasette, and no relation fails to open in its pages",
        .enabled(if: ReaderTool.datasette.isWanted, "\(ReaderTool.datasette.reason)"))
    func datasetteInspects() async throws {
        struct Inspection: Decodable {
            struct Table: Decodable { let count: Int }
            let tables: [String: Table]
        }
        try await Self.withReadOnlyFolder { path, _ in
            let result = try await ReaderTool.datasette.run(["inspect", path])
            #expect(result.errors == "")
            let inspected = try JSONDecoder().decode(
                [String: Inspection].self, from: Data(result.output.utf8))
            let counts = try #require(inspected["subscriptions"]?.tables)
            #expect(counts["subscription_usage_quota"]?.count == 2)
            #expect(counts["change"]?.count == 10)
            for page in ["subscription/4790000001", "subscription_usage_quota", "change"] {
                let opened = try await ReaderTool.datasette.run(
                    ["serve", "--immutable", path, "--get", "/subscriptions/\(page)"])
                #expect(opened.status == 0, "\(page)")
                #expect(opened.errors == "", "\(page)")
            }
        }
    }

    @Test(
        "is read by DuckDB, every relation and every column, with numbers as numbers",
        .enabled(if: DuckDBSQLite.isWanted, "\(DuckDBSQLite.reason)"))
    func duckdb() async throws {
        try await Self.withReadOnlyFolder { path, _ in
            let counts = ExportedRelation.all.map {
                "SELECT '\($0.name)', count(COLUMNS(*)) FROM s.\"\($0.name)\";"
            }
            let result = try await DuckDBSQLite.run(
                """
                ATTACH '\(path)' AS s (TYPE sqlite, READ_ONLY);
                \(counts.joined(separator: "\n"))
                SELECT typeof(value), value FROM s.subscription_usage_quota ORDER BY value;
                SELECT msisdn, user_name FROM s.subscription_flat WHERE user_name > '';
                """)
            #expect(result.errors == "")
            #expect(result.status == 0)
            let lines = result.output.split(separator: "\n").map(String.init)
            #expect(
                lines.dropLast(3).map { String($0.prefix { $0 != "," }) } == ExportedRelation.all.map(\.name))
            #expect(lines.suffix(3) == ["DOUBLE,1.5", "DOUBLE,100.0", #"4790000001,"Åse Øvrebø""#])
        }
    }

    /// A snapshot of the example in a read-only folder.
    private static func withReadOnlyFolder(
        _ body: (_ path: String, _ folder: String) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let folder = directory.path + "/published"
            try ExampleMirror.with { mirror in
                _ = try SnapshotTests.make(of: mirror)
                try FileManager.default.moveItem(atPath: mirror.directory.path + "/export", toPath: folder)
            }
            let path = folder + "/subscriptions.sqlite"
            try setMode(0o755, of: directory.path)
            try setMode(0o444, of: path)
            try setMode(0o555, of: folder)
            defer { try? setMode(0o755, of: folder) }
            try await body(path, folder)
        }
    }

    private static func setMode(_ mode: Int, of path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }
}
