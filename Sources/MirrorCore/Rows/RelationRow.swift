/// A row of one relation.
package protocol RelationRow: Hashable, Sendable {
    static var relation: Relation { get }
    /// The row's cells, in the order of the relation's columns.
    var values: [Value] { get }
}

/// All rows of one relation that belong to one number.
package struct RelationRows: Sendable, Equatable {
    package let relation: Relation
    package let cells: [[Value]]

    package init<Row: RelationRow>(_ rows: [Row]) {
        relation = Row.relation
        cells = rows.map(\.values)
    }
}
