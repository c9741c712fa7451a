import MirrorCore
import MirrorStore
import PacedHTTP
import Pacing
import TelenorAPI

/// Fetches the queued details and, with the rest of the budget, refreshes those verified longest ago.
struct Details: RunStage {
    let context: RunContext

    func run(_ state: inout RunState) async throws {
        let refresh = state.plan.refresh
        let refreshes = try await context.store.verifiedLongestAgo(
            before: refresh.verifiedBefore, notAfter: refresh.notAfter, limit: refresh.limit)
        let store = context.store
        let drained = try await Drain(
            work: NumberWork(
                context: context, run: state.run,
                fetcher: DetailFetcher(context: context, clockJumps: state.clockJumps)),
            supply: QueueSupply(
                store: store, turn: Int(state.run.rawValue), refreshes: refreshes, time: context.time),
            context: DrainContext(context), isProven: try await store.hasDocuments(),
            total: try await store.queueCount() + refreshes.count
        ).run()
        state.report.summary = drained.summary
        state.drainStop = drained.stop
        let refreshed = drained.summary.refreshed
        let creditedAt = refresh.creditedAt(after: refreshed, areMore: refreshed < refreshes.count)
        try await context.store.keep(FactChanges(.refreshCreditedAt, creditedAt))
    }
}

/// Fetches and saves the details of queued numbers.
private struct NumberWork: DrainWork {
    let context: RunContext
    let run: RunID
    let fetcher: DetailFetcher

    private var store: MirrorStore { context.store }

    func fetch(_ number: QueuedNumber) async throws -> Fetched<FetchOutcome> {
        try await fetcher.fetch(number)
    }

    func save(_ outcomes: [FetchOutcome]) async throws -> SaveSummary {
        let summary = try await store.save(outcomes, of: run, at: context.time.now())
        try await keepPace()
        return summary
    }

    func leave(cutOff: [QueuedNumber], held: [FetchOutcome]) async throws {
        try await store.moveBack(cutOff.map(\.msisdn) + held.map(\.msisdn), at: context.time.now())
    }

    /// Saves the pace while the run goes on, so that after a kill the next run need not learn it again.
    ///
    /// Where there is a limit, batches are few; without one, there is nothing to save.
    private func keepPace() async throws {
        let client = context.client
        guard !client.pacer.snapshot(hasEnded: false).isWithoutLimits else { return }
        try await store.keepProgress(
            of: run, totals: RequestTotals(client.counts),
            keeping: PersistedPace.facts(of: client, after: context.earlierTraffic, hasEnded: false))
    }
}

extension DrainContext {
    /// The environment for fetching a run's details.
    fileprivate init(_ context: RunContext) {
        let client = context.client
        self.init(
            concurrency: context.settings.concurrency, requestsPerItem: context.settings.requestsPerNumber,
            restAfterSaves: context.settings.restAfterSaves, executor: client.executor,
            time: context.time, progress: context.progress, requestCount: { client.counts.total },
            checkBudget: { try context.checkBudget(for: $0, inFlight: $1) },
            isCutOff: { if case APIFailure.cutOff = $0 { true } else { false } })
    }
}
