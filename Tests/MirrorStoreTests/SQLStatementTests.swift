import GRDB
import MirrorCore
import Schema
import Testing

/// Invariant: a statement returns bound values byte for byte, and can be run again
/// whatever happened in the last run.
@Suite("A statement over SQLite's own functions")
struct SQLStatementTests {
    private static let texts = ["", "Åse", "a\0b", "Kafe\u{301}", String(repeating: "æ", count: 5000)]

    @Test(
        "gives back the values that were bound to it, kept by the connection or not",
        arguments: [true, false])
    func roundTrip(isCached: Bool) throws {
        try DatabaseQueue().inDatabase { db in
            let sql = "SELECT ?, ?, ?, ?, ?, ?, ?, ?"
            let values = Self.texts.map(Value.text) + [.null, .integer(.max), .real(0.5)]
            for _ in 0..<2 {
                let statement = try isCached ? SQLStatement(cached: sql, in: db) : SQLStatement(sql, in: db)
                #expect(try statement.rows(values) == [values])
                #expect(try statement.rows(values.reversed()) == [values.reversed()])
                try statement.bind(values)
                #expect(try statement.step())
                #expect(statement.row == values)
                statement.reset()
            }
        }
    }

    @Test("finds a cell by its column's name, and refuses a name that is not there")
    func columns() throws {
        try DatabaseQueue().inDatabase { db in
            let statement = try SQLStatement("SELECT 1 AS one, x'00ff' AS two, 'tre' AS three", in: db)
            let (two, three) = try (statement.column("two"), statement.column("three"))
            #expect(try statement.first([]) { row in row.bytes(two) } == [0, 255])
            #expect(try statement.first([]) { row in row.text(three) } == "tre")
            #expect(throws: DatabaseError.self) { try statement.column("four") }
        }
    }

    @Test("runs again after a failure, which it tells with SQLite's code")
    func failure() throws {
        try DatabaseQueue().inDatabase { db in
            try db.execute(sql: "CREATE TABLE t (a INTEGER PRIMARY KEY, b BLOB) STRICT")
            let insert = try SQLStatement(cached: "INSERT INTO t VALUES (?, ?)", in: db)
            try insert.run([.integer(1)], blob: [1, 2])
            let failure = #expect(throws: DatabaseError.self) { try insert.run([.integer(1)], blob: []) }
            #expect(failure?.resultCode == .SQLITE_CONSTRAINT)
            try insert.run([.integer(2), .null])
            try db.execute(sql: "CREATE TABLE copy (a, b)")
            let copy = try SQLStatement("INSERT INTO copy VALUES (?, ?)", in: db)
            let source = try SQLStatement("SELECT a, b FROM t ORDER BY a", in: db)
            while try source.step() { try copy.run(withRowOf: source) }
            #expect(
                try String.fetchAll(db, sql: "SELECT a || ':' || coalesce(hex(b), '-') FROM copy ORDER BY a")
                    == ["1:0102", "2:"])
        }
    }
}
