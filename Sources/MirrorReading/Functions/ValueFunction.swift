package import GRDB
import GRDBSQLite

/// An SQL function on SQLite's own values: GRDB's functions end a text at its first NUL, and copy each one.
package final class ValueFunction {
    /// The arguments, as many as the function takes.
    package typealias Values = UnsafeMutablePointer<OpaquePointer?>

    private let name: String
    private let argumentCount: Int32
    private let answer: (_ values: Values, _ context: OpaquePointer?) -> Void

    /// - Parameter answer: sets the result on the call's `context`; equal arguments must give equal results.
    package init(
        _ name: String, argumentCount: Int32,
        answer: @escaping (_ values: Values, _ context: OpaquePointer?) -> Void
    ) {
        self.name = name
        self.argumentCount = argumentCount
        self.answer = answer
    }

    /// Registers the function on the connection.
    ///
    /// - Throws: `DatabaseError`.
    package func add(to db: Database) throws(DatabaseError) {
        let code = sqlite3_create_function_v2(
            db.sqliteConnection, name, argumentCount, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
            Unmanaged.passRetained(self).toOpaque(),
            { context, _, values in
                guard let function = sqlite3_user_data(context), let values else { return }
                Unmanaged<ValueFunction>.fromOpaque(function).takeUnretainedValue().answer(values, context)
            },
            nil, nil,
            { function in
                if let function { Unmanaged<ValueFunction>.fromOpaque(function).release() }
            })
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    /// The bytes of a text; SQLite owns them, and they are valid only during the call.
    package static func bytes(of text: OpaquePointer?) -> UnsafeBufferPointer<UInt8> {
        let start = sqlite3_value_text(text)
        return UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(text)))
    }

    /// Sets a text as the call's result.
    package static func give(_ text: UnsafeRawBufferPointer, to context: OpaquePointer?) {
        text.withMemoryRebound(to: CChar.self) { text in
            sqlite3_result_text(context, text.baseAddress, Int32(text.count), copied)
        }
    }

    /// SQLite's SQLITE_TRANSIENT, a cast that Swift does not import: the text is copied before the call returns.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}

extension ValueFunction {
    /// A function of one text; its argument is nil for any value that is not a text.
    convenience init(_ name: String, ofText answer: @escaping (String?) throws -> String?) {
        self.init(name, argumentCount: 1) { values, context in
            do {
                guard var result = try answer(Self.text(of: values[0])) else {
                    return sqlite3_result_null(context)
                }
                result.withUTF8 { Self.give(UnsafeRawBufferPointer($0), to: context) }
            } catch let error as DatabaseError {
                sqlite3_result_error(context, error.message ?? "", -1)
                sqlite3_result_error_code(context, error.extendedResultCode.rawValue)
            } catch {
                sqlite3_result_error(context, "\(error)", -1)
            }
        }
    }

    /// The value if it is a text; otherwise nil.
    static func text(of value: OpaquePointer?) -> String? {
        guard sqlite3_value_type(value) == SQLITE_TEXT else { return nil }
        return String(decoding: bytes(of: value), as: UTF8.self)
    }
}
