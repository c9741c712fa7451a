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
