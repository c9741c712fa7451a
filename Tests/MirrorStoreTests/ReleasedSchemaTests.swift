import Crypto
import Foundation
import GRDB
import MirrorCore
import Schema
import TestSupport
import Testing

@testable import MirrorStore

/// Invariants: a release's migrations never change, and upgrading a mirror of any release gives a new mirror's schema
/// and keeps its rows.
@Suite("Mirrors of earlier releases")
struct ReleasedSchemaTests {
    private static let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("schema")

    /// The versions whose schema is kept.
    private static let releases: [String] = {
        let names = try? FileManager.default.contentsOfDirectory(atPath: schema.path + "/released")
        return (names ?? []).filter { $0.hasSuffix(".sql") }.map { String($0.dropLast(4)) }.sorted()
    }()

    /// Rows that readers and runs left in such a mirror; they use only the first release's schema.
    private static let rows = """
        INSERT INTO _number (id, msisdn, first_seen_at, changed_at, verified_at) VALUES
            (1, '4790000001', '2026-03-01T09:00:00Z', '2026-03-01T09:00:00Z', '2026-03-01T09:00:00Z');
        INSERT INTO _instant (second, text) VALUES (1772355600, '2026-03-01T09:00:00Z');
        INSERT INTO _number_version (number, observed_from) VALUES (1, 1772355600);
        INSERT INTO sync_run (id, source, kind, started_at, finished_at, outcome) VALUES
            (1, 'telenor', 'backfill', '2026-03-01T09:00:00Z', '2026-03-01T09:10:00Z', 'complete');
        INSERT INTO coverage (from_at, to_at, run_id, pages, passes, rows) VALUES
            ('2026-03-01T08:00:00Z', '2026-03-01T09:00:00Z', 1, 1, 1, 1);
        INSERT INTO account (id, reference1) VALUES ('70001', 'Invented');
        INSERT INTO _queue VALUES ('4790000002', 2, '2026-03-01T09:00:00Z');
        """

    /// Views are recreated at every opening, so they may change between releases.
    @Test("every release's schema is kept, this one's as well: a new migration needs a new version")
    func currentIsKept() async throws {
        let file = Self.schema.appendingPathComponent("released/\(ProgramVersion.text).sql")
        let dump = try await withTemporaryMirror { try Self.dump(of: $0.path) }
        if ProcessInfo.processInfo.environment["SUBMIRROR_RECORD_GOLDENS"] == "1" {
            try dump.write(to: file, atomically: true, encoding: .utf8)
        }
        let kept = try String(contentsOf: file, encoding: .utf8)
        #expect(Self.tables(in: kept) == Self.tables(in: dump))
        #expect(Self.releases.contains(ProgramVersion.text))
    }

    @Test("one of each release is brought to this one's schema, and keeps its rows", arguments: releases)
    func upgrades(release: String) async throws {
        try await withTemporaryDirectory { directory in
            let old = directory.appendingPathComponent("old.sqlite")
            let sql = try String(
                contentsOf: Self.schema.appendingPathComponent("released/\(release).sql"), encoding: .utf8)
            let database = try DatabaseQueue(path: old.path)
            try await database.write { try $0.execute(sql: sql + Self.rows) }
            try database.close()

            let new = directory.appendingPathComponent("new.sqlite")
            for file in [old, new] { try MirrorStore.open(at: file).close() }
            let schema = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2"
            let contents = MirrorContents(path: old.path)
            #expect(try contents.rows(schema) == MirrorContents(path: new.path).rows(schema))
            #expect(try contents.rows("PRAGMA user_version") == ["\(Schema.version)"])
            #expect(try contents.rows("SELECT kind, outcome FROM sync_run") == ["backfill|complete"])
            #expect(try contents.rows("SELECT msisdn, reason FROM _queue") == ["4790000002|2"])
            #expect(try contents.rows("SELECT msisdn FROM subscription") == ["4790000001"])
            #expect(try contents.rows("SELECT id, reference1 FROM account") == ["70001|Invented"])
            #expect(try contents.rows("SELECT as_of FROM snapshot_info") == ["2026-03-01T09:10:00Z"])
            #expect(try contents.rows("PRAGMA integrity_check") == ["ok"])
        }
    }

    @Test("a migration that was released is never edited", arguments: frozen.keys.sorted())
    func migrationsAreFrozen(name: String) throws {
        let all = Schema.migrations + Schema.journalMigrations
        let migration = try #require(all.first { $0.name == name })
        let digest = SHA256.hash(data: Data(migration.sql.utf8)).map { String(format: "%02x", $0) }.joined()
        #expect(digest == Self.frozen[name], "write a new migration in place of the change")
    }

    @Test("every migration is among those that were released: enter a new one's digest with its release")
    func allAreFrozen() {
        let names = (Schema.migrations + Schema.journalMigrations).map(\.name)
        #expect(Self.frozen.keys.sorted() == names.sorted())
    }

    /// The SHA-256 of each migration, by name; all are of 0.1.0, the first release.
    private static let frozen = [
        "j001_journal": "151ab376ed49c58fc87f2d1a4f9f1760f701851393f1c77272ae9b206d15070f",
        "m008_base": "10ce1bc81cea25cc50b4d34891c64b3d470662c87f05c27d456a5222557897f9",
        "m009_millom": "b91591112aa354091ab2bcb53b845f88459466d6c43e16eef6063f5511e1eea1",
        "m010_months": "9863954ff0276b9d272bdabd66c744ce837ec2a2359407cc69dacac4e3811031",
        "m011_audit": "7c577defffc44ca01213a94e46bb4cd5eaa82ca10bdd7be623855281774bc051",
        "m012_version": "26e882dc0cd64fb85c60ceb3e23aff569cc6d595228cadfe0349388f2f8b6655",
    ]

    /// Every definition except the views.
    private static func tables(in dump: String) -> [String] {
        dump.components(separatedBy: ";\n\n").filter { !$0.hasPrefix("CREATE VIEW") }
    }

    /// The SQL that makes such a file: its pragmas, its schema and the rows of an empty mirror.
    private static func dump(of path: String) throws -> String {
        let contents = MirrorContents(path: path)
        // SQLite makes its own tables, such as sqlite_sequence, by itself.
        let definitions = try contents.rows(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid"
        )
        return """
            -- The schema of a new mirror of submirror \(ProgramVersion.text), for the test that upgrades such a one. Nothing here is run by
            -- the program.
            PRAGMA application_id = \(Schema.applicationID);
            PRAGMA user_version = \(Schema.version);

            \(definitions.map { $0 + ";" }.joined(separator: "\n\n"))

            INSERT INTO _mirror (row, id) VALUES (1, '0123456789abcdef0123456789abcdef');
            INSERT INTO _log (row, era, commits, layout, base) VALUES (1, '', 0, 0, '');

            """
    }
}
