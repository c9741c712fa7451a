package import Foundation
import Synchronization

/// The functions of the control endpoint, for a test in the same process.
extension SandboxServer {
    /// Makes one change; `msisdn` nil picks a subscription at random, by the seed.
    ///
    /// - Throws: `SandboxChangeRefusal`.
    @discardableResult
    package func change(_ kind: SandboxChangeKind, msisdn: String? = nil) throws -> SandboxChange {
        let number = try msisdn.map { text in
            guard let number = UInt64(text) else { throw SandboxChangeRefusal.unknownMsisdn(text) }
            return number
        }
        return try service.backend.apply(kind, to: number, at: service.clock.milliseconds)
    }

    /// Makes `count` changes of mixed kinds, each to a different subscription as long as there are enough;
    /// returns those made.
    @discardableResult
    package func change(count: Int) -> [SandboxChange] {
        service.backend.applyMix(count, at: service.clock.milliseconds)
    }

    /// Makes up to `count` changes of one kind, each to a different subscription; returns those made.
    @discardableResult
    package func change(_ kind: SandboxChangeKind, count: Int) -> [SandboxChange] {
        service.backend.applyMany(kind, count: count, share: 0, at: service.clock.milliseconds)
    }

    /// Makes a change of one kind to a share, 0 to 1, of all candidates; returns those made.
    @discardableResult
    package func change(_ kind: SandboxChangeKind, share: Double) -> [SandboxChange] {
        service.backend.applyMany(kind, count: nil, share: share, at: service.clock.milliseconds)
    }

    /// Changes the settings of the world, from the next request on.
    package func adjustWorld(_ adjust: (inout SandboxWorld) -> Void) { service.backend.adjustWorld(adjust) }

    /// The time on the server's clock.
    package var now: Date { Date(timeIntervalSince1970: Double(service.clock.milliseconds) / 1000) }

    /// Sets the server's clock forward, or back if `step` is negative.
    ///
    /// The `Date` header, the meaning of `since` and the stamps of later changes follow. Earlier stamps stay,
    /// so after a step back they may lie in the server's future, where every search finds them, the newest
    /// first. Tokens, limits and the schedules of faults run on elapsed time and are not affected.
    package func jumpClock(by step: Duration) { service.clock.jump(by: step) }

    /// The content of a perfect mirror; `language`: `no` or `en`, of product texts.
    package func truth(language: String = "no") -> SandboxTruth {
        service.truth(in: Language(parameter: language))
    }

    /// Requests since the start or the last reset, without control requests.
    package var statistics: SandboxStatistics { service.statistics.withLock { $0 } }

    /// Starts counting again.
    package func resetStatistics() { service.statistics.withLock { $0 = SandboxStatistics() } }

    /// Answers the next `times` fitting requests with `reply`; several replies queue up.
    ///
    /// - Parameters:
    ///   - endpoint: nil: any.
    ///   - msisdn: only requests that name this number; nil: any.
    ///   - times: nil: every time, until `clearInjected()`.
    package func inject(
        _ reply: ScriptedReply, endpoint: SandboxEndpoint? = nil, msisdn: String? = nil, times: Int? = 1
    ) {
        let number = msisdn.flatMap { UInt64($0) }
        service.faults.withLock { $0.add(reply, endpoint: endpoint, msisdn: number, times: times) }
    }

    /// Removes all scripted answers.
    package func clearInjected() { service.faults.withLock { $0.clear() } }

    /// Puts other limits in force, nil for none; what was let through before does not count.
    package func setLimits(quota: SandboxOptions.Quota? = nil, perSecond: Double? = nil) {
        service.limiter.withLock { $0 = RateLimiter(quota: quota, perSecond: perSecond) }
    }

    /// Makes every token issued so far unknown: 40105.
    package func revokeTokens() { service.tokens.withLock { $0.revokeAll() } }

    /// Creates and compresses all Norwegian bodies, so that a benchmark measures only its client.
    package func warmUp() async { await service.backend.warmUp() }
}
