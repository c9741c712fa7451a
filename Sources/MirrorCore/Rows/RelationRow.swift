/// A row of one relation.
package protocol RelationRow: Hashable, Sendable {
    static var relation: Relation { get }
    /// Writes the row's cells, in the order of the relation's columns.
    func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure)
}

extension RelationRow {
    /// The row's cells, in the order of the relation's columns.
    package var values: [Value] {
        var list = ValueList()
        write(to: &list)
        return list.values
    }
}

/// Takes in all rows of one relation that a number has, in their canonical order.
package protocol RowSink {
    associatedtype Failure: Error
    mutating func add<Row: RelationRow>(_ rows: [Row]) throws(Failure)
}
