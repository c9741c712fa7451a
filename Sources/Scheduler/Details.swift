import MirrorCore
import MirrorStore
import TelenorAPI

/// Fetches the queued details and, with what the budget leaves, those that were verified longest ago.
struct Details: RunStage {
    let context: RunContext

    func run(_ state: inout RunState) async throws {
        let refresh = state.plan.refresh
        let refreshes = try await context.store.verifiedLongestAgo(
            before: refresh.verifiedBefore, notAfter: refresh.notAfter, limit: refresh.limit)
        let fetcher = DetailFetcher(context: context, clockJumps: state.clockJumps)
        let drain = Drain(context: context, run: state.run, fetcher: fetcher, refreshes: refreshes)
        // Each number that was fetched is taken in where it came: another thread would have to be woken for it.
        let drained = try await withTaskExecutorPreference(context.client.executors.first) {
            try await drain.run()
        }
        state.report.summary = drained.summary
        state.drainStop = drained.stop
        let refreshed = drained.summary.refreshed
        let creditedAt = refresh.creditedAt(after: refreshed, areMore: refreshed < refreshes.count)
        try await context.store.keep(FactChanges(.refreshCreditedAt, creditedAt))
    }
}
