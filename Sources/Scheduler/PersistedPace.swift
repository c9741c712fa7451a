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
        restore(
            pace: try await store.state(.pace), serverOffset: try await store.state(.serverOffset),
            into: &context)
        context.http.expectedClock = ServerClock.Expectation(
            believed: context.keptServerOffset,
            doubted: doubt(try await store.state(.doubtedOffset), since: try await store.state(.doubtedSince))
        )
    }

    private static func doubt(_ offset: String?, since: String?) -> ServerClock.Doubt? {
        guard let offset = offset.flatMap(Double.init), let since = since.flatMap(Instant.date) else {
            return nil
        }
        return ServerClock.Doubt(offset: .seconds(offset), since: .seconds(since.timeIntervalSince1970))
    }

    /// The same for one who only reads the mirror: what stands there, nil for nothing.
    package static func restore(
        pace: String?, serverOffset: String?, into context: inout TelenorClient.Context
    ) {
        context.http.keptPace = pace.flatMap {
            try? JSONDecoder().decode(PaceSnapshot.self, from: Data($0.utf8))
        }
        context.keptServerOffset = serverOffset.flatMap(Double.init).map { .seconds($0) }
    }

    /// What is put into the mirror; "" takes away what was there.
    ///
    /// - Parameter hasEnded: false while requests may follow.
    static func state(of client: TelenorClient, hasEnded: Bool = true) -> [String: String] {
        let pace = client.pacer.snapshot(hasEnded: hasEnded)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // Where no limit is known or learned there is nothing to keep, and an idle run writes nothing.
        let text =
            pace.isWithoutLimits
            ? "" : (try? encoder.encode(pace)).map { String(decoding: $0, as: UTF8.self) }
        let offset = client.serverOffset.map { String($0.inSeconds.rounded()) }
        // A run that was told no time leaves the doubt as it is.
        let doubt = client.doubt
        let isTold = offset != nil || doubt != nil
        return [
            StateKey.pace.rawValue: text, StateKey.serverOffset.rawValue: offset,
            StateKey.doubtedOffset.rawValue: isTold
                ? doubt.map { String($0.offset.inSeconds.rounded()) } ?? "" : nil,
            StateKey.doubtedSince.rawValue: isTold
                ? doubt.map { Instant.text(Date(timeIntervalSince1970: $0.since.inSeconds)) } ?? "" : nil,
        ]
        .compactMapValues(\.self)
    }
}
