import Foundation
import GRDB
import GRDBSQLite
import MirrorCore

/// The function `decimal_parts(amounts, decimals)`: rounds amounts so that together
/// they equal their rounded sum.
///
/// Takes and returns a JSON array of amounts in decimal digits; anything else is an error.
enum DecimalParts {
    static var function: ValueFunction {
        ValueFunction("decimal_parts", argumentCount: 2) { values, context in
            let decimals = sqlite3_value_int64(values[1])
            guard let text = ValueFunction.text(of: values[0]), (0...18).contains(decimals),
                let amounts = try? JSONDecoder().decode([String].self, from: Data(text.utf8)),
                let parts = parts(of: amounts, decimals: Int(decimals)),
                let result = try? JSONEncoder().encode(parts.map(\.description))
            else {
                return sqlite3_result_error(context, "decimal_parts() takes amounts and 0 to 18", -1)
            }
            result.withUnsafeBytes { ValueFunction.give($0, to: context) }
        }
    }

    private static func parts(of texts: [String], decimals: Int) -> [ExactDecimal]? {
        let amounts = texts.compactMap { ExactDecimal($0) }
        guard amounts.count == texts.count else { return nil }
        return ExactDecimal.parts(of: amounts, decimals: decimals)
    }
}
