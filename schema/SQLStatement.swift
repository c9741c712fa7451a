import CSQLite
package import GRDB
package import MirrorCore

/// A prepared statement over SQLite's own functions, several times as fast as through GRDB's values.
///
/// Only where its connection may be used: inside GRDB's queue, or with a connection of one's own.
package final class SQLStatement {
    /// The rest of the text after the first statement.
    package let tail: String
    /// The names of the result's columns; none for a statement without a result.
    package private(set) lazy var columns: [String] = (0..<sqlite3_column_count(handle)).map { index in
        sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
    }

    private let sql: String
    private let connection: OpaquePointer?
    private let handle: OpaquePointer?
    /// The connection's own, which keeps it for the next time; nil when it goes with this object.
    private let cached: Statement?
    private let scratch = TextScratch()

    /// Prepares the first statement of `sql`.
    ///
    /// - Throws: `DatabaseError` with SQLite's words.
    package init(_ sql: String, on connection: OpaquePointer?) throws(DatabaseError) {
        guard let connection else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the connection is closed")
        }
        var handle: OpaquePointer?
        var tail = ""
        let code = Array(sql.utf8).withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { text -> Int32 in
                var rest: UnsafePointer<CChar>?
                let code = sqlite3_prepare_v2(connection, text.baseAddress, Int32(text.count), &handle, &rest)
                if let rest, let start = text.baseAddress {
                    tail = String(decoding: bytes[(rest - start)...], as: UTF8.self)
                }
                return code
            }
        }
        self.sql = sql
        self.tail = tail
        self.connection = connection
        self.handle = handle
        cached = nil
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// Prepares the first statement of `sql` for one use.
    ///
    /// - Throws: `DatabaseError` with SQLite's words.
    package convenience init(_ sql: String, in db: Database) throws {
        try self.init(sql, on: db.sqliteConnection)
    }

    /// The one statement of `sql`, which the connection keeps prepared.
    ///
    /// A caller that steps it ends with ``reset()``, as the next one gets the same.
    ///
    /// - Throws: `DatabaseError` with SQLite's words.
    package init(cached sql: String, in db: Database) throws {
        let statement = try db.cachedStatement(sql: sql)
        self.sql = sql
        tail = ""
        connection = db.sqliteConnection
        handle = statement.sqliteStatement
        cached = statement
    }

    /// A statement's text that inserts a row, its values by place.
    package static func insertion(into table: String, _ columns: [String]) -> String {
        let marks = columns.indices.map { "?\($0 + 1)" }
        return
            "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks.joined(separator: ", ")))"
    }

    deinit {
        if cached == nil { sqlite3_finalize(handle) }
    }

    /// Whether running it leaves every file as it is; true for a text without a statement.
    package var isReadOnly: Bool { handle == nil || sqlite3_stmt_readonly(handle) != 0 }

    /// Whether the text held no statement, only blanks and comments.
    package var isEmpty: Bool { handle == nil }

    /// The names of its parameters, without their `:`; nil for one that is only numbered.
    package var parameters: [String?] {
        let count = sqlite3_bind_parameter_count(handle)
        guard count > 0 else { return [] }
        return (1...count).map { index in
            guard let name = sqlite3_bind_parameter_name(handle, index), name[0] != Int8(UInt8(ascii: "?"))
            else { return nil }
            return String(cString: name + 1)
        }
    }

    /// The place of the result's column `name`, for ``cell(_:)``; found once, it serves every row.
    ///
    /// - Throws: `DatabaseError` when there is none.
    package func column(_ name: String) throws(DatabaseError) -> Int {
        guard let index = columns.firstIndex(of: name) else {
            throw DatabaseError(resultCode: .SQLITE_ERROR, message: "no column \(name)", sql: sql)
        }
        return index
    }

    private func failure(_ code: Int32) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)),
            sql: cached == nil ? nil : sql)
    }
}

