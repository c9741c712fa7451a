/// Rows that may share an identity with their neighbours and are then distinguished by `occurrence`.
protocol Occurring {
    var occurrence: Int { get set }
    /// Compares the row's identity.
    static func identityOrder(_ left: Self, _ right: Self) -> ContentOrder
    /// Compares the rest of the row, including its children.
    static func contentOrder(_ left: Self, _ right: Self) -> ContentOrder
}

extension Occurring {
    /// Compares by identity, then by content.
    static func order(_ left: Self, _ right: Self) -> ContentOrder {
        identityOrder(left, right).then(contentOrder(left, right))
    }
}

extension Array where Element: Occurring {
    /// Sorts by identity and content, and numbers equal identities from 1.
    ///
    /// Source: DESIGN.md, "What a reader finds": a reply whose arrays come in another order is no change.
    mutating func numberOccurrences() {
        guard count > 1 else { return }
        sortUnlessSorted(by: Element.order)
        for index in indices.dropFirst() {
            let isTwin = isNeighbour(at: index, .same, by: Element.identityOrder)
            self[index].occurrence = isTwin ? self[index - 1].occurrence + 1 : 1
        }
    }
}

extension Array {
    /// Whether the element before `index` is in `expected` order to the one at `index`; copies neither.
    fileprivate func isNeighbour(
        at index: Int, _ expected: ContentOrder, by order: (Element, Element) -> ContentOrder
    ) -> Bool {
        let elements = span
        return order(elements[index - 1], elements[index]) == expected
    }

    /// Sorts only if necessary: most documents are already sorted by id, and checking is cheaper than
    /// sorting.
    fileprivate mutating func sortUnlessSorted(by order: (Element, Element) -> ContentOrder) {
        guard indices.dropFirst().contains(where: { isNeighbour(at: $0, .after, by: order) }) else { return }
        sort { order($0, $1) == .before }
    }

    /// Sorts by `order` and keeps one of each group of equal elements.
    mutating func sortAndUnite(by order: (Element, Element) -> ContentOrder) {
        guard count > 1 else { return }
        sortUnlessSorted(by: order)
        let doubled = indices.dropFirst().filter { isNeighbour(at: $0, .same, by: order) }
        guard !doubled.isEmpty else { return }
        let doubles = Set(doubled)
        self = indices.filter { !doubles.contains($0) }.map { self[$0] }
    }
}
