import Foundation
import GRDB
import MirrorCore
import MirrorStore
import Schema
import TestSupport
import Testing

/// Invariants: opening a mirror brings it to this program's schema, all or nothing, and writes nothing if it
/// has it already; a file that is not ours is not written to.
@Suite("Opening a mirror")
struct MirrorFileTests {
    @Test("makes the file for its owner and group only, in write-ahead mode, with the marks of a mirror")
    func created() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("a/state/mirror.sqlite")
            let store = try MirrorStore.open(at: file)
            _ = try await store.beginRun(.backfill, at: .hour(9))
            #expect(try mode(of: file.deletingLastPathComponent()) == "750")
            for suffix in ["", "-wal", "-shm"] {
                #expect(try mode(of: URL(fileURLWithPath: file.path + suffix)) == "640")
            }
            let contents = MirrorContents(path: file.path)
            #expect(try contents.rows("PRAGMA journal_mode") == ["wal"])
            #expect(try contents.rows("PRAGMA application_id") == [String(Schema.applicationID)])
            #expect(try contents.rows("PRAGMA user_version") == [String(Schema.version)])
            #expect(
                try contents.rows("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name")
                    == Schema.views.map(\.name).sorted())
            try MirrorInvariants.check(contents)
            try store.close()
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: file.deletingLastPathComponent().path)
                    == ["mirror.sqlite"])
        }
    }

    /// A STRICT table could declare their numbers only as ANY, which DuckDB cannot read.
    private static let laxTables = ["_add_on_usage_quota", "_subscription_usage_quota"]

    @Test("all tables are STRICT, but for those with numbers that may have decimals")
    func strict() async throws {
        try await withTemporaryMirror { store in
            let lax = try MirrorContents(path: store.path).rows(
                """
                SELECT name FROM pragma_table_list
                WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%' ORDER BY name
                """)
            #expect(lax == Self.laxTables)
        }
    }

    @Test("a table without STRICT refuses values of another type all the same", arguments: laxTables)
    func lax(table: String) throws {
        let database = try DatabaseQueue()
        try database.write { db in
            for migration in Schema.migrations { try db.execute(sql: migration.sql) }
            try db.execute(
                sql: """
                    INSERT INTO _number VALUES (1, '4790000001', '2026', '2026', '2026', x'00');
                    INSERT INTO _text VALUES (1, 'Data');
                    """)
            let columns = try Row.fetchAll(db, sql: "SELECT name, type FROM pragma_table_info('\(table)')")
            let names = columns.map { $0["name"] as String }
            // An amount that only a 64-bit whole number represents exactly.
            let usual = ["value": "9007199254740993", "valid_to": "'2026-12-31'"]
            var place = 0
            func insert(_ name: String, _ value: String) throws {
                place += 1
                let values = names.map { $0 == name ? value : $0 == "place" ? "\(place)" : usual[$0] ?? "1" }
                try db.execute(sql: "INSERT INTO \(table) VALUES (\(values.joined(separator: ", ")))")
            }
            try insert("value", "1.5")
            try insert("unit", "NULL")
            try #expect(
                String.fetchAll(db, sql: "SELECT typeof(value) || ' ' || value FROM \(table) ORDER BY value")
                    == ["real 1.5", "integer 9007199254740993"])
            let wrong = [
                "TEXT": ["x'31'"], "INTEGER": ["'one'", "x'31'", "1.5"], "NUMERIC": ["'one'", "x'31'"],
            ]
            for column in columns {
                let name: String = column["name"]
                for value in try #require(wrong[column["type"]]) {
                    #expect(throws: DatabaseError.self, "\(name) \(value)") { try insert(name, value) }
                }
            }
        }
    }

    @Test("leaves a file that is up to date as it is, byte for byte")
    func twice() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("mirror.sqlite")
            try MirrorStore.open(at: file).close()
            let before = try Data(contentsOf: file)
            try MirrorStore.open(at: file).close()
            #expect(try Data(contentsOf: file) == before)
        }
    }

    @Test("renews a view that another version defined, and keeps all rows")
    func staleViews() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("mirror.sqlite")
            let store = try MirrorStore.open(at: file)
            _ = try await store.beginRun(.backfill, at: .hour(9))
            try store.close()
            let contents = MirrorContents(path: file.path)
            let schema = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2"
            let before = (schema: try contents.rows(schema), tables: try contents.tables())
            try change(
                file,
                """
                DROP VIEW party; CREATE VIEW party AS SELECT msisdn FROM party_history;
                DROP VIEW sim_card;
                """)
            try MirrorStore.open(at: file).close()
            #expect(try contents.rows(schema) == before.schema)
            #expect(try contents.differences(from: before.tables) == [:])
        }
    }

    @Test(
        "refuses a mirror with something in it that is not ours, names that, and leaves it as it is",
        arguments: [
            (
                "CREATE TRIGGER t AFTER INSERT ON sync_run BEGIN DELETE FROM _setting_version; END",
                "the trigger t, which is not submirror's"
            ),
            ("CREATE TABLE recipe (name TEXT)", "the table recipe, which is not submirror's"),
            ("CREATE INDEX i ON sync_run (abs(id))", "the index i, which is not submirror's"),
            (
                "CREATE VIEW \"a;\u{1B}[2J\" AS SELECT 1", "the view a???2J, which is not submirror's"
            ),
            ("DROP INDEX _queue_by_reason", "no index _queue_by_reason"),
            (
                "ALTER TABLE _state ADD COLUMN more TEXT DEFAULT (hex(fts3_tokenizer('simple')))",
                "the table _state, which is not as submirror makes it"
            ),
        ])
    func foreignSchema(sql: String, words: String) async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("mirror.sqlite")
            try MirrorStore.open(at: file).close()
            try change(file, sql)
            let before = try Data(contentsOf: file)
            do {
                try MirrorStore.open(at: file).close()
                Issue.record("it was opened")
            } catch MirrorFailure.foreignSchema(let path, let fault) {
                #expect(path == file.path)
                #expect(fault.words == words)
            }
            #expect(try Data(contentsOf: file) == before)
        }
    }

    @Test("takes no offence at what ANALYZE leaves in it")
    func analyzed() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("mirror.sqlite")
            let store = try MirrorStore.open(at: file)
            _ = try await store.beginRun(.backfill, at: .hour(9))
            try store.close()
            try change(file, "ANALYZE")
            try MirrorStore.open(at: file).close()
        }
    }

    @Test("has no trigger fire that is planted in it while it is open")
    func plantedTrigger() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("mirror.sqlite")
            let store = try MirrorStore.open(at: file)
            _ = try await store.beginRun(.backfill, at: .hour(9))
            try change(
                file,
                "CREATE TRIGGER t BEFORE INSERT ON sync_run BEGIN UPDATE sync_run SET kind = 'incremental'; END"
            )
            _ = try await store.beginRun(.backfill, at: .hour(10))
            try store.close()
            #expect(
                try MirrorContents(path: file.path).rows("SELECT kind FROM sync_run ORDER BY id")
                    == ["backfill", "backfill"])
        }
    }

    @Test("takes a file that is empty for a new mirror")
    func empty() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("mirror.sqlite")
            try Data().write(to: file)
            try MirrorStore.open(at: file).close()
            try MirrorInvariants.check(MirrorContents(path: file.path))
        }
    }

    @Test("finds what a writer that never closed the file had committed")
    func unclosed() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("mirror.sqlite")
            let store = try MirrorStore.open(at: file)
            _ = try await store.beginRun(.backfill, at: .hour(9))
            let copy = directory.appendingPathComponent("copy.sqlite")
            for suffix in ["", "-wal"] {
                try FileManager.default.copyItem(atPath: file.path + suffix, toPath: copy.path + suffix)
            }
            try store.close()
            try MirrorStore.open(at: copy).close()
            #expect(try MirrorContents(path: copy.path).rows("SELECT kind FROM sync_run") == ["backfill"])
        }
    }

    private func mode(of file: URL) throws -> String {
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        let mode = try #require(attributes[.posixPermissions] as? NSNumber)
        return String(mode.intValue, radix: 8)
    }

    private func change(_ file: URL, _ sql: String) throws {
        let database = try DatabaseQueue(path: file.path)
        try database.write { try $0.execute(sql: sql) }
        try database.close()
    }
}
