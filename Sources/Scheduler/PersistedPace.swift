import Foundation
import MirrorCore
package import MirrorStore
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
    }

    /// The same for one who only reads the mirror: what stands there, nil for nothing.
    package static func restore(
        pace: String?, serverOffset: String?, into context: inout TelenorClient.Context
    ) {
        context.keptPace = pace.flatMap {
            try? JSONDecoder().decode(PaceSnapshot.self, from: Data($0.utf8))
        }
        context.keptServerOffset = serverOffset.flatMap(Double.init).map { .seconds($0) }
    }

    static func state(of client: TelenorClient) -> [String: String] {
        let pace = client.pacer.snapshot
        var state = facts(of: pace)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // Where no limit is known or learned there is nothing to keep, and an idle run writes nothing.
        state[StateKey.pace.rawValue] =
            pace.isWithoutLimits
            ? "" : (try? encoder.encode(pace)).map { String(decoding: $0, as: UTF8.self) }
        if let offset = client.serverOffset {
            state[StateKey.serverOffset.rawValue] = String(offset.inSeconds.rounded())
        }
        return state
    }

    /// What `status` shows of it.
    private static func facts(of pace: PaceSnapshot) -> [String: String] {
        var facts = [
            "pace.spacing_seconds": text(pace.spacingSeconds), "pace.window_count": "\(pace.windowCount)",
        ]
        facts["pace.quota"] = pace.quota.map { "\($0)" }
        facts["pace.window_seconds"] = pace.windowSeconds.map(text)
        facts["pace.window_started_at"] = pace.windowStart.map {
            Instant.text(Date(timeIntervalSince1970: $0))
        }
        return facts
    }

    private static func text(_ seconds: Double) -> String { String((seconds * 1000).rounded() / 1000) }
}

extension PaceSnapshot {
    fileprivate var isWithoutLimits: Bool {
        quota == nil && spacingSeconds == 0 && learnedSpacingSeconds == 0 && notBefore == nil
    }
}
