package import MirrorCore
package import Schema

/// A statement that is read row by row.
package typealias ReadStatement = SQLStatement

extension ReadStatement.Cell {
    /// The cell as a value that outlives the row; a blob is its hexadecimal digits.
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
