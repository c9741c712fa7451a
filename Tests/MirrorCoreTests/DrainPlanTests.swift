import MirrorCore
import TestSupport
import Testing

/// The promises of a plan for the queue, for any outcomes in any order.
@Suite("Fetching a queue")
struct DrainPlanTests {
    private typealias Plan = DrainPlan<Int, String>

    /// A number's outcome in one case.
    private enum Fate: CaseIterable { case document, verdict, fault, stop }

    /// The queue, the fetches in progress and the saved numbers, as the plan's executor sees them.
    private struct World {
        var plan: Plan
        var fates: [Int: Fate]
        var waiting: [Int]
        var concurrency: Int
        var underWay: [Int] = []
        var fetched: [Int] = []
        var saving: [Int]?
        var saved: [Int] = []
        var rests = false
        var isResting = false
        var random: SeededRandom
        var steps = 0
        /// How many numbers of one round show whether anything is answered.
        static let witnesses = 8

        /// Executes the plan to its end, completing fetches in random order.
        mutating func run(failingSaves: Bool) {
            while steps < 100_000 {
                steps += 1
                switch plan.next() {
                case .fetchNext:
                    #expect(plan.stop == nil)
                    guard !waiting.isEmpty else {
                        plan.take(.queueEnded)
                        continue
                    }
                    if !underWay.isEmpty, Int.random(in: 0..<9, using: &random) == 0 {
                        plan.take(.heldBack)
                        continue
                    }
                    begin([waiting.removeFirst()])
                case .fetchWitnesses:
                    #expect(plan.stop == nil)
                    #expect(underWay.isEmpty)
                    let held = Set(plan.held)
                    let chosen = Array(waiting.shuffled(using: &random).prefix(Self.witnesses))
                    #expect(held.isDisjoint(with: chosen))
                    guard !chosen.isEmpty else {
                        plan.take(.noWitnesses)
                        continue
                    }
                    waiting.removeAll { chosen.contains($0) }
                    begin(chosen)
                case .save(let batch):
                    #expect(saving == nil)
                    #expect(!batch.isEmpty)
                    #expect(!isResting || underWay.isEmpty, "outcomes could have gathered")
                    saving = batch
                case .wait: endOne(failingSaves: failingSaves)
                case .end:
                    #expect(underWay.isEmpty)
                    #expect(saving == nil)
                    return
                }
            }
            Issue.record("the plan has no end")
        }

        private mutating func begin(_ numbers: [Int]) {
            underWay += numbers
            fetched += numbers
            plan.take(.begun(numbers.count))
            #expect(plan.inFlight == underWay.count)
            #expect(underWay.count <= max(concurrency, Self.witnesses))
        }

        private mutating func endOne(failingSaves: Bool) {
            let ends = underWay.count + (saving == nil ? 0 : 1)
            guard ends > 0 else {
                Issue.record("it waits for nothing")
                plan.take(.stopped("for nothing"))
                return
            }
            if isResting, Int.random(in: 0..<4, using: &random) == 0 {
                isResting = false
                plan.take(.rested)
                return
            }
            let chosen = Int.random(in: 0..<ends, using: &random)
            guard chosen < underWay.count else {
                if failingSaves, Int.random(in: 0..<4, using: &random) == 0 {
                    plan.take(.notSaved("disk"))
                } else {
                    saved += saving ?? []
                    isResting = rests
                    plan.take(.saved)
                }
                saving = nil
                return
            }
            let number = underWay.remove(at: chosen)
            switch fates[number] {
            case .document: plan.take(.document(number))
            case .verdict: plan.take(.verdict(number, "\(number)"))
            case .fault: plan.take(.fault(number, "\(number)"))
            case .stop, nil: plan.take(.stoppedFetch("stop"))
            }
        }
    }

    private static func world(
        _ seed: UInt64, fates: [Fate], concurrency: Int? = nil, isProven: Bool = true, rests: Bool = false
    ) -> World {
        var random = SeededRandom(seed: seed)
        let concurrency = concurrency ?? Int.random(in: 1...16, using: &random)
        return World(
            plan: Plan(concurrency: concurrency, isProven: isProven, restsAfterSaves: rests),
            fates: Dictionary(uniqueKeysWithValues: fates.enumerated().map { ($0.offset, $0.element) }),
            waiting: Array(fates.indices), concurrency: concurrency, rests: rests, random: random)
    }

