package import Foundation
package import GRDB
package import MirrorReading
import Schema

/// A mirror file in its own directory, made from the program's SQL and filled with invented rows.
package struct ExampleMirror {
    /// 22 November 2026, 12:00 UTC: after everything in ``ExampleRows``.
    package static let now = Date(timeIntervalSince1970: 1_795_348_800)

    package let directory: URL
    package var path: String { directory.appendingPathComponent("mirror.sqlite").path }

    /// Calls `body` with a fresh mirror filled by `sql`, and removes it afterwards.
    package static func with(_ sql: String = ExampleRows.sql, body: (ExampleMirror) throws -> Void) throws {
        let mirror = try ExampleMirror(filledBy: sql)
        defer { mirror.remove() }
        try body(mirror)
    }

    /// The same for an asynchronous `body`, which runs a program on the written files.
    package static func with(
        _ sql: String = ExampleRows.sql, body: (ExampleMirror) async throws -> Void
    ) async throws {
        let mirror = try ExampleMirror(filledBy: sql)
        defer { mirror.remove() }
        try await body(mirror)
    }

    /// A fresh mirror filled by `sql`; the caller removes it.
    package init(filledBy sql: String) throws {
        directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("submirror-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try write { db in
            for migration in Schema.migrations { try db.execute(sql: migration.sql) }
            for view in Schema.views { try db.execute(sql: view.sql) }
            try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            try db.execute(sql: "PRAGMA user_version = \(Schema.version)")
            try WritableViews.install(in: db)
            try db.execute(sql: sql)
        }
    }

    package func remove() { try? FileManager.default.removeItem(at: directory) }

    /// Writes to the file like the agent: in WAL mode, over a connection that is closed afterwards.
    package func write(_ body: @Sendable (Database) throws -> Void) throws {
        let database = try DatabaseQueue(path: path)
        try database.writeWithoutTransaction { db in
            // No test cuts the power, and waiting for the disk would take most of the time.
            try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF")
            if try db.viewExists("_subscription") { try WritableViews.install(in: db) }
            try body(db)
        }
        try database.close()
    }

    /// Stores the rows of some relations without a key in another order; their content is unchanged.
    package func storeRowsInAnotherOrder() throws {
        try write { db in
            try db.execute(
                sql: """
                    UPDATE _sim_card_version SET place = -place;
                    UPDATE _subscription_binding SET place = -place;
                    CREATE TEMP TABLE copy AS SELECT * FROM coverage ORDER BY rowid DESC;
                    DELETE FROM coverage;
                    INSERT INTO coverage SELECT * FROM copy;
                    DROP TABLE copy;
                    """)
        }
    }

    /// - Parameter zone: the time zone of reports.
    package func reader(in zone: String = "Europe/Oslo") throws -> MirrorReader {
        var viewpoint = Viewpoint()
        viewpoint.timeZone = TimeZone(identifier: zone) ?? .gmt
        return try MirrorReader(path: path, viewpoint: viewpoint)
    }

    /// The result of `query` in `format`, as text.
    package func text(
        _ query: Query, as format: ResultFormat, width: Int? = nil,
        noting cuts: TruncatedTexts = TruncatedTexts()
    ) throws -> String {
        var bytes: [UInt8] = []
        try reader().write(query, as: format, width: width, noting: cuts) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }
}
