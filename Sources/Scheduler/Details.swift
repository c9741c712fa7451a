import MirrorCore
import MirrorStore

/// Fetches the queued details and, with what the budget leaves, those that were verified longest ago.
struct Details: RunStage {
    let context: RunContext

    func run(_ state: inout RunState) async throws {
        let refresh = state.plan.refresh
        let refreshes = try await context.store.verifiedLongestAgo(
            before: refresh.verifiedBefore, notAfter: refresh.notAfter, limit: refresh.limit)
        let fetcher = DetailFetcher(context: context, clockJumps: state.clockJumps)
        let drained = try await Drain(
            context: context, run: state.run, fetcher: fetcher, refreshes: refreshes
        ).run()
        state.report.summary = drained.summary
        state.drainStop = drained.stop
        let refreshed = drained.summary.refreshed
        let creditedAt = refresh.creditedAt(after: refreshed, areMore: refreshed < refreshes.count)
        try await context.store.keep(FactChanges(.refreshCreditedAt, creditedAt))
    }
}
