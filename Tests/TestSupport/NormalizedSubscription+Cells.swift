package import MirrorCore

extension NormalizedSubscription {
    /// The rows that belong to the number, by relation, without the subscription's own row.
    package var rows: [(relation: Relation, cells: [[Value]])] {
        var cells = Cells()
        write(to: &cells)
        return cells.found
    }

    private struct Cells: RowSink {
        private(set) var found: [(relation: Relation, cells: [[Value]])] = []

        mutating func add<Row: RelationRow>(_ rows: [Row]) {
            found.append((Row.relation, rows.map(\.values)))
        }
    }
}
