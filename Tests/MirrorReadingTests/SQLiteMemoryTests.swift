import CSQLiteMemory
import Foundation
import GRDB
import GRDBSQLite
import TestSupport
import Testing

@Suite("SQLite's memory")
struct SQLiteMemoryTests {
    @Test("is counted without SQLite's lock")
    func counted() throws {
        try DatabaseQueue().write { db in
            try db.execute(sql: "CREATE TABLE t AS SELECT randomblob(1000000) AS b")
            #expect(submirror_sqlite_used_memory() > 1_000_000)
            // SQLite's own count, and with it the lock, is off.
            #expect(sqlite3_memory_used() == 0)
        }
    }

    /// A row fills a page.
    ///
    /// SQLite keeps the pages that a statement may have to undo in memory, and moves many of them to a file.
    @Test(
        "a statement that fails is undone, however much it changed",
        arguments: [1, 30, 31, 32, 255, 256, 2000])
    func undoesStatement(pages: Int) async throws {
        try await withTemporaryDirectory { directory in
            let database = try DatabaseQueue(path: directory.appendingPathComponent("file.sqlite").path)
            try await database.write { db in
                try db.execute(
                    sql: """
                        CREATE TABLE filled (row INTEGER PRIMARY KEY, value INTEGER CHECK (value < 10), room BLOB);
                        WITH number (row) AS (SELECT 1 UNION ALL SELECT row + 1 FROM number LIMIT \(pages))
                        INSERT INTO filled SELECT row, iif(row = \(pages), 9, 0), zeroblob(3500) FROM number;
                        """)
            }
            try await database.write { db in
                let error = #expect(throws: DatabaseError.self) {
                    try db.execute(sql: "UPDATE filled SET value = value + 1")
                }
                #expect(error?.extendedResultCode == .SQLITE_CONSTRAINT_CHECK)
                #expect(try Int.fetchOne(db, sql: "SELECT sum(value) FROM filled") == 9)
                try db.execute(sql: "UPDATE filled SET value = value - 1")
                #expect(try Int.fetchOne(db, sql: "SELECT sum(value) FROM filled") == 9 - pages)
            }
        }
    }
}
