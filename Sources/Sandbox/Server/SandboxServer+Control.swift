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
