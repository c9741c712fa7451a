import Foundation
package import Logging
package import MirrorCore
package import MirrorStore
import PacedHTTP
import Pacing
package import TelenorAPI

/// One run: poll, compare with the complete list when that is due, fetch what is queued.
///
/// The caller holds the ``RunLock``. Source: DESIGN.md, "How a sync run works".
package struct SyncRun: Sendable {
    package let client: TelenorClient
    package let store: MirrorStore
    package let settings: SyncSettings
    package let time: TimeSource
    package let logger: Logger
    package let progress: @Sendable (SyncProgress) -> Void

    package init(
        client: TelenorClient, store: MirrorStore, settings: SyncSettings, time: TimeSource, logger: Logger,
        progress: @escaping @Sendable (SyncProgress) -> Void = { _ in }
    ) {
        self.client = client
        self.store = store
        self.settings = settings
        self.time = time
        self.logger = logger
        self.progress = progress
    }

    /// Runs to the end, or to the reason to stop, and records which it was.
    ///
    /// - Throws: what made the run fail, after it was recorded; ``RunStop`` is no failure and is in the report.
    package func run(_ options: SyncOptions) async throws -> SyncReport {
        if options.isFull {
            // Kept until it is done: a budget may end this run before the list is begun.
            try await store.save(state: [StateKey.listAskedFor.rawValue: Instant.text(time.now())])
        }
        let lastListed = try await store.lastListedAt()
        let kind: RunKind =
            lastListed == nil ? .backfill : try await isReconcileDue(lastListed) ? .reconcile : .incremental
        let run = try await store.beginRun(kind, at: time.now())
        logger.notice(
            "run started", metadata: ["run": .stringConvertible(run.rawValue), "kind": "\(kind.rawValue)"])
        var report = SyncReport(
            run: run, kind: kind, outcome: .partial, totals: RequestTotals(requests: 0, throttled: 0),
            summary: SaveSummary(), queued: 0, stop: nil)
        do {
            try await work(&report, options: options)
        } catch {
            report.stop = RunStop(error)
            if report.stop == nil {
                try await finish(&report, failure: error)
                throw error
            }
        }
        try await finish(&report, failure: nil)
        return report
    }

    private func isReconcileDue(_ lastListed: Date?) async throws -> Bool {
        guard let lastListed, try await store.state(.listAskedFor) ?? "" == "" else { return true }
        return Recurrence.isDue(settings.reconcileInterval, after: lastListed, now: time.now())
    }

    private func work(_ report: inout SyncReport, options: SyncOptions) async throws {
        let budget = RunBudget(client: client, maximum: options.maxRequests)
        let run = report.run
        try await poll(&report, budget: budget)
        let clockJumps = client.clockJumps
        try await store.queueDueRetries(at: time.now())
        try await Catalogue(
            client: client, store: store, settings: settings, budget: budget, time: time, logger: logger,
            progress: progress
        ).readIfDue()
        let unfinished = try await store.unfinishedReconcile()
        if report.kind != .incremental || unfinished != nil {
            report.unreadableRows += try await Reconcile(
                client: client, store: store, settings: settings, run: run, budget: budget, time: time,
                logger: logger, progress: progress
            ).run(unfinished: unfinished)
        }
        let fetcher = DetailFetcher(
            client: client, store: store, settings: settings, time: time, logger: logger,
            clockJumps: clockJumps)
        let refresh = try await Refresh(store: store, interval: settings.refreshInterval, time: time).begin()
        let drained = try await Drain(
            fetcher: fetcher, store: store, refreshes: refresh.numbers, concurrency: settings.concurrency,
            run: run, budget: budget, time: time, progress: progress
        ).run()
        report.summary = drained.summary
        try await refresh.end(after: drained.summary.refreshed)
        let verdict = try await store.judgeParked(
            of: run, acceptsGone: options.acceptsGone, at: time.now())
        report.summary.gone += verdict.gone
        report.parked = verdict.parked
        if let stop = drained.stop { throw stop }
        if verdict.parked > 0 { throw RunStop.tooManyGone(parked: verdict.parked, living: verdict.living) }
        if report.unreadableRows > 0 { throw RunStop.listUnreadable(rows: report.unreadableRows) }
    }

    /// Before the first complete list there is nothing that a poll could go on from.
    private func poll(_ report: inout SyncReport, budget: RunBudget) async throws {
        guard let memory = try await store.pollMemory() else { return }
        progress(SyncProgress(phase: .polling))
        let poll = Poll(client: client, settings: settings, budget: budget, logger: logger)
        let (record, anomalies) = try await poll.run(memory)
        if let offset = client.confirmedOffset {
            logger.notice(
                "a second run sees that a clock was set: it goes by it from now on",
                metadata: ["server_ahead_seconds": .stringConvertible(Int(offset.inSeconds))])
        }
        if record.to < memory.reached.addingTimeInterval(-ServerClock.tolerance.inSeconds) {
            logger.notice(
                "a clock was wrong: coverage is cut back", metadata: ["to": "\(Instant.text(record.to))"])
        }
        let missed = try await store.save(
            record, of: report.run, lookback: settings.lookback, at: time.now())
        try await store.save(anomalies, at: time.now())
        report.unreadableRows = record.unreadableRows
        if try await store.mustReconcileForGap() { report.kind = .reconcile }
        logger.info(
            "polled",
            metadata: [
                "listed": .stringConvertible(record.listed.count),
                "changed": .stringConvertible(record.changed.count),
                "pages": .stringConvertible(record.pages), "missed": .stringConvertible(missed),
            ])
    }

    /// Records the end; in a task of its own, waited for here, as it must also be written after a signal.
    private func finish(_ report: inout SyncReport, failure: (any Error)?) async throws {
        let counts = client.counts
        if failure == nil, report.stop == nil, client.serverOffset == nil {
            logger.warning("the server does not say its time (no readable Date): no search proves coverage")
        }
        report.totals = RequestTotals(requests: counts.total, throttled: counts.throttled)
        let ending = report
        var state = PersistedPace.state(of: client)
        state[StateKey.reportDay.rawValue] = CalendarDay.text(of: time.now(), in: settings.reportTimeZone)
        let closingState = state
        let closing = Task {
            let queued = try await store.queueCount()
            let outcome: RunOutcome =
                failure != nil ? .failed : ending.stop == nil && queued == 0 ? .complete : .partial
            try await store.finishRun(
                ending.run, kind: ending.kind, outcome: outcome, totals: ending.totals,
                error: (failure.map { "\($0)" } ?? ending.stop.map { "\($0)" }).map(client.scrub),
                state: closingState, at: time.now())
            return (queued, outcome)
        }
        (report.queued, report.outcome) = try await closing.value
        // What it came to is said by whoever asked for the run, once it is published.
        logger.info("run recorded", metadata: ["run": .stringConvertible(report.run.rawValue)])
    }
}

extension RunStop {
    /// The reason to stop that `error` is; nil when it is a failure.
    init?(_ error: any Error) {
        switch error {
        case let stop as RunStop: self = stop
        case APIFailure.quotaSpent(let until): self = .quotaSpent(until: until)
        case APIFailure.tooClose(let since): self = .tooClose(since: since)
        case APIFailure.timeSpent: self = .timeSpent
        case APIFailure.clockInDoubt(let offset): self = .clockInDoubt(offset: offset)
        case is CancellationError: self = .interrupted
        default: return nil
        }
    }
}
