/// Which requests meet a fault; every condition that is set has to hold.
package struct SandboxFaultRule: Sendable, Equatable {
    /// Numbers that a rule is about.
    package enum Numbers: Sendable, Equatable {
        case listed(Set<UInt64>)
        /// A share of all numbers, 0 to 1: by the seed, always the same ones.
        case share(Double)
    }

    /// What goes wrong.
    package var fault: SandboxFault
    /// nil: every endpoint of the first API but `token` and `logout`; `millom`: every one of Millom's but its token's.
    package var endpoint: SandboxEndpoint?
    /// Of each request that fits otherwise, 0 to 1.
    package var probability = 1.0
    /// Which of the fitting requests, counted from 1; empty: any.
    package var at: Set<Int> = []
    /// Each n-th of the fitting requests; nil: any.
    package var every: Int?
    /// Sandbox time since the server was made; nil: always.
    package var during: Range<Duration>?
    /// Only requests about these numbers; nil: any request.
    package var numbers: Numbers?
    /// How often at most; nil: without end.
    package var limit: Int?

    package init(_ fault: SandboxFault, endpoint: SandboxEndpoint? = nil) {
        self.fault = fault
        self.endpoint = endpoint
    }

    /// Whether a request is one that the rule counts, before chance and schedule have their say.
    func fits(_ target: FaultTarget, seed: UInt64) -> Bool {
        let isMeant =
            switch endpoint {
            case nil: !target.endpoint.isAboutTokens && !target.endpoint.isMillom
            case .millom: !target.endpoint.isAboutTokens && target.endpoint.isMillom
            case .some(let endpoint): endpoint == target.endpoint
            }
        guard isMeant, fault.works(on: target.endpoint, page: target.page) else { return false }
        guard let numbers else { return true }
        return target.msisdn.map { numbers.contain($0, seed: seed) } ?? false
    }

    /// Whether the fitting request number `count` at `elapsed` since the start meets the fault.
    func fires(count: Int, at elapsed: Duration, by generator: inout SeededGenerator) -> Bool {
        if let during, !during.contains(elapsed) { return false }
        if !at.isEmpty, !at.contains(count) { return false }
        if let every, !count.isMultiple(of: every) { return false }
        return probability >= 1 || generator.unit() < probability
    }
}

extension SandboxFaultRule.Numbers {
    func contain(_ msisdn: UInt64, seed: UInt64) -> Bool {
        switch self {
        case .listed(let numbers): numbers.contains(msisdn)
        case .share(let share): SeededGenerator.unit(of: SeededGenerator.mix(seed ^ 0xFA17, msisdn)) < share
        }
    }
}

/// What a rule looks at of a request.
struct FaultTarget: Sendable {
    let endpoint: SandboxEndpoint
    let msisdn: UInt64?
    /// nil: the request is for no list.
    let page: Int?
}
