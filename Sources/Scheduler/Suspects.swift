import MirrorCore
import MirrorStore
import TelenorAPI

/// Tells numbers that cannot be fetched from an API that cannot be reached, or does not let us in.
///
/// A number whose requests all fail, or are refused in a way that could concern every number, is held back until
/// another one is answered: then the number is at fault and is set aside. When too many in a row fail, the API is at
/// fault: they all stay queued, and the run ends.
struct Suspects {
    let ceiling: Int
    private var held: [FetchOutcome] = []
    /// Why the newest of those held could not be fetched; nil when none is held.
    private(set) var failure: APIFailure?
    /// Whether any number was answered.
    private(set) var hasWitness = false

    init(ceiling: Int) { self.ceiling = ceiling }

    /// The failure to end the run with; nil while there is hope.
    var verdict: APIFailure? { held.count >= ceiling ? failure : nil }

    /// The numbers that are held back.
    var numbers: Set<Msisdn> { Set(held.map(\.msisdn)) }

    /// The outcomes that can be committed now.
    mutating func judge(_ fetched: DetailFetcher.Fetched) -> [FetchOutcome] {
        switch fetched {
        case .outcome(let outcome):
            hasWitness = true
            return released() + [outcome]
        case .fault(let outcome, let failure):
            held.append(outcome)
            self.failure = failure
            return []
        }
    }

    mutating func released() -> [FetchOutcome] {
        defer {
            held = []
            failure = nil
        }
        return held
    }
}
