import Synchronization

/// Faults by rule, for a test in the same process.
extension SandboxServer {
    /// Replaces the rules; their counts start again, the time of schedules continues from the server's start.
    package func setFaults(_ rules: [SandboxFaultRule]) { service.plan.withLock { $0.replace(rules) } }

    /// Ends all faults by rule; scripted answers stay.
    package func clearFaults() { setFaults([]) }

    /// The rules in force, with how many requests met each one's fault.
    package var faults: [(rule: SandboxFaultRule, served: Int)] {
        service.plan.withLock { plan in plan.served.map { ($0.rule, $0.count) } }
    }

    /// The living numbers that `rule` applies to, ascending; empty if it names no numbers.
    package func afflicted(by rule: SandboxFaultRule) -> [String] {
        guard let numbers = rule.numbers else { return [] }
        let seed = service.options.seed
        return service.backend.model.living.map(\.msisdn).filter { numbers.contain($0, seed: seed) }
            .map(String.init)
    }
}
