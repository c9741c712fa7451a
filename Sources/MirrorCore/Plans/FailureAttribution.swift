/// Decides whether an item, such as a number or an account's list, or the API itself is at fault when fetches
/// fail.
///
/// An item that fails, or is refused in a way that could concern all of its kind, is held back until another
/// one is answered, which proves the held item at fault. While too many fail in a row, the two cases cannot
/// be told apart.
package struct FailureAttribution<Item, Failure> {
    private let ceiling: Int
    package private(set) var held: [Item] = []
    /// Why the item held last could not be fetched; nil if none is held.
    package private(set) var failure: Failure?
    /// Whether any item was answered.
    package private(set) var hasWitness: Bool

    package init(ceiling: Int, hasWitness: Bool = false) {
        self.ceiling = ceiling
        self.hasWitness = hasWitness
    }

    /// Whether enough items failed in a row that the API may be at fault.
    package var areMany: Bool { held.count >= ceiling }

    package mutating func hold(_ suspect: Item, after failure: Failure) {
        held.append(suspect)
        self.failure = failure
    }

    /// Records that another item was answered.
    ///
    /// - Returns: the items now known to be at fault.
    package mutating func answered() -> [Item] {
        hasWitness = true
        return released()
    }

    /// Releases all held items.
    package mutating func released() -> [Item] {
        defer {
            held = []
            failure = nil
        }
        return held
    }
}

extension FailureAttribution: Sendable where Item: Sendable, Failure: Sendable {}
