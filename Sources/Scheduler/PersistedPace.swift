import Foundation
import MirrorCore
package import MirrorStore
import PacedHTTP
import Pacing
package import TelenorAPI

/// What one run learned of the API's pace and clock, kept in the mirror for the next.
package enum PersistedPace {
    /// Puts what the mirror kept into `context`; what cannot be read any more is as good as unknown.
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

    private static func doubt(_ offset: Duration?, since: Date?) -> ServerClock.Doubt? {
        guard let offset, let since else { return nil }
        return ServerClock.Doubt(offset: offset, since: .seconds(since.timeIntervalSince1970))
    }

    /// The facts to keep for the next run.
    ///
    /// - Parameter hasEnded: false while requests may follow.
    static func facts(of client: TelenorClient, hasEnded: Bool = true) -> FactChanges {
        let pace = client.pacer.snapshot(hasEnded: hasEnded)
        // Where no limit is known or learned there is nothing to keep, and an idle run writes nothing.
        var facts = FactChanges(.pace, pace.isWithoutLimits ? nil : pace)
        let offset = client.serverOffset
        let doubt = client.doubt
        if let offset { facts.set(.serverOffset, to: .seconds(offset.inSeconds.rounded())) }
        // A run that was told no time leaves the doubt as it is.
        if offset != nil || doubt != nil {
            facts.set(.doubtedOffset, to: doubt.map { .seconds($0.offset.inSeconds.rounded()) })
            facts.set(.doubtedSince, to: doubt.map { Date(timeIntervalSince1970: $0.since.inSeconds) })
        }
        return facts
    }
}

extension RequestTotals {
    /// A run's requests, by `counts`.
    init(_ counts: RequestCounters.Counts) {
        self.init(requests: counts.total, throttled: counts.throttled)
    }
}