    @Test("nothing is lost, fetched twice or saved twice, in 2,000 random orders")
    func randomOrders() {
        for seed in 0..<2000 as Range<UInt64> {
            var random = SeededRandom(seed: seed &* 7919)
            let share = [0, 5, 50, 95].randomElement(using: &random) ?? 0
            let stops = [0, 0, 3].randomElement(using: &random) ?? 0
            let fates = (0..<Int.random(in: 0...120, using: &random)).map { _ -> Fate in
                if Int.random(in: 0..<100, using: &random) < stops { return .stop }
                guard Int.random(in: 0..<100, using: &random) < share else { return .document }
                return Bool.random(using: &random) ? .fault : .verdict
            }
            var world = Self.world(
                seed, fates: fates, isProven: Bool.random(using: &random), rests: seed % 2 == 0)
            world.run(failingSaves: seed % 5 == 0)
            #expect(Set(world.fetched).count == world.fetched.count)
            #expect(Set(world.saved).count == world.saved.count)
            #expect(Set(world.saved).isSubset(of: Set(world.fetched)))
            #expect(Set(world.saved).isDisjoint(with: Set(world.plan.held)))
            // Saved, or still in the queue: held, stopped, not saved, or never begun.
            // Without a stop, all are saved.
            if world.plan.stop == nil { #expect(world.saved.count == fates.count) }
            // A number is blamed only if another one was answered beside it.
            if !fates.contains(.document), !fates.contains(.verdict) { #expect(world.saved.isEmpty) }
        }
    }

    @Test("a stop begins nothing more, and saves what came before it")
    func stops() {
        var world = Self.world(
            1, fates: [.document, .document, .stop] + Array(repeating: .document, count: 50), concurrency: 1)
        world.run(failingSaves: false)
        #expect(world.plan.stop == "stop")
        #expect(world.fetched == [0, 1, 2])
        #expect(world.saved == [0, 1])
    }

    @Test("after a save outcomes gather, until the rest is over or nothing more can come")
    func rests() {
        var plan = Plan(concurrency: 3, isProven: true, restsAfterSaves: true)
        plan.take(.begun(3))
        plan.take(.queueEnded)
        plan.take(.document(1))
        #expect(Self.saves(plan.next()) == [1])
        plan.take(.saved)
        plan.take(.document(2))
        #expect(Self.saves(plan.next()) == nil)
        var later = plan
        later.take(.rested)
        #expect(Self.saves(later.next()) == [2])
        plan.take(.document(3))
        #expect(Self.saves(plan.next()) == [2, 3])
        plan.take(.saved)
        guard case .end = plan.next() else {
            Issue.record("it rests with nothing left to do")
            return
        }
    }

    private static func saves(_ action: Plan.Action) -> [Int]? {
        if case .save(let batch) = action { batch } else { nil }
    }

    @Test("a save that fails ends it, and what came meanwhile stays queued")
    func failedSave() {
        var plan = Plan(concurrency: 2, isProven: true)
        plan.take(.begun(2))
        plan.take(.document(1))
        guard case .fetchNext = plan.next() else {
            Issue.record("no fetch")
            return
        }
        plan.take(.queueEnded)
        guard case .save([1]) = plan.next() else {
            Issue.record("no save")
            return
        }
        plan.take(.document(2))
        plan.take(.notSaved("disk full"))
        guard case .end = plan.next() else {
            Issue.record("no end")
            return
        }
        #expect(plan.stop == "disk full")
    }

    @Test("many in a row that are refused stop nobody behind them", arguments: [1, 4, 16])
    func block(concurrency: Int) {
        let fates = Array(repeating: Fate.fault, count: 40) + Array(repeating: .document, count: 100)
        for seed in 0..<20 as Range<UInt64> {
            var world = Self.world(seed, fates: fates, concurrency: concurrency)
            world.run(failingSaves: false)
            #expect(world.plan.stop == nil)
            #expect(world.saved.count == fates.count)
        }
    }

    @Test("when every number is refused, few are tried and none is blamed", arguments: [1, 4, 16])
    func everyNumber(concurrency: Int) {
        var world = Self.world(3, fates: Array(repeating: .fault, count: 500), concurrency: concurrency)
        world.run(failingSaves: false)
        #expect(world.plan.stop != nil)
        #expect(world.saved.isEmpty)
        #expect(world.fetched.count <= 2 * max(concurrency, 8) + Plan.witnessRounds * World.witnesses)
    }

    @Test("on an empty mirror a word about each number is no word about any")
    func unproven() {
        let all = Array(repeating: Fate.verdict, count: 60)
        var none = Self.world(4, fates: all, isProven: false)
        none.run(failingSaves: false)
        #expect(none.plan.stop != nil)
        #expect(none.saved.isEmpty)
        var known = Self.world(4, fates: all, isProven: true)
        known.run(failingSaves: false)
        #expect(known.plan.stop == nil)
        #expect(known.saved.count == 60)
        var some = Self.world(4, fates: [.verdict, .verdict, .document, .verdict], isProven: false)
        some.run(failingSaves: false)
        #expect(some.saved.sorted() == [0, 1, 2, 3])
    }
}
