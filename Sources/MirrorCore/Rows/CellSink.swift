/// Receives the cells of a row one by one, in the order of its relation's columns.
///
/// A row can write itself into anything that needs it: bytes to hash, a statement, a list of values.
package protocol CellSink: ~Copyable {
    associatedtype Failure: Error
    mutating func add(_ number: Msisdn) throws(Failure)
    /// The id of the subscriber that owns the row.
    mutating func add(owner: String) throws(Failure)
    mutating func add(_ text: String?) throws(Failure)
    /// The text of a column that ``Column/isRepeated``.
    mutating func add(repeated text: String?) throws(Failure)
    mutating func add(_ integer: Int64?) throws(Failure)
    mutating func add(_ value: Value) throws(Failure)
}

extension CellSink where Self: ~Copyable {
    @inlinable package mutating func add(_ flag: Bool?) throws(Failure) {
        try add(flag.map { $0 ? 1 : 0 } as Int64?)
    }
}

/// Collects the cells as values.
struct ValueList: CellSink {
    private(set) var values: [Value] = []

    mutating func add(_ number: Msisdn) { values.append(.text(number.digits)) }
    mutating func add(owner: String) { values.append(.text(owner)) }
    mutating func add(_ text: String?) { values.append(Value(text)) }
    mutating func add(repeated text: String?) { values.append(Value(text)) }
    mutating func add(_ integer: Int64?) { values.append(Value(integer)) }
    mutating func add(_ value: Value) { values.append(value) }
}
