/// The rows to remove from and insert into one number's rows of a relation to turn them into the next ones.
///
/// A changed row is in both. Rows are compared by all their cells, which is enough because an identity occurs
/// only once.
package struct RelationDiff: Equatable, Sendable {
    package let removed: [[Value]]
    package let inserted: [[Value]]

    package var isEmpty: Bool { removed.isEmpty && inserted.isEmpty }

    package init(from current: [[Value]], to next: [[Value]]) {
        if current == next {
            removed = []
            inserted = []
            return
        }
        let before = Set(current)
        let after = Set(next)
        removed = current.filter { !after.contains($0) }
        inserted = next.filter { !before.contains($0) }
    }
}
