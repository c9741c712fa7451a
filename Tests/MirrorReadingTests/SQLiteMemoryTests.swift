import CSQLiteMemory
import GRDB
import GRDBSQLite
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
}
