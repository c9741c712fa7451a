import Foundation
package import Logging
package import MirrorCore
package import MirrorStore
import Normalizer
import PacedHTTP
import Pacing
package import TelenorAPI

/// One run: poll, compare with the complete list when that is due, fetch the queued numbers.
///
/// The caller holds the ``RunLock``. Source: DESIGN.md, "How a sync run works".
package struct SyncRun: Sendable {
    private let context: RunContext

    package init(
        client: TelenorClient, store: MirrorStore, settings: SyncSettings, time: TimeSource, logger: Logger,
        progress: @escaping @Sendable (SyncProgress) -> Void = { _ in }
    ) {
        context = RunContext(
            client: client, store: store, settings: settings, time: time, logger: logger, progress: progress)
    }

    /// Runs until done or stopped, and records the outcome.
    ///
    /// - Throws: the error that made the run fail, after it was recorded; ``RunStop`` is not a failure and is
    ///   in the report.
    package func run(_ options: SyncOptions) async throws -> SyncReport {
        let (store, time) = (context.store, context.time)
        if options.isFull {
            // Kept until it is done: a budget may end this run before the list is started.
            try await store.keep(FactChanges(.listAskedFor, time.now()))
        }
        let now = time.now()
        let plan = RunPlan(
            try await store.runFacts(context.settings, at: now), context.settings, now: now)
        let earlier = try await store.fact(.traffic) ?? Traffic()
        let run = try await store.beginRun(plan.kind, at: now)
        context.logger.notice(
            "run started",
            metadata: ["run": .stringConvertible(run.rawValue), "kind": "\(plan.kind.rawValue)"])
        let report = SyncReport(
            run: run, kind: plan.kind, outcome: .partial, totals: RequestTotals(requests: 0, throttled: 0),
            summary: SaveSummary(), queued: 0, stop: nil)
        var state = RunState(plan: plan, report: report, clockJumps: context.client.clockJumps)
        do {
            for stage in stages(options, after: earlier) { try await stage.run(&state) }
        } catch {
            state.report.stop = RunStop(error)
            if state.report.stop == nil {
                do {
                    try await finish(&state.report, after: earlier, failure: error)
                } catch let second where "\(second)" != "\(error)" {
                    // A person needs the reason why the run failed; the next run will meet the error that
                    // prevented recording it.
                    context.logger.error(
                        "the failed run cannot be recorded", metadata: ["error": "\(second)"])
                } catch {
                    // A full disk causes the same error twice, which is reported once.
                }
                throw error
            }
        }
        try await finish(&state.report, after: earlier, failure: nil)
        return state.report
    }

    private func stages(_ options: SyncOptions, after earlier: Traffic) -> [any RunStage] {
        var context = context
        context.earlierTraffic = earlier
        context.maxRequests = options.maxRequests
        return [
            Poll(context: context), DueRetries(context: context), Catalogue(context: context),
            Reconcile(context: context), Details(context: context),
            Tombstones(context: context, acceptsGone: options.acceptsGone),
        ]
    }

    /// Records the end of the run, in a separate task awaited here, because it must be written even after a
    /// signal.
    private func finish(
        _ report: inout SyncReport, after earlier: Traffic, failure: (any Error)?
    ) async throws {
        let (client, store, time) = (context.client, context.store, context.time)
        if failure == nil, report.stop == nil, client.serverOffset == nil {
            context.logger.warning(
                "the server does not say its time (no readable Date): no search proves coverage")
        }
        report.totals = RequestTotals(client.counts)
        let ending = report
        var facts = PersistedPace.facts(of: client, after: earlier)
        facts.set(
            .reportDay, to: CalendarDay(CalendarDay.text(of: time.now(), in: context.settings.reportTimeZone))
        )
        let closing = Task { [facts] in
            let queued = try await store.queueCount()
            let outcome: RunOutcome =
                failure != nil ? .failed : ending.stop == nil && queued == 0 ? .complete : .partial
            try await store.finishRun(
                ending.run, kind: ending.kind, outcome: outcome, totals: ending.totals,
                error: (failure.map { "\($0)" } ?? ending.stop.map { "\($0)" }).map(client.scrub),
                keeping: facts, at: time.now())
            return (queued, outcome)
        }
        (report.queued, report.outcome) = try await closing.value
        // The caller reports the result, once it is published.
        context.logger.info("run recorded", metadata: ["run": .stringConvertible(report.run.rawValue)])
    }
}

extension RunStop {
    /// Maps `error` to the reason the run stopped; nil if it is a failure.
    init?(_ error: any Error) {
        switch error {
        case let stop as RunStop: self = stop
        case APIFailure.quotaSpent(let until): self = .quotaSpent(until: until)
        case APIFailure.tooClose(let since): self = .tooClose(since: since)
        case APIFailure.timeSpent, APIFailure.cutOff: self = .timeSpent
        case APIFailure.clockInDoubt(let offset): self = .clockInDoubt(offset: offset)
        case is CancellationError, DocumentError.interrupted: self = .interrupted
        default: return nil
        }
    }
}
