import GRDB
import MirrorCore
import Schema

/// Binds a row's cells to a statement, in the form its narrow table stores.
struct CellBinder: CellSink {
    let statement: SQLStatement
    let texts: TextIDs
    /// The owner's key in this table.
    let key: Value
    /// The last parameter bound.
    private var index: Int

    /// Binds to the parameters after `index`.
    init(_ statement: SQLStatement, after index: Int, key: Value, texts: TextIDs) {
        self.statement = statement
        self.index = index
        self.key = key
        self.texts = texts
    }

    mutating func add(_ msisdn: Msisdn) throws(DatabaseError) { try add(key) }

    mutating func add(owner: String) throws(DatabaseError) { try add(key) }

    mutating func add(_ text: String?) throws(DatabaseError) {
        index += 1
        try statement.bind(text, at: index)
    }

    mutating func add(repeated text: String?) throws(DatabaseError) { try add(texts.id(of: text)) }

    mutating func add(_ integer: Int64?) throws(DatabaseError) {
        index += 1
        try statement.bind(integer, at: index)
    }

    mutating func add(_ value: Value) throws(DatabaseError) {
        index += 1
        try statement.bind(value, at: index)
    }
}
