import TelenorAPI

/// Tells what cannot be fetched, a number or an account's list, from an API that cannot be reached, or does not let
/// us in.
///
/// What fails whenever it is asked for, or is refused in a way that could concern all of its kind, is held back until
/// another one is answered: then the one held is at fault. When too many in a row fail, the API is at fault: none is
/// blamed, and the run ends.
struct Suspects<Suspect> {
    let ceiling: Int
    private(set) var held: [Suspect] = []
    /// Why the newest of those held could not be fetched; nil when none is held.
    private(set) var failure: APIFailure?
    /// Whether any was answered.
    private(set) var hasWitness = false

    init(ceiling: Int) { self.ceiling = ceiling }

    /// The failure to end the run with; nil while there is hope.
    var verdict: APIFailure? { held.count >= ceiling ? failure : nil }

    mutating func hold(_ suspect: Suspect, after failure: APIFailure) {
        held.append(suspect)
        self.failure = failure
    }

    /// Takes note that another one was answered.
    ///
    /// - Returns: those that are now known to be at fault.
    mutating func answered() -> [Suspect] {
        hasWitness = true
        return released()
    }

    mutating func released() -> [Suspect] {
        defer {
            held = []
            failure = nil
        }
        return held
    }
}
