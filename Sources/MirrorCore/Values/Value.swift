/// One cell of a relation, as SQLite stores it.
package enum Value: Hashable, Sendable {
    /// Unknown: the API did not provide a value, or not a readable one.
    case null
    case integer(Int64)
    /// Only where the API sends a number with decimals.
    case real(Double)
    case text(String)

    package init(_ text: String?) { self = text.map(Value.text) ?? .null }
    package init(_ integer: Int64?) { self = integer.map(Value.integer) ?? .null }
    package init(_ integer: Int) { self = .integer(Int64(integer)) }
    package init(_ flag: Bool?) { self = flag.map { .integer($0 ? 1 : 0) } ?? .null }
}

extension Value {
    /// Texts are equal if their bytes are; Swift's strings consider `é` as one character and as two equal.
    package static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.integer(let a), .integer(let b)): a == b
        case (.real(let a), .real(let b)): a == b
        case (.text(let a), .text(let b)): a.hasSameBytes(as: b)
        case (.null, _), (.integer, _), (.real, _), (.text, _): false
        }
    }
}

extension Value: Comparable {
    /// NULL before numbers before text; numbers by size, text by its UTF-8 bytes.
    package static func < (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.integer(let a), .integer(let b)): a < b
        case (.real(let a), .real(let b)): a < b
        case (.integer(let a), .real(let b)): Double(a) < b
        case (.real(let a), .integer(let b)): a < Double(b)
        case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
        default: left.rank < right.rank
        }
    }

    private var rank: Int {
        switch self {
        case .null: 0
        case .integer, .real: 1
        case .text: 2
        }
    }
}
