import Foundation
import MirrorCore
import MirrorStore
import TelenorAPI

/// Fetches the queued details side by side and commits what comes of them.
///
/// Invariant: a number leaves the queue only together with its outcome, so a run that ends at any point loses at most
/// what was not yet committed. One commit runs while the next outcomes arrive; it takes all that there are.
struct Drain {
    let fetcher: DetailFetcher
    let store: MirrorStore
    /// Numbers that are only to be verified again, with what the budget leaves.
    let refreshes: [QueuedNumber]
    let concurrency: Int
    let run: RunID
    let budget: RunBudget
    let time: TimeSource
    let progress: @Sendable (SyncProgress) -> Void

    /// What came of the queue.
    struct Result {
        var summary = SaveSummary()
        /// Why the queue was left before its end.
        var stop: (any Error)?
    }

    private enum Event: Sendable {
        case fetched(DetailFetcher.Fetched)
        case stopped(any Error, QueueReason)
        case saved(SaveSummary)
        case notSaved(any Error)
    }

    /// While so many outcomes wait for the commit in progress, no more are fetched.
    private static let backlogCeiling = 1000

    func run() async throws -> Result {
        var shown = SyncProgress(phase: .fetching)
        shown.total = try await store.queueCount() + refreshes.count
        if shown.total > 0 { progress(shown) }
        var result = Result()
        var supply = QueueSupply(store: store, turn: Int(run.rawValue), refreshes: refreshes)
        var backlog: [FetchOutcome] = []
        var suspects = Suspects<FetchOutcome>(ceiling: max(concurrency, 8))
        await withTaskGroup(of: Event.self) { group in
            var inFlight = 0
            var isSaving = false
            while true {
                if Task.isCancelled { result.stop = result.stop ?? RunStop.interrupted }
                while result.stop == nil, inFlight < concurrency, backlog.count < Self.backlogCeiling {
                    do {
                        guard let number = try await supply.next() else { break }
                        if let spent = spent(before: number, inFlight: inFlight) {
                            // What is in flight may already be counted: alone it is known what is left.
                            guard inFlight == 0 else {
                                supply.putBack(number)
                                break
                            }
                            stop(&result, for: spent, at: number.reason, &supply)
                            continue
                        }
                        group.addTask { await fetch(number) }
                        inFlight += 1
                    } catch {
                        result.stop = error
                    }
                }
                // At the end of the queue the suspects are alone with their failures: another number must have
                // been answered, or be answered now.
                if inFlight == 0, result.stop == nil, let failure = suspects.failure {
                    do {
                        if suspects.hasWitness {
                            backlog += suspects.released()
                        } else if let witness = try await witness(besides: Set(suspects.held.map(\.msisdn))) {
                            group.addTask { await fetch(witness) }
                            inFlight += 1
                        } else {
                            result.stop = failure
                        }
                    } catch {
                        result.stop = error
                    }
                }
                if !isSaving, !backlog.isEmpty {
                    let batch = backlog
                    group.addTask { await save(batch) }
                    backlog = []
                    isSaving = true
                }
                guard inFlight > 0 || isSaving, let event = await group.next() else { return }
                switch event {
                case .fetched(let fetched):
                    inFlight -= 1
                    shown.done += 1
                    switch fetched {
                    case .outcome(let outcome): backlog += suspects.answered() + [outcome]
                    case .fault(let outcome, let failure): suspects.hold(outcome, after: failure)
                    }
                    if let failure = suspects.verdict { result.stop = result.stop ?? failure }
                case .stopped(let error, let reason):
                    inFlight -= 1
                    stop(&result, for: error, at: reason, &supply)
                case .saved(let summary):
                    isSaving = false
                    result.summary += summary
                    shown.requests = budget.client.counts.total
                    progress(shown)
                case .notSaved(let error):
                    isSaving = false
                    backlog = []
                    result.stop = error
                }
            }
        }
        return result
    }

    /// Notes why no more is fetched.
    ///
    /// What is only to be refreshed is no work left over: it may wait.
    private func stop(
        _ result: inout Result, for error: any Error, at reason: QueueReason, _ supply: inout QueueSupply
    ) {
        if reason == .refresh, RunStop(error).map({ $0 != .interrupted }) ?? false {
            supply.dropRefreshes()
        } else {
            result.stop = result.stop ?? error
        }
    }

    /// Why the budget does not allow the number; nil when it does.
    private func spent(before number: QueuedNumber, inFlight: Int) -> (any Error)? {
        let cost = fetcher.requestsPerNumber
        do {
            try budget.check(for: cost, inFlight: inFlight * cost)
            return nil
        } catch {
            return error
        }
    }

    /// A number that was answered before, to show whether the API still answers; nil when there is none.
    ///
    /// - Throws: ``RunStop`` when the budget does not allow it.
    private func witness(besides suspects: Set<Msisdn>) async throws -> QueuedNumber? {
        try budget.check(for: fetcher.requestsPerNumber)
        // Those whose turn to be refreshed comes next; a day more than now, as clocks differ.
        return try await store.verifiedLongestAgo(
            before: time.now().addingTimeInterval(86_400), limit: suspects.count + 1
        ).first { !suspects.contains($0.msisdn) }
    }

    private func fetch(_ number: QueuedNumber) async -> Event {
        do {
            return .fetched(try await fetcher.fetch(number))
        } catch {
            return .stopped(error, number.reason)
        }
    }

    private func save(_ batch: [FetchOutcome]) async -> Event {
        // A task of its own, waited for here: what was paid for is committed even when the run is interrupted.
        let commit = Task {
            let summary = try await store.save(batch, of: run, at: time.now())
            try await keepPace()
            return summary
        }
        do {
            return .saved(try await commit.value)
        } catch {
            return .notSaved(error)
        }
    }

    /// Keeps the pace while the run goes on, so that a kill does not make the next run learn it again.
    ///
    /// Where there is a limit, batches are few; where there is none, there is nothing to keep.
    private func keepPace() async throws {
        let state = PersistedPace.state(of: budget.client, hasEnded: false)
        guard state[StateKey.pace.rawValue]?.isEmpty == false else { return }
        let counts = budget.client.counts
        try await store.keepProgress(
            of: run, totals: RequestTotals(requests: counts.total, throttled: counts.throttled), state: state)
    }
}
