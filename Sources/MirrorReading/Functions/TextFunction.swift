import GRDB
import GRDBSQLite

/// An SQL function of one text over SQLite's own bytes: GRDB's functions see a text up to its first NUL.
///
/// What is no text is nil. SQLite holds the function, and calls it on the thread that uses the connection.
final class TextFunction {
    private let name: String
    private let answer: (String?) throws -> String?

    init(_ name: String, answer: @escaping (String?) throws -> String?) {
        self.name = name
        self.answer = answer
    }

    /// Gives the function to the connection.
    ///
    /// - Throws: `DatabaseError`.
    func add(to db: Database) throws(DatabaseError) {
        let code = sqlite3_create_function_v2(
            db.sqliteConnection, name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
            Unmanaged.passRetained(self).toOpaque(),
            { context, _, values in
                guard let function = sqlite3_user_data(context), let values else { return }
                Unmanaged<TextFunction>.fromOpaque(function).takeUnretainedValue()
                    .answer(values[0], to: context)
            },
            nil, nil,
            { function in
                if let function { Unmanaged<TextFunction>.fromOpaque(function).release() }
            })
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    private func answer(_ value: OpaquePointer?, to context: OpaquePointer?) {
        do {
            guard var result = try answer(Self.text(of: value)) else { return sqlite3_result_null(context) }
            result.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { bytes in
                    sqlite3_result_text(context, bytes.baseAddress, Int32(bytes.count), Self.copied)
                }
            }
        } catch let error as DatabaseError {
            sqlite3_result_error(context, error.message ?? "", -1)
            sqlite3_result_error_code(context, error.extendedResultCode.rawValue)
        } catch {
            sqlite3_result_error(context, "\(error)", -1)
        }
    }

    private static func text(of value: OpaquePointer?) -> String? {
        guard sqlite3_value_type(value) == SQLITE_TEXT else { return nil }
        let start = sqlite3_value_text(value)
        let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// SQLite's SQLITE_TRANSIENT, a cast that Swift does not import: the text is copied before the call returns.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
