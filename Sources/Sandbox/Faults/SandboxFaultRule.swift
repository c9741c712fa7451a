/// Decides which requests meet a fault; all conditions that are set must hold.
package struct SandboxFaultRule: Sendable, Equatable {
    /// The numbers that a rule applies to.
    package enum Numbers: Sendable, Equatable {
        case listed(Set<UInt64>)
        /// A share of all numbers, 0 to 1; the seed always chooses the same ones.
        case share(Double)
    }

    /// The fault.
    package var fault: SandboxFault
    /// nil: every endpoint of the first API except `token` and `logout`; `millom`: every one of Millom's
    /// except its token's.
    package var endpoint: SandboxEndpoint?
    /// The probability for each request that otherwise fits, 0 to 1.
    package var probability = 1.0
    /// The positions of affected requests among those that fit, from 1; empty: any.
    package var at: Set<Int> = []
    /// Affects every n-th request that fits; nil: any.
    package var every: Int?
    /// A span of sandbox time since the server was created; nil: always.
    package var during: Range<Duration>?
    /// Only requests about these numbers; nil: any request.
    package var numbers: Numbers?
    /// How often it applies at most; nil: no limit.
    package var limit: Int?

    package init(_ fault: SandboxFault, endpoint: SandboxEndpoint? = nil) {
        self.fault = fault
        self.endpoint = endpoint
    }

    /// Whether the rule counts a request, before chance and schedule decide.
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

    /// Whether the `count`-th request that fits, `elapsed` after the start, meets the fault.
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

/// The properties of a request that a rule checks.
struct FaultTarget: Sendable {
    let endpoint: SandboxEndpoint
    let msisdn: UInt64?
    /// nil: the request is not for a list.
    let page: Int?
}
