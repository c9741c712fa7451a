import Foundation
import MirrorCore
package import MirrorStore
import PacedHTTP
import Pacing
package import TelenorAPI

/// What one run learned about the API's pace and clock, stored in the mirror for the next.
package enum PersistedPace {
    /// Restores the stored facts into `context`; unreadable ones count as unknown.
    package static func restore(from store: MirrorStore, into context: inout TelenorClient.Context)
        async throws
    {
        context.http.keptPace = try await store.fact(.pace)
        context.keptServerOffset = try await store.fact(.serverOffset)
        context.http.expectedClock = ServerClock.Expectation(
            believed: context.keptServerOffset,
            doubted: doubt(try await store.fact(.doubtedOffset), since: try await store.fact(.doubtedSince))
        )
    }

    private static func doubt(_ offset: Duration?, since: Date?) -> ServerClock.UnconfirmedOffset? {
        guard let offset, let since else { return nil }
        return ServerClock.UnconfirmedOffset(offset: offset, since: .seconds(since.timeIntervalSince1970))
    }

    /// The facts to store for the next run.
    ///
    /// - Parameters:
    ///   - earlier: requests sent before this run.
    ///   - hasEnded: false while requests may follow.
    static func facts(of client: TelenorClient, after earlier: Traffic, hasEnded: Bool = true) -> FactChanges
    {
        let pace = client.pacer.snapshot(hasEnded: hasEnded)
        // Without a known or learned limit there is nothing to store.
        var facts = FactChanges(.pace, pace.isWithoutLimits ? nil : pace)
        facts.set(.traffic, to: earlier + Traffic(client.counts, hasEnded: hasEnded))
        let offset = client.serverOffset
        let doubt = client.doubt
        if let offset { facts.set(.serverOffset, to: .seconds(offset.inSeconds.rounded())) }
        // A run that received no server time leaves the doubt unchanged.
        if offset != nil || doubt != nil {
            facts.set(.doubtedOffset, to: doubt.map { .seconds($0.offset.inSeconds.rounded()) })
            facts.set(.doubtedSince, to: doubt.map { Date(timeIntervalSince1970: $0.since.inSeconds) })
        }
        return facts
    }
}

extension Traffic {
    /// A run's requests, from `counts`.
    ///
    /// - Parameter hasEnded: false while requests may be in flight: those are counted once their outcome is
    ///   known.
    init(_ counts: RequestCounters.Counts, hasEnded: Bool) {
        var requests: [String: [String: Int]] = [:]
        for (purpose, count) in counts.byPurpose {
            var outcomes: [String: Int] = [:]
            for (outcome, count) in counts.outcomes[purpose] ?? [:] { outcomes[outcome.rawValue] = count }
            let rest = count - outcomes.values.reduce(0, +)
            if hasEnded, rest > 0 { outcomes["cut_off"] = rest }
            requests[purpose.rawValue] = outcomes
        }
        self.init(
            requests: requests,
            refusals: [
                "quota": counts.quotaRefusals, "spike_arrest": counts.spikeRefusals,
                "token": counts.refusedTokens,
            ], retries: counts.retries)
    }
}

extension RequestTotals {
    /// A run's requests, from `counts`.
    init(_ counts: RequestCounters.Counts) {
        self.init(requests: counts.total, throttled: counts.throttled)
    }
}
