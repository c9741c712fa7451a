import Foundation
import GRDB
import MirrorCore
import Schema
import TestSupport
import Testing

@testable import MirrorStore

/// Invariants: an upgrade gives an older mirror the schema of a new one, keeps its rows, and
/// happens wholly or not at all.
///
/// The steps after today's are invented, so that the machinery is tested whatever steps there are.
@Suite("Upgrading a mirror")
struct SchemaUpgradeTests {
    /// One step that `ALTER TABLE` cannot perform, and one that it can.
    private static let steps: [Schema.Migration] = [
        (
            Schema.version + 1, "reason",
            """
            DROP VIEW IF EXISTS subscription_flat; DROP VIEW IF EXISTS snapshot_info;
            DROP VIEW IF EXISTS completeness; DROP VIEW IF EXISTS _completeness; DROP VIEW IF EXISTS _waiting;
            CREATE TABLE _queue_next (
                msisdn    TEXT PRIMARY KEY NOT NULL,
                reason    INTEGER NOT NULL CHECK (reason BETWEEN 1 AND 9),
                queued_at TEXT NOT NULL
            ) STRICT, WITHOUT ROWID;
            INSERT INTO _queue_next SELECT msisdn, reason, queued_at FROM _queue;
            DROP TABLE _queue;
            ALTER TABLE _queue_next RENAME TO _queue;
            """
        ),
        (Schema.version + 2, "note", "ALTER TABLE quarantine ADD COLUMN note TEXT"),
    ]

    @Test("brings one of each earlier version to the same schema, and keeps its rows", arguments: [0, 1, 2])
    func upgrades(missing: Int) async throws {
        try await withOldMirror(lacking: missing) { file, migrations in
            let noted = try upgrade(file, migrations)
            #expect(noted == (missing > 0 ? 1 : 0), "nothing is written into one that is up to date")
            let new = file.deletingLastPathComponent().appendingPathComponent("new.sqlite")
            #expect(try upgrade(new, migrations) == 1)
            let schema = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2"
            let contents = MirrorContents(path: file.path)
            #expect(try contents.rows(schema) == MirrorContents(path: new.path).rows(schema))
            #expect(try contents.rows("PRAGMA user_version") == [String(Schema.version + 2)])
            #expect(try contents.rows("SELECT * FROM _queue") == ["4790000001|2|2026-03-01T09:00:00Z"])
            #expect(try contents.rows("SELECT kind, missed FROM sync_run") == ["backfill|0"])
        }
    }

    @Test("leaves it as it was when a step fails, also after others")
    func fails() async throws {
        try await withOldMirror(lacking: 2) { file, migrations in
            let before = try MirrorContents(path: file.path).rows("SELECT name, sql FROM sqlite_schema")
            let failing = migrations + [(Schema.version + 3, "broken", "INSERT INTO nowhere VALUES (1)")]
            #expect(throws: DatabaseError.self) { try upgrade(file, failing) }
            let contents = MirrorContents(path: file.path)
            #expect(try contents.rows("SELECT name, sql FROM sqlite_schema") == before)
            #expect(try contents.rows("PRAGMA user_version") == [String(Schema.version)])
            #expect(try contents.rows("SELECT count(*) FROM _queue") == ["1"])
        }
    }

    @Test("refuses one of a newer version, and one that somebody changed before the upgrade")
    func refuses() async throws {
        try await withOldMirror(lacking: 0) { file, migrations in
            #expect(
                throws: MirrorFailure.newerSchema(
                    path: file.path, found: Schema.version + 2, known: Schema.version + 1)
            ) { try upgrade(file, migrations.dropLast()) }
        }
        try await withOldMirror(lacking: 1) { file, migrations in
            let database = try DatabaseQueue(path: file.path)
            try await database.write { try $0.execute(sql: "CREATE TABLE recipe (name TEXT)") }
            try database.close()
            #expect(throws: MirrorFailure.self) { try upgrade(file, migrations) }
        }
    }

    /// Calls `body` with a mirror that lacks that many of the last steps, and with all migrations.
    private func withOldMirror(
        lacking missing: Int, _ body: (URL, [Schema.Migration]) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("mirror.sqlite")
            let migrations = Schema.migrations + Self.steps
            _ = try upgrade(file, migrations.dropLast(missing))
            let database = try DatabaseQueue(path: file.path)
            try await database.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO sync_run (kind, started_at) VALUES ('backfill', '2026-03-01T09:00:00Z');
                        INSERT INTO _queue VALUES ('4790000001', 2, '2026-03-01T09:00:00Z');
                        """)
            }
            try database.close()
            try await body(file, migrations)
        }
    }

    /// Opens the file like the store; returns how many transactions were noted.
    @discardableResult
    private func upgrade(_ file: URL, _ migrations: [Schema.Migration]) throws -> Int {
        let database = try DatabaseQueue(path: file.path)
        var noted = 0
        try database.inDatabase { db in
            let upgrade = SchemaUpgrade(migrations)
            try upgrade.check(db, path: file.path)
            try upgrade.run(in: db) { _, _ in noted += 1 }
        }
        try database.close()
        return noted
    }
}
