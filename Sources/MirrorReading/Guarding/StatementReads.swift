/// The relations that a statement itself names, with the columns it reads of each.
///
/// Relations read by the views that it names are not included.
package struct StatementReads: Equatable, Sendable {
    package var columns: [String: Set<String>] = [:]
    /// Whether the states of numbers are read, which are derived.
    package private(set) var readsStates = false

    /// - Parameter column: empty if the rows are only counted.
    mutating func hear(_ relation: String, _ column: String) {
        // SQLite's own schema holds no data about subscriptions.
        guard !relation.hasPrefix("sqlite_") else { return }
        guard relation == "_subscription_state" else {
            columns[relation, default: []].formUnion(column.isEmpty ? [] : [column])
            return
        }
        readsStates = true
        // A number's state is derived from these two columns.
        let named = column == "state" ? ["status", "valid_to_date"] : column.isEmpty ? [] : [column]
        columns["subscription", default: []].formUnion(named)
    }

    /// The relations' names, sorted.
    package var relations: [String] { columns.keys.sorted() }

    /// Whether rows of the past are read, and not only the present.
    package var readsPast: Bool {
        relations.contains { $0 == "change" || $0 == "_subscription_version" || $0.hasSuffix("_history") }
    }

    /// The relations whose past is not known; without the tables of closed months where a relation of them is named.
    package var relationsWithoutHistory: [String] {
        let unknown = relations.filter { !AsOfRelations.isKnown($0) }
        let named = unknown.filter { !$0.hasPrefix("_month_") }
        return named.isEmpty ? unknown : named
    }
}
