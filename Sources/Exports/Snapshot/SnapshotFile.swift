import GRDB
import GRDBSQLite
import MirrorCore
import MirrorReading
import Schema

/// An SQLite file that no other program has opened, through SQLite's own functions,
/// as each row must cost little.
final class SnapshotFile {
    private let path: String
    private var connection: OpaquePointer?
    /// Retained, as the connection refers to it.
    private let interruption: Interruption

    /// Opens the file at `path`, creating it if missing.
    ///
    /// - Throws: ``SnapshotFailure``.
    init(creating path: String, interruption: Interruption) throws(SnapshotFailure) {
        self.path = path
        self.interruption = interruption
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        guard sqlite3_open_v2(path, &connection, flags, nil) == SQLITE_OK else { throw failure }
        interruption.watch(connection)
    }

    /// Opens the file at `path` like its readers, who may not write beside it.
    ///
    /// - Throws: ``SnapshotFailure``.
    init(reading path: String, interruption: Interruption) throws(SnapshotFailure) {
        self.path = path
        self.interruption = interruption
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        guard sqlite3_open_v2(path, &connection, flags, nil) == SQLITE_OK else { throw failure }
        interruption.watch(connection)
    }

    deinit { sqlite3_close_v2(connection) }

    /// Runs every statement of `sql`.
    ///
    /// - Throws: ``SnapshotFailure``.
    func execute(_ sql: String) throws(SnapshotFailure) {
        guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else { throw failure }
    }

    /// Runs the first statement of `sql` and returns the remaining text.
    ///
    /// - Throws: ``SnapshotFailure``.
    func executeFirst(of sql: String) throws(SnapshotFailure) -> String {
        try judging { () throws(DatabaseError) in
            let statement = try SQLStatement(sql, on: connection)
            _ = try statement.step()
            return statement.tail
        }
    }

    /// The first column of the result of `sql`, as text.
    ///
    /// - Throws: ``SnapshotFailure``.
    func texts(_ sql: String) throws(SnapshotFailure) -> [String] {
        try judging { () throws(DatabaseError) in
            let statement = try SQLStatement(sql, on: connection)
            var texts: [String] = []
            while try statement.step() { texts.append(statement.text(0)) }
            return texts
        }
    }

    /// All rows of the result of `sql`.
    ///
    /// - Throws: ``SnapshotFailure``.
    func rows(_ sql: String) throws(SnapshotFailure) -> [[Value]] {
        try judging { () throws(DatabaseError) in try SQLStatement(sql, on: connection).rows([]) }
    }

    /// How many rows the last INSERT, UPDATE or DELETE changed.
    var changeCount: Int { Int(sqlite3_changes64(connection)) }

    /// Prepares a statement that takes or returns rows.
    ///
    /// - Throws: ``SnapshotFailure``.
    func prepare(_ sql: String) throws(SnapshotFailure) -> SQLStatement {
        try judging { () throws(DatabaseError) in try SQLStatement(sql, on: connection) }
    }

    /// Runs `statement` with the current row of `source`.
    ///
    /// - Throws: ``SnapshotFailure``.
    func run(_ statement: SQLStatement, withRowOf source: ReadStatement) throws(SnapshotFailure) {
        try judging { () throws(DatabaseError) in try statement.run(withRowOf: source) }
    }

    /// Moves `statement` to its next row; false after the last one.
    ///
    /// - Throws: ``SnapshotFailure``.
    func advance(_ statement: SQLStatement) throws(SnapshotFailure) -> Bool {
        try judging { () throws(DatabaseError) in try statement.step() }
    }

    /// Closes the file, which then holds everything written, with nothing left beside it.
    ///
    /// - Throws: ``SnapshotFailure``.
    func close() throws(SnapshotFailure) {
        guard sqlite3_close(connection) == SQLITE_OK else { throw failure }
        connection = nil
    }

    private var failure: SnapshotFailure {
        .notWritten(path: path, detail: String(cString: sqlite3_errmsg(connection)))
    }

    private func judging<Result>(
        _ body: () throws(DatabaseError) -> Result
    ) throws(SnapshotFailure) -> Result {
        do {
            return try body()
        } catch {
            throw .notWritten(path: path, detail: error.message ?? "\(error.resultCode)")
        }
    }
}
