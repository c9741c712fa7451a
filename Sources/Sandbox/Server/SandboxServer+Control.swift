package import Foundation
import Synchronization

/// What the control endpoint can do, for a test in the same process.
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

    /// Makes `count` changes of mixed kinds, each to another subscription while there are enough; returns those made.
    @discardableResult
    package func change(count: Int) -> [SandboxChange] {
        service.backend.applyMix(count, at: service.clock.milliseconds)
    }

    /// Makes up to `count` changes of one kind, each to another subscription; returns those made.
    @discardableResult
    package func change(_ kind: SandboxChangeKind, count: Int) -> [SandboxChange] {
        service.backend.applyMany(kind, count: count, share: 0, at: service.clock.milliseconds)
    }

    /// The same to a share, 0 to 1, of all subscriptions that it could be made to.
    @discardableResult
    package func change(_ kind: SandboxChangeKind, share: Double) -> [SandboxChange] {
        service.backend.applyMany(kind, count: nil, share: share, at: service.clock.milliseconds)
    }

    /// Makes the world another, from the next request on.
    package func adjustWorld(_ adjust: (inout SandboxWorld) -> Void) { service.backend.adjustWorld(adjust) }

    /// What the server's clock says.
    package var now: Date { Date(timeIntervalSince1970: Double(service.clock.milliseconds) / 1000) }

    /// Sets the server's clock forward, or back when `step` is negative.
    ///
    /// The `Date` header, the meaning of `since` and the stamps of later changes follow; earlier stamps stay, so after a
    /// step back they may lie in the server's future, where every search finds them, the newest first. Tokens, limits and
    /// the schedules of faults run on elapsed time and do not notice.
    package func jumpClock(by step: Duration) { service.clock.jump(by: step) }

    /// The state as a perfect mirror would hold it; `language`: `no` or `en`, of product texts.
    package func truth(language: String = "no") -> SandboxTruth {
        service.truth(in: Language(parameter: language))
    }

    /// Requests since the start or the last reset; control requests are not among them.
    package var statistics: SandboxStatistics { service.statistics.withLock { $0 } }

    /// Begins counting anew.
    package func resetStatistics() { service.statistics.withLock { $0 = SandboxStatistics() } }

    /// Has the next `times` fitting requests answered by `reply`; several wait in line.
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

    /// Forgets all scripted answers.
    package func clearInjected() { service.faults.withLock { $0.clear() } }

    /// Makes every token that was handed out unknown: 40105.
    package func revokeTokens() { service.tokens.withLock { $0.revokeAll() } }

    /// Makes and compresses all Norwegian bodies, so that a benchmark measures its client only.
    package func warmUp() async { await service.backend.warmUp() }
}
