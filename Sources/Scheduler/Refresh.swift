import Foundation
import MirrorCore
import MirrorStore
import Pacing

/// The details that this run may verify again, and the account of what earlier runs did.
struct Refresh {
    let store: MirrorStore
    let interval: Duration
    let time: TimeSource

    /// One run's share.
    struct Share {
        /// The oldest verifications first.
        let numbers: [QueuedNumber]
        fileprivate let plan: RefreshPlan
        fileprivate let store: MirrorStore

        /// Keeps for the next run how much of the share was taken.
        func end(after refreshed: Int) async throws {
            let creditedAt = plan.creditedAt(after: refreshed, areMore: refreshed < numbers.count)
            try await store.save(state: [StateKey.refreshCreditedAt.rawValue: Instant.text(creditedAt)])
        }
    }

    func begin() async throws -> Share {
        let creditedAt = try await store.state(.refreshCreditedAt).flatMap(Instant.date)
        let plan = RefreshPlan(
            living: try await store.livingCount(), interval: interval, creditedAt: creditedAt, now: time.now()
        )
        let numbers = try await store.verifiedLongestAgo(
            before: plan.verifiedBefore,
            notAfter: time.now().addingTimeInterval(ServerClock.longestStep.inSeconds), limit: plan.limit)
        return Share(numbers: numbers, plan: plan, store: store)
    }
}
