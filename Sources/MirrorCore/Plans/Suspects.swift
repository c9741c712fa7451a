/// Tells what cannot be fetched, a number or an account's list, from an API that cannot be reached, or does not let
/// us in.
///
/// What fails whenever it is asked for, or is refused in a way that could concern all of its kind, is held back until
/// another one is answered: then the one held is at fault. While too many in a row fail, nothing tells the two apart.
package struct Suspects<Suspect, Failure> {
    private let ceiling: Int
    package private(set) var held: [Suspect] = []
    /// Why the newest of those held could not be fetched; nil when none is held.
    package private(set) var failure: Failure?
    /// Whether any was answered.
    package private(set) var hasWitness: Bool

    package init(ceiling: Int, hasWitness: Bool = false) {
        self.ceiling = ceiling
        self.hasWitness = hasWitness
    }

    /// Whether so many failed in a row that the API may be at fault.
    package var areMany: Bool { held.count >= ceiling }

    package mutating func hold(_ suspect: Suspect, after failure: Failure) {
        held.append(suspect)
        self.failure = failure
    }

    /// Takes note that another one was answered.
    ///
    /// - Returns: those that are now known to be at fault.
    package mutating func answered() -> [Suspect] {
        hasWitness = true
        return released()
    }

    /// Takes out all that are held.
    package mutating func released() -> [Suspect] {
        defer {
            held = []
            failure = nil
        }
        return held
    }
}

extension Suspects: Sendable where Suspect: Sendable, Failure: Sendable {}
