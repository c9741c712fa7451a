/// The rules in force, with how many requests each has seen and how many met its fault.
struct FaultPlan: Sendable {
    private struct Entry {
        let rule: SandboxFaultRule
        var seen = 0
        var served = 0
    }

    /// A fault for one request, with its random choices.
    struct Draw: Sendable {
        /// The rule's index in the plan.
        fileprivate let rule: Int
        let fault: SandboxFault
        var generator: SeededGenerator
    }

    let seed: UInt64
    /// The start of the time on which schedules are based.
    let startedAt: Duration
    private var entries: [Entry] = []

    init(_ rules: [SandboxFaultRule], seed: UInt64, startedAt: Duration) {
        self.seed = seed
        self.startedAt = startedAt
        replace(rules)
    }

    var isEmpty: Bool { entries.isEmpty }

    /// Replaces the rules; all counts start again, the time does not.
    mutating func replace(_ rules: [SandboxFaultRule]) { entries = rules.map { Entry(rule: $0) } }

    /// Every rule, with how many requests met its fault.
    var served: [(rule: SandboxFaultRule, count: Int)] { entries.map { ($0.rule, $0.served) } }

    /// The fault for this request, counted as served; the first rule that fires applies, but all rules count
    /// the request.
    mutating func take(_ target: FaultTarget, at now: Duration) -> Draw? {
        var drawn: Draw?
        for index in entries.indices {
            let rule = entries[index].rule
            guard rule.fits(target, seed: seed) else { continue }
            entries[index].seen += 1
            // Seeded by the request's count, so that equal requests in equal order meet equal faults.
            var generator = SeededGenerator(
                seed: seed, stream: 100 + UInt64(index), index: UInt64(entries[index].seen))
            guard drawn == nil, rule.limit.map({ entries[index].served < $0 }) ?? true,
                rule.fires(count: entries[index].seen, at: now - startedAt, by: &generator)
            else { continue }
            drawn = Draw(rule: index, fault: rule.fault, generator: generator)
        }
        if let drawn { entries[drawn.rule].served += 1 }
        return drawn
    }

    /// Takes back a fault that could not be applied.
    mutating func takeBack(_ draw: Draw) {
        if entries.indices.contains(draw.rule), entries[draw.rule].served > 0 {
            entries[draw.rule].served -= 1
        }
    }
}
