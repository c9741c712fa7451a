import GRDB
import GRDBSQLite
import MirrorCore

/// A cached statement whose arguments are bound by hand, several times as fast as through GRDB's values.
///
/// Only inside GRDB's queue, in the transaction that made it.
struct BoundStatement {
    private let database: Database
    private let statement: Statement
    private let scratch = TextScratch()

    init(_ sql: String, in database: Database) throws {
        self.database = database
        statement = try database.cachedStatement(sql: sql)
    }

    /// Runs the statement with `values` for its `?`s, then `last` and `blob` where they are given.
    func run(_ values: [Value], _ last: Value? = nil, blob: [UInt8]? = nil) throws {
        let handle = statement.sqliteStatement
        defer { release(handle) }
        let count = try bind(values, last)
        let code: CInt
        if let blob {
            code = blob.withUnsafeBytes { bytes in
                // Not copied: the step ends before the bytes do.
                sqlite3_bind_blob(handle, count + 1, bytes.baseAddress, CInt(bytes.count), nil)
                return sqlite3_step(handle)
            }
        } else {
            code = sqlite3_step(handle)
        }
        guard code == SQLITE_DONE || code == SQLITE_ROW else { throw failure() }
    }

    /// All rows for `values`, each with as many cells as the statement has columns.
    func rows(_ values: [Value]) throws -> [[Value]] {
        let handle = statement.sqliteStatement
        defer { release(handle) }
        try bind(values)
        let width = sqlite3_column_count(handle)
        var rows: [[Value]] = []
        while try step(handle) {
            let row = ResultRow(handle: handle)
            rows.append((0..<width).map { row.value($0) })
        }
        return rows
    }

    /// What `read` makes of the first row for `values`; nil when there is none.
    func first<Result>(_ values: [Value], read: (ResultRow) -> Result) throws -> Result? {
        let handle = statement.sqliteStatement
        defer { release(handle) }
        try bind(values)
        return try step(handle) ? read(ResultRow(handle: handle)) : nil
    }

    private func step(_ handle: OpaquePointer) throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure()
        }
    }

    /// Leaves nothing bound, as what was bound is not SQLite's own copy.
    private func release(_ handle: OpaquePointer) {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// Binds all arguments; returns how many there are.
    @discardableResult
    private func bind(_ values: [Value], _ last: Value? = nil) throws -> CInt {
        let handle = statement.sqliteStatement
        scratch.reserve(values.reduce(last.length) { $0 + $1.length })
        var index: CInt = 0
        for value in values {
            index += 1
            guard bind(value, to: handle, at: index) == SQLITE_OK else { throw failure() }
        }
        if let last {
            index += 1
            guard bind(last, to: handle, at: index) == SQLITE_OK else { throw failure() }
        }
        return index
    }

    private func bind(_ value: Value, to handle: OpaquePointer, at index: CInt) -> CInt {
        switch value {
        case .null: return sqlite3_bind_null(handle, index)
        case .integer(let number): return sqlite3_bind_int64(handle, index, number)
        case .real(let number): return sqlite3_bind_double(handle, index, number)
        case .text(let text):
            let bytes = scratch.copy(text)
            return sqlite3_bind_text(handle, index, bytes.start, bytes.count, nil)
        }
    }

    private func failure() -> DatabaseError {
        DatabaseError(
            resultCode: database.lastErrorCode, message: database.lastErrorMessage, sql: statement.sql)
    }
}

extension Value {
    /// The bytes of its text; nothing for anything else.
    fileprivate var length: Int {
        guard case .text(let text) = self else { return 0 }
        return text.utf8.count
    }
}

extension Value? {
    fileprivate var length: Int { self.map(\.length) ?? 0 }
}

/// Holds the texts of one row while a statement runs.
///
/// SQLite's own copies would cost an allocation, under a lock, for each of a document's hundred texts.
private final class TextScratch {
    private var memory = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 256)
    private var used = 0

    deinit { memory.deallocate() }

    /// Forgets what was copied, and makes room for `count` bytes.
    func reserve(_ count: Int) {
        used = 0
        guard count > memory.count else { return }
        memory.deallocate()
        memory = .allocate(capacity: count * 2)
    }

    /// Copies a text that room was reserved for; valid until the next ``reserve(_:)``.
    func copy(_ text: String) -> (start: UnsafePointer<CChar>?, count: CInt) {
        let target = UnsafeMutableBufferPointer(rebasing: memory[used...])
        var text = text
        let count = text.withUTF8 { bytes in
            UnsafeMutableRawBufferPointer(target).copyMemory(from: UnsafeRawBufferPointer(bytes))
            return bytes.count
        }
        used += count
        return (UnsafePointer(target.baseAddress), CInt(count))
    }
}

/// The row that a statement stands on.
struct ResultRow {
    fileprivate let handle: OpaquePointer

    func value(_ column: CInt) -> Value {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, column))
        case SQLITE_TEXT: return .text(text(column))
        default: return .null
        }
    }

    /// The column's text; empty for NULL.
    func text(_ column: CInt) -> String {
        guard let start = sqlite3_column_text(handle, column) else { return "" }
        let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The column's bytes; empty for NULL.
    func bytes(_ column: CInt) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }
}
