import Schema

extension ReadStatement.Cell {
    /// The cell as a text that outlives the row; NULL is empty.
    package var text: String {
        switch self {
        case .null: ""
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let bytes): String(decoding: bytes, as: UTF8.self)
        case .blob(let bytes): Hexadecimal.text(bytes)
        }
    }
}
