import GRDBSQLite
import MirrorCore
import MirrorReading

/// An SQLite file that nobody else knows of yet, over SQLite's own functions, as a row has to cost little.
final class SnapshotFile {
    private let path: String
    private var connection: OpaquePointer?
    /// Kept, as the connection looks at it.
    private let interruption: Interruption

    /// Opens the file at `path`, or makes it where there is none.
    ///
    /// - Throws: ``SnapshotFailure``.
    init(creating path: String, interruption: Interruption) throws(SnapshotFailure) {
        self.path = path
        self.interruption = interruption
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        guard sqlite3_open_v2(path, &connection, flags, nil) == SQLITE_OK else { throw failure }
        interruption.watch(connection)
    }

    /// Opens the file at `path` as its readers do, who may not write beside it.
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

    /// Runs the first statement of `sql` and returns the others.
    ///
    /// - Throws: ``SnapshotFailure``.
    func executeFirst(of sql: String) throws(SnapshotFailure) -> String {
        let statement = try SnapshotStatement(sql, in: self)
        _ = try statement.step()
        return statement.tail
    }

    /// The first column of what `sql` gives, as text.
    ///
    /// - Throws: ``SnapshotFailure``.
    func texts(_ sql: String) throws(SnapshotFailure) -> [String] {
        let statement = try SnapshotStatement(sql, in: self)
        var texts: [String] = []
        while try statement.step() { texts.append(statement.text) }
        return texts
    }

    /// Closes the file; all that was written is in it, and nothing beside it.
    ///
    /// - Throws: ``SnapshotFailure``.
    func close() throws(SnapshotFailure) {
        guard sqlite3_close(connection) == SQLITE_OK else { throw failure }
        connection = nil
    }

    fileprivate var failure: SnapshotFailure {
        .notWritten(path: path, detail: String(cString: sqlite3_errmsg(connection)))
    }

    fileprivate var handle: OpaquePointer? { connection }
}

/// A statement on a snapshot.
final class SnapshotStatement {
    /// The rest of the text after it.
    let tail: String
    private let file: SnapshotFile
    private let handle: OpaquePointer?

    /// Prepares the first statement of `sql`.
    ///
    /// - Throws: ``SnapshotFailure``.
    init(_ sql: String, in file: SnapshotFile) throws(SnapshotFailure) {
        var handle: OpaquePointer?
        var rest = ""
        let code = sql.withCString { start in
            var end: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v2(file.handle, start, -1, &handle, &end)
            rest = end.map { String(cString: $0) } ?? ""
            return code
        }
        self.file = file
        self.handle = handle
        tail = rest
        guard code == SQLITE_OK else { throw file.failure }
    }

    deinit { sqlite3_finalize(handle) }

    /// Runs it once with the cells of the row that `source` stands on, which SQLite reads where they lie.
    ///
    /// - Throws: ``SnapshotFailure``.
    func insert(_ source: ReadStatement) throws(SnapshotFailure) {
        for index in source.columns.indices {
            guard bind(source.cell(index), at: Int32(index + 1)) == SQLITE_OK else { throw file.failure }
        }
        _ = try step()
        sqlite3_reset(handle)
    }

    /// Moves to the next row; false after the last one.
    ///
    /// - Throws: ``SnapshotFailure``.
    func step() throws(SnapshotFailure) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw file.failure
        }
    }

    /// The first column of the row that it stands on.
    var text: String { sqlite3_column_text(handle, 0).map { String(cString: $0) } ?? "" }

    private func bind(_ cell: ReadStatement.Cell, at index: Int32) -> Int32 {
        switch cell {
        case .null: sqlite3_bind_null(handle, index)
        case .integer(let number): sqlite3_bind_int64(handle, index, number)
        case .real(let number): sqlite3_bind_double(handle, index, number)
        // The source keeps the bytes until its next step.
        case .text(let bytes):
            bytes.withMemoryRebound(to: CChar.self) { characters in
                sqlite3_bind_text(handle, index, characters.baseAddress, Int32(characters.count), nil)
            }
        case .blob(let bytes):
            sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), nil)
        }
    }
}
