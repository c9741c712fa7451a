/// One cell of the truth, as a perfect mirror would hold it.
package enum TruthValue: Hashable, Sendable {
    /// The API does not provide a value, or not a readable one.
    case null
    case integer(Int64)
    case real(Double)
    case text(String)

    init(_ text: String?) { self = text.map(TruthValue.text) ?? .null }
    init(_ number: Int) { self = .integer(Int64(number)) }
}

extension TruthValue: Comparable {
    /// Null before numbers before text; numbers by size, text by its UTF-8 bytes.
    package static func < (left: TruthValue, right: TruthValue) -> Bool {
        switch (left, right) {
        case (.null, .null): false
        case (.null, _): true
        case (_, .null): false
        case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
        case (.text, _): false
        case (_, .text): true
        case (.integer(let a), .integer(let b)): a < b
        case (.integer(let a), .real(let b)): Double(a) < b
        case (.real(let a), .integer(let b)): a < Double(b)
        case (.real(let a), .real(let b)): a < b
        }
    }
}
