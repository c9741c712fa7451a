import MirrorCore
import Testing

@Suite("Whose turn it is")
struct DrainOrderTests {
    /// How many of `count` numbers taken from `turn` on are of each kind, if every waiting kind has enough.
    static func taken(_ count: Int, from turn: Int, waiting: [DrainOrder]) -> [DrainOrder: Int] {
        var taken: [DrainOrder: Int] = [:]
        for turn in turn..<(turn + count) {
            guard let first = DrainOrder.at(turn: turn).first(where: waiting.contains) else { continue }
            taken[first, default: 0] += 1
        }
        return taken
    }

    @Test("changed numbers come first, yet of 16 turns one goes to each of the others")
    func shares() {
        #expect(
            Self.taken(160, from: 3, waiting: DrainOrder.allCases)
                == [.changed: 140, .new: 10, .verification: 10])
        #expect(Self.taken(160, from: 3, waiting: [.new, .verification]) == [.new: 150, .verification: 10])
        #expect(Self.taken(160, from: 3, waiting: [.verification]) == [.verification: 160])
    }

    @Test("runs of a single number each reach everyone, as each begins with its own turn")
    func smallBudgets() {
        var taken: [DrainOrder: Int] = [:]
        for run in 1...32 {
            taken.merge(Self.taken(1, from: run, waiting: DrainOrder.allCases), uniquingKeysWith: +)
        }
        #expect(taken == [.changed: 28, .new: 2, .verification: 2])
    }

    @Test("every reason has its place")
    func reasons() {
        let all = DrainOrder.allCases.flatMap(\.reasons)
        #expect(all.sorted { $0.rawValue < $1.rawValue } == QueueReason.allCases)
    }
}
