import MirrorStore
import TelenorAPI

/// Tells numbers that cannot be fetched from an API that cannot be reached.
///
/// A number whose requests all fail is held back until another one succeeds: then the number is at fault and is set
/// aside. When too many in a row fail, the API is: they all stay queued, and the run ends.
struct Suspects {
    let ceiling: Int
    private var held: [FetchOutcome] = []
    private var lastFailure: APIFailure?

    init(ceiling: Int) { self.ceiling = ceiling }

    /// The failure to end the run with; nil while there is hope.
    var verdict: APIFailure? { held.count >= ceiling ? lastFailure : nil }

    /// The outcomes that can be committed now.
    mutating func judge(_ fetched: DetailFetcher.Fetched) -> [FetchOutcome] {
        switch fetched {
        case .outcome(let outcome):
            return released() + [outcome]
        case .fault(let outcome, let failure):
            held.append(outcome)
            lastFailure = failure
            return []
        }
    }

    mutating func released() -> [FetchOutcome] {
        defer { held = [] }
        return held
    }
}
