/// What has to be taken out of and put into one number's rows of a relation, so that they become the next ones.
///
/// A row that changed is in both. Rows are told apart by all their cells, which is enough: an identity stands once.
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
