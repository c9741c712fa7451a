/// The relations that a statement names itself, and of each the columns that it reads.
///
/// Not what the views read that it names.
package struct StatementReads: Equatable {
    package var columns: [String: Set<String>] = [:]

    /// - Parameter column: empty where the rows are only counted.
    mutating func hear(_ relation: String, _ column: String) {
        // SQLite's own schema tells nothing of subscriptions.
        guard !relation.hasPrefix("sqlite_") else { return }
        guard relation == "_subscription_state" else {
            columns[relation, default: []].formUnion(column.isEmpty ? [] : [column])
            return
        }
        // The numbers with their state, which is made of these two.
        let named = column == "state" ? ["status", "valid_to_date"] : column.isEmpty ? [] : [column]
        columns["subscription", default: []].formUnion(named)
    }

    /// By name.
    package var relations: [String] { columns.keys.sorted() }

    /// Those of them whose past is not known.
    package var relationsWithoutHistory: [String] { relations.filter { !AsOfRelations.isKnown($0) } }
}
