/// The rules in force, with how often each was asked and served.
struct FaultPlan: Sendable {
    private struct Entry {
        let rule: SandboxFaultRule
        var seen = 0
        var served = 0
    }

    /// A fault for one request, with the random choices that belong to it.
    struct Draw: Sendable {
        /// Of the rule in the plan.
        fileprivate let rule: Int
        let fault: SandboxFault
        var generator: SeededGenerator
    }

    let seed: UInt64
    /// The time that schedules count from.
    let startedAt: Duration
    private var entries: [Entry] = []

    init(_ rules: [SandboxFaultRule], seed: UInt64, startedAt: Duration) {
        self.seed = seed
        self.startedAt = startedAt
        replace(rules)
    }

    var isEmpty: Bool { entries.isEmpty }

    /// Takes other rules; all counting begins anew, but not the time.
    mutating func replace(_ rules: [SandboxFaultRule]) { entries = rules.map { Entry(rule: $0) } }

    /// Every rule, with how many requests met its fault.
    var served: [(rule: SandboxFaultRule, count: Int)] { entries.map { ($0.rule, $0.served) } }

    /// The fault for this request, counted as served; the first rule that fires has it, but all count the request.
    mutating func take(_ target: FaultTarget, at now: Duration) -> Draw? {
        var drawn: Draw?
        for index in entries.indices {
            let rule = entries[index].rule
            guard rule.fits(target, seed: seed) else { continue }
            entries[index].seen += 1
            // Of the request's count, so that equal requests in equal order meet equal faults.
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

    /// Takes back what turned out to have nothing to work on.
    mutating func takeBack(_ draw: Draw) {
        if entries.indices.contains(draw.rule), entries[draw.rule].served > 0 {
            entries[draw.rule].served -= 1
        }
    }
}
