package import GRDB
import GRDBSQLite
package import MirrorCore

/// A prepared statement that is stepped row by row; between two steps it stands on a row and reads its cells.
package final class ReadStatement {
    /// The names of the result's columns; none for a statement without a result.
    package let columns: [String]
    /// The rest of the text after the first statement.
    package let tail: String

    private let connection: SQLiteConnection
    private let handle: OpaquePointer?

    /// Prepares the first statement of `sql`.
    ///
    /// - Throws: `DatabaseError` with SQLite's words.
    package init(_ sql: String, in db: Database) throws {
        guard let connection = db.sqliteConnection else {
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
        self.connection = connection
        self.handle = handle
        self.tail = tail
        columns = (0..<sqlite3_column_count(handle)).map { index in
            sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
        }
        guard code == SQLITE_OK else { throw Self.error(code, on: connection) }
    }

    deinit { sqlite3_finalize(handle) }

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

    /// Binds one value to each of ``parameters``, in their order.
    package func bind(_ values: [Value]) throws {
        for (index, value) in zip(Int32(1)..., values) {
            let code =
                switch value {
                case .null: sqlite3_bind_null(handle, index)
                case .integer(let number): sqlite3_bind_int64(handle, index, number)
                case .real(let number): sqlite3_bind_double(handle, index, number)
                case .text(let text): Self.bind(text, to: handle, at: index)
                }
            guard code == SQLITE_OK else { throw Self.error(code, on: connection) }
        }
    }

    /// Moves to the next row; false after the last one.
    package func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw Self.error(code, on: connection)
        }
    }

    /// Reads the cell in column `index` of the row that the statement stands on.
    ///
    /// The bytes in it are SQLite's and last until the next step.
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

    /// One cell as it lies in SQLite's memory.
    package enum Cell {
        case null
        case integer(Int64)
        case real(Double)
        case text(UnsafeBufferPointer<UInt8>)
        case blob(UnsafeRawBufferPointer)
    }

    private static func bind(_ text: String, to handle: OpaquePointer?, at index: Int32) -> Int32 {
        // SQLITE_TRANSIENT: SQLite copies the text before the call returns.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        return Array(text.utf8).withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                // SQLite takes a null pointer for NULL, and an empty array may have one.
                guard let start = characters.baseAddress, !characters.isEmpty else {
                    return sqlite3_bind_text(handle, index, "", 0, transient)
                }
                return sqlite3_bind_text(handle, index, start, Int32(characters.count), transient)
            }
        }
    }

    private static func error(_ code: Int32, on connection: SQLiteConnection) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)))
    }
}

extension ReadStatement.Cell {
    /// The cell as a value that outlives the row; a blob becomes its hexadecimal digits.
    package var value: Value {
        switch self {
        case .null: .null
        case .integer(let number): .integer(number)
        case .real(let number): .real(number)
        case .text(let bytes): .text(String(decoding: bytes, as: UTF8.self))
        case .blob(let bytes): .text(Hexadecimal.text(bytes))
        }
    }
}
