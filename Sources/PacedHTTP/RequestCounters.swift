import Synchronization

/// Counts requests and their outcomes as they happen.
package final class RequestCounters: Sendable {
    /// The counts at one moment.
    package struct Counts: Sendable, Equatable {
        /// Requests sent, including token requests and retries.
        package var byPurpose: [RequestPurpose: Int] = [:]
        /// Outcomes of the requests that have ended; the rest are in flight or were cut off.
        package var outcomes: [RequestPurpose: [RequestOutcome: Int]] = [:]
        /// Refusals because the quota is spent.
        package var quotaRefusals = 0
        /// Refusals as too close to another request.
        package var spikeRefusals = 0
        /// Requests sent again after a fault.
        package var retries = 0
        /// Tokens that the API refused, each renewed once.
        package var refusedTokens = 0
        /// Error replies per undocumented code, for at most 50 different codes.
        package var unknownCodes: [String: Int] = [:]

        /// Starts at zero.
        package init() {}

        /// Requests of every purpose.
        package var total: Int { byPurpose.values.reduce(0, +) }
        /// Refusals of both kinds.
        package var throttled: Int { quotaRefusals + spikeRefusals }
    }

    private let state = Mutex(Counts())

    /// Starts at zero.
    package init() {}

    /// The counts now.
    package var counts: Counts { state.withLock { $0 } }

    func countRequest(_ purpose: RequestPurpose) { state.withLock { $0.byPurpose[purpose, default: 0] += 1 } }
    func countOutcome(_ outcome: RequestOutcome, of purpose: RequestPurpose) {
        state.withLock { $0.outcomes[purpose, default: [:]][outcome, default: 0] += 1 }
    }

    func countQuotaRefusal() { state.withLock { $0.quotaRefusals += 1 } }
    func countSpikeRefusal() { state.withLock { $0.spikeRefusals += 1 } }
    func countRetry() { state.withLock { $0.retries += 1 } }
    func countRefusedToken() { state.withLock { $0.refusedTokens += 1 } }

    func countUnknownCode(_ code: String) {
        state.withLock { counts in
            let key = counts.unknownCodes[code] != nil || counts.unknownCodes.count < 50 ? code : "other"
            counts.unknownCodes[key, default: 0] += 1
        }
    }
}
