import GRDB
import GRDBSQLite
import MirrorCore

/// The aggregate `decimal_sum(x)`: the exact sum of amounts in decimal digits, with the
/// decimals of the most exact one.
///
/// NULLs are ignored, and the sum of NULLs alone is NULL, as with `sum(x)`. Any other value that is not an
/// amount, floating-point numbers included, is an error, as is a sum with too many digits.
enum DecimalSum {
    static let name = "decimal_sum"

    /// Registers the function on the connection.
    ///
    /// - Throws: `DatabaseError`.
    static func add(to db: Database) throws(DatabaseError) {
        let code = sqlite3_create_function_v2(
            db.sqliteConnection, name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nil, nil,
            { context, _, values in
                guard let value = values?[0], sqlite3_value_type(value) != SQLITE_NULL else { return }
                DecimalSum.withTotal(of: context) { total in
                    guard !total.hasFailed else { return }
                    guard let amount = DecimalSum.amount(value) else {
                        total.hasFailed = true
                        return sqlite3_result_error(
                            context, "decimal_sum: a value is not a decimal amount", -1)
                    }
                    guard let sum = total.sum.map({ $0.adding(amount) }) ?? amount else {
                        total.hasFailed = true
                        return sqlite3_result_error(context, "decimal_sum: the sum has too many digits", -1)
                    }
                    total.sum = sum
                }
            },
            { context in
                guard let total = DecimalSum.final(of: context), let sum = total.sum, !total.hasFailed else {
                    return
                }
                var text = sum.description
                text.withUTF8 { ValueFunction.give(UnsafeRawBufferPointer($0), to: context) }
            }, nil)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    /// The sum so far, held in SQLite's memory, which starts as zeros.
    private struct Total {
        var sum: ExactDecimal?
        var hasFailed = false
    }

    /// The exact amount; nil if the value is not one.
    private static func amount(_ value: OpaquePointer) -> ExactDecimal? {
        switch sqlite3_value_type(value) {
        case SQLITE_INTEGER: ExactDecimal(units: Int128(sqlite3_value_int64(value)), scale: 0)
        case SQLITE_TEXT: ExactDecimal(String(decoding: ValueFunction.bytes(of: value), as: UTF8.self))
        default: nil
        }
    }

    /// Runs `body` on the call's total, creating it at the first value.
    private static func withTotal(of context: OpaquePointer?, _ body: (inout Total) -> Void) {
        let box = sqlite3_aggregate_context(context, Int32(MemoryLayout<Unmanaged<Box>?>.size))
        guard let box else { return sqlite3_result_error_nomem(context) }
        let place = box.assumingMemoryBound(to: Unmanaged<Box>?.self)
        let held = place.pointee ?? Unmanaged.passRetained(Box())
        place.pointee = held
        body(&held.takeUnretainedValue().total)
    }

    /// Takes and releases the total of all values; nil if there were none.
    private static func final(of context: OpaquePointer?) -> Total? {
        // Size zero: SQLite allocates nothing if there was no value.
        guard let box = sqlite3_aggregate_context(context, 0) else { return nil }
        let place = box.assumingMemoryBound(to: Unmanaged<Box>?.self)
        guard let held = place.pointee else { return nil }
        place.pointee = nil
        return held.takeRetainedValue().total
    }

    private final class Box {
        var total = Total()
    }
}
