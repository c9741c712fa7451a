import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariants: after each step the relations hold exactly the rows of each number's last document; for every
/// moment of an observation, the history shows what was saved then.
@Suite("A mirror after any sequence of documents, tombstones and returns")
struct ReplayTests {
    /// A number, and a moment at which it was observed.
    struct Observation: Hashable {
        let msisdn: Msisdn
        let at: String
    }

    @Test(
        "equals the source as it is, and as it was at every moment before",
        arguments: 1...4 as ClosedRange<UInt64>)
    func replay(seed: UInt64) async throws {
        try await StoreBench.with { bench in
            var source = RandomSource(seed: seed)
            var past: [Observation: [String: [String]]] = [:]
            var now = Date.hour(9)
            for _ in 0..<25 {
                now = source.later(than: now)
                switch source.next() {
                case .seen(let documents):
                    _ = try await bench.store.save(
                        documents.map { .document(FetchedDocument($0)) }, of: bench.run, at: now)
                case .missing(let gone):
                    try await bench.reconcile(listed: source.living, at: now)
                    for msisdn in gone { try await bench.deny(msisdn, at: now) }
                    try await bench.judge(at: now)
                }
                let rows = try bench.contents.rows(
                    source.numbers.flatMap { number in Self.shown.map { Self.now($0, of: number) } })
                for (number, shown) in zip(source.numbers, rows.chunks(of: Self.shown.count)) {
                    let expected = source.expected(of: number)
                    #expect(
                        shown.map { $0.sorted() } == Self.shown.map { expected[$0.name] }, "seed \(seed)")
                    let changedAt = try bench.contents.rows(
                        "SELECT changed_at FROM _subscription WHERE msisdn = '\(number.digits)'")
                    if let at = changedAt.first { past[Observation(msisdn: number, at: at)] = expected }
                }
            }
            for (observation, expected) in past {
                let rows = try bench.contents.rows(Self.historized.map { Self.then($0, observation) })
                #expect(
                    rows.map { $0.sorted() } == Self.historized.map { expected[$0.name] },
                    "as of \(observation.at), seed \(seed)")
            }
            #expect(past.count > 25)
        }
    }

    private static let historized: [Relation] = [.subscription, .party, .simCard, .setting, .addOn]
    private static let shown =
        [.subscription] + NormalizedSubscription.invented(.invented(1)).rows.map(\.relation)

    /// A relation's current rows of a living number.
    private static func now(_ relation: Relation, of msisdn: Msisdn) -> String {
        """
        SELECT \(relation.columns.joined(separator: ", ")) FROM \(relation.name)
        WHERE msisdn = '\(msisdn.digits)'\(relation == .subscription ? " AND gone_at IS NULL" : "")
        """
    }

    /// The rows that its history shows for a moment.
    private static func then(_ relation: Relation, _ observation: Observation) -> String {
        """
        SELECT \(relation.columns.joined(separator: ", ")) FROM \(relation.name)_history
        WHERE msisdn = '\(observation.msisdn.digits)' AND observed_from <= '\(observation.at)'
            AND coalesce(observed_to, '9999') > '\(observation.at)'
            \(relation == .subscription ? " AND gone_at IS NULL" : "")
        """
    }
}

extension Array {
    /// The elements in groups of `size`.
    fileprivate func chunks(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
