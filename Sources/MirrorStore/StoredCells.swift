import GRDB
import MirrorCore

/// A row's cells in the form its narrow table stores, without the owner.
struct StoredCells: CellSink {
    let texts: TextIDs
    private(set) var values: [Value] = []

    init(_ texts: TextIDs) { self.texts = texts }

    mutating func add(_ msisdn: Msisdn) throws(DatabaseError) {}

    mutating func add(owner: String) throws(DatabaseError) {}

    mutating func add(_ text: String?) throws(DatabaseError) { values.append(Value(text)) }

    mutating func add(repeated text: String?) throws(DatabaseError) {
        values.append(Value(try texts.id(of: text)))
    }

    mutating func add(_ integer: Int64?) throws(DatabaseError) { values.append(Value(integer)) }

    mutating func add(_ value: Value) throws(DatabaseError) { values.append(value) }
}

extension RelationRow {
    /// The cells in the form the row's narrow table stores, without the number.
    func stored(_ texts: TextIDs) throws(DatabaseError) -> [Value] {
        var cells = StoredCells(texts)
        try write(to: &cells)
        return cells.values
    }
}