// Running it.
extension SQLStatement {
    /// Moves to the next row; false after the last one.
    package func step() throws(DatabaseError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(code)
        }
    }

    /// Makes it ready for the next run, and leaves nothing bound.
    package func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
        scratch.forget()
    }

    /// Binds one value to each parameter, in their order; they last until the next time.
    package func bind(_ values: [Value]) throws(DatabaseError) {
        scratch.forget()
        var index: Int32 = 0
        for value in values {
            index += 1
            let code = bind(value, at: index)
            guard code == SQLITE_OK else { throw failure(code) }
        }
    }

    /// Binds a text to the parameter `index`, from 1; it lasts until ``reset()``.
    package func bind(_ text: String?, at index: Int) throws(DatabaseError) {
        guard let text else { return try bindNull(at: index) }
        let bytes = scratch.copy(text)
        let code = sqlite3_bind_text(handle, Int32(index), bytes.start, bytes.count, nil)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// Binds an integer to the parameter `index`, from 1.
    package func bind(_ integer: Int64?, at index: Int) throws(DatabaseError) {
        guard let integer else { return try bindNull(at: index) }
        let code = sqlite3_bind_int64(handle, Int32(index), integer)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// Binds a value to the parameter `index`, from 1; it lasts until ``reset()``.
    package func bind(_ value: Value, at index: Int) throws(DatabaseError) {
        let code = bind(value, at: Int32(index))
        guard code == SQLITE_OK else { throw failure(code) }
    }

    private func bindNull(at index: Int) throws(DatabaseError) {
        let code = sqlite3_bind_null(handle, Int32(index))
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// Runs it with what is bound, and makes it ready for the next time.
    package func runBound() throws(DatabaseError) {
        defer { reset() }
        while try step() {}
    }

    /// Runs it with `values` for its `?`s, then `blob` where it is given.
    package func run(_ values: [Value], blob: [UInt8]? = nil) throws(DatabaseError) {
        defer { reset() }
        try bind(values)
        let code: Int32
        if let blob {
            code = blob.withUnsafeBytes { bytes in
                // Not copied: the step ends before the bytes do.
                sqlite3_bind_blob(
                    handle, Int32(values.count + 1), bytes.baseAddress, Int32(bytes.count), nil)
                return sqlite3_step(handle)
            }
        } else {
            code = sqlite3_step(handle)
        }
        guard code == SQLITE_DONE || code == SQLITE_ROW else { throw failure(code) }
    }

    /// The row that its connection inserted last.
    package var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(connection) }

    /// Runs it once with the cells of the row that `source` stands on, which SQLite reads where they lie.
    package func run(withRowOf source: SQLStatement) throws(DatabaseError) {
        defer { sqlite3_reset(handle) }
        for index in source.columns.indices {
            let code = bind(source.cell(index), at: Int32(index + 1))
            guard code == SQLITE_OK else { throw failure(code) }
        }
        _ = try step()
    }

    /// All rows for `values`, each with as many cells as the statement has columns.
    package func rows(_ values: [Value]) throws(DatabaseError) -> [[Value]] {
        defer { reset() }
        try bind(values)
        var rows: [[Value]] = []
        while try step() { rows.append(row) }
        return rows
    }

    /// The result of `read` on the first row for `values`; nil when there is none.
    package func first<Result>(
        _ values: [Value], read: (SQLStatement) throws(DatabaseError) -> Result
    ) throws(DatabaseError) -> Result? {
        defer { reset() }
        try bind(values)
        return try step() ? try read(self) : nil
    }

    private func bind(_ value: Value, at index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, index)
        case .integer(let number): return sqlite3_bind_int64(handle, index, number)
        case .real(let number): return sqlite3_bind_double(handle, index, number)
        case .text(let text):
            let bytes = scratch.copy(text)
            return sqlite3_bind_text(handle, index, bytes.start, bytes.count, nil)
        }
    }

    private func bind(_ cell: Cell, at index: Int32) -> Int32 {
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

// The row that it stands on.
extension SQLStatement {
    /// One cell as it lies in SQLite's memory.
    package enum Cell {
        case null
        case integer(Int64)
        case real(Double)
        case text(UnsafeBufferPointer<UInt8>)
        case blob(UnsafeRawBufferPointer)
    }

    /// All cells, of which a blob counts as unknown.
    package var row: [Value] {
        (0..<Int(sqlite3_column_count(handle))).map { index in
            switch cell(index) {
            case .null, .blob: .null
            case .integer(let number): .integer(number)
            case .real(let number): .real(number)
            case .text(let bytes): .text(String(decoding: bytes, as: UTF8.self))
            }
        }
    }

    /// Reads the cell in column `index`; the bytes in it are SQLite's and last until the next step.
    package func cell(_ index: Int) -> Cell {
        let column = Int32(index)
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, column))
        case SQLITE_TEXT:
            let start = sqlite3_column_text(handle, column)
            return .text(
                UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(handle, column)
            return .blob(
                UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
        default: return .null
        }
    }

    /// The text in column `index`, or what SQLite makes of another value; empty for NULL.
    package func text(_ index: Int) -> String {
        guard let start = sqlite3_column_text(handle, Int32(index)) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, Int32(index)))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// The integer in column `index`, or what SQLite makes of another value; 0 for NULL.
    package func integer(_ index: Int) -> Int64 { sqlite3_column_int64(handle, Int32(index)) }

    /// The bytes in column `index`; empty for NULL.
    package func bytes(_ index: Int) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, Int32(index)) else { return [] }
        let count = Int(sqlite3_column_bytes(handle, Int32(index)))
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }
}

/// Holds the texts that are bound to a statement.
///
/// SQLite's own copies would cost an allocation, under a lock, for each of a document's hundred texts.
private final class TextScratch {
    private var memory = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 256)
    private var used = 0
    /// Full, and still bound.
    private var full: [UnsafeMutableBufferPointer<CChar>] = []

    deinit {
        forget()
        memory.deallocate()
    }

    /// Forgets what was copied.
    func forget() {
        used = 0
        guard !full.isEmpty else { return }
        for block in full { block.deallocate() }
        full = []
    }

    /// Copies a text; valid until ``forget()``.
    func copy(_ text: String) -> (start: UnsafePointer<CChar>?, count: Int32) {
        let count = text.utf8.count
        if memory.count - used < count {
            full.append(memory)
            memory = .allocate(capacity: 2 * (memory.count + count))
            used = 0
        }
        let target = UnsafeMutableRawBufferPointer(
            UnsafeMutableBufferPointer(rebasing: memory[used..<used + count]))
        if text.utf8.withContiguousStorageIfAvailable({ target.copyBytes(from: $0) }) == nil {
            target.copyBytes(from: text.utf8)
        }
        used += count
        return (UnsafePointer(target.baseAddress?.assumingMemoryBound(to: CChar.self)), Int32(count))
    }
}
