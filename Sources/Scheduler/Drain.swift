import Foundation
import MirrorCore
import MirrorStore
import PacedHTTP
import Pacing
import TelenorAPI

/// Fetches the queued details side by side and commits what comes of them, as a ``DrainPlan`` says.
///
/// Invariant: a number leaves the queue only together with its outcome, so a run that ends at any point loses at most
/// what was not yet committed. One commit runs while the next outcomes arrive; it takes all that there are. A number
/// that was cut off, or held without a judgement, comes after the others in the next run, so that none is first for ever.
struct Drain {
    let context: RunContext
    let run: RunID
    let fetcher: DetailFetcher
    /// Numbers that are only to be verified again, with what the budget leaves.
    let refreshes: [QueuedNumber]

    private var store: MirrorStore { context.store }
    private var rest: Duration { context.settings.restAfterSaves }

    /// What came of the queue.
    struct Result {
        var summary = SaveSummary()
        /// Why the queue was left before its end.
        var stop: (any Error)?
    }

    private typealias Plan = DrainPlan<FetchOutcome, any Error>

    /// What a task brings back.
    private enum Ended: Sendable {
        case fetched(DetailFetcher.Fetched)
        case stopped(any Error, QueuedNumber, isWitness: Bool)
        case saved(SaveSummary)
        case notSaved(any Error)
        case rested
    }

    func run() async throws -> Result {
        var shown = SyncProgress(phase: .fetching)
        shown.total = try await store.queueCount() + refreshes.count
        if shown.total > 0 { context.progress(shown) }
        var plan = Plan(
            concurrency: context.settings.concurrency, isProven: try await store.hasDocuments(),
            restsAfterSaves: rest > .zero)
        var supply = QueueSupply(store: store, turn: Int(run.rawValue), refreshes: refreshes)
        var summary = SaveSummary()
        var unjudged: [Msisdn] = []
        let executors = context.client.executors
        var begun = 0
        await withTaskGroup(of: Ended.self) { group in
            while true {
                if Task.isCancelled { plan.take(.stopped(RunStop.interrupted)) }
                switch plan.next() {
                case .fetchNext:
                    let event = await beginNext(from: &supply, inFlight: plan.inFlight) { number in
                        begun += 1
                        group.addTask(executorPreference: executors[begun % executors.count]) {
                            await fetch(number)
                        }
                    }
                    if let event { plan.take(event) }
                case .fetchWitnesses(let round):
                    let event = await beginWitnesses(
                        ofRound: round, besides: Set(plan.held.map(\.msisdn)), &supply
                    ) { number in
                        group.addTask { await fetch(number, isWitness: true) }
                    }
                    plan.take(event)
                case .save(let batch): group.addTask { await save(batch) }
                case .wait:
                    guard let ended = await group.next() else { return }
                    switch ended {
                    case .saved(let saved):
                        summary += saved
                        shown.requests = context.client.counts.total
                        context.progress(shown)
                        if rest > .zero { group.addTask { await gather() } }
                    case .fetched: shown.done += 1
                    case .stopped(APIFailure.cutOff, let number, _): unjudged.append(number.msisdn)
                    case .stopped, .notSaved, .rested: break
                    }
                    plan.take(event(of: ended, &supply))
                case .end:
                    // But for a rest, nothing is under way.
                    group.cancelAll()
                    return
                }
            }
        }
        unjudged += plan.held.map(\.msisdn)
        if !unjudged.isEmpty, !Task.isCancelled {
            try await store.moveBack(unjudged, at: context.time.now())
        }
        return Result(summary: summary, stop: plan.stop)
    }

    private func event(of ended: Ended, _ supply: inout QueueSupply) -> Plan.Event {
        switch ended {
        case .fetched(.document(let outcome)): .document(outcome)
        case .fetched(.verdict(let outcome, let failure)): .verdict(outcome, failure)
        case .fetched(.fault(let outcome, let failure)): .fault(outcome, failure)
        case .stopped(let error, let number, let isWitness):
            // Without a witness the run cannot go on, so what stops one stops the run.
            lets(error, stop: isWitness ? .retry : number.reason, &supply) ? .stoppedFetch(error) : .left
        case .saved: .saved
        case .notSaved(let error): .notSaved(error)
        case .rested: .rested
        }
    }

    /// Whether `error` ends the run; what is only to be refreshed is no work left over: it may wait.
    private func lets(_ error: any Error, stop reason: QueueReason, _ supply: inout QueueSupply) -> Bool {
        guard reason == .refresh, let stop = RunStop(error), stop != .interrupted else { return true }
        supply.dropRefreshes()
        return false
    }

    /// Begins to fetch the next number; returns nil when its turn was given up.
    private func beginNext(
        from supply: inout QueueSupply, inFlight: Int, begin: (QueuedNumber) -> Void
    ) async -> Plan.Event? {
        do {
            guard let number = try await supply.next() else { return .queueEnded }
            let cost = context.settings.requestsPerNumber
            do {
                try context.checkBudget(for: cost, inFlight: inFlight * cost)
            } catch {
                // What is in flight may already be counted: alone it is known what is left.
                guard inFlight == 0 else {
                    supply.putBack(number)
                    return .heldBack
                }
                return lets(error, stop: number.reason, &supply) ? .stopped(error) : nil
            }
            begin(number)
            return .begun(1)
        } catch {
            return .stopped(error)
        }
    }

    /// Begins to fetch numbers that show whether the API still answers.
    ///
    /// First one that was answered before; then others, far from each other, as what is refused often stands together.
    private func beginWitnesses(
        ofRound round: Int, besides suspects: Set<Msisdn>, _ supply: inout QueueSupply,
        begin: (QueuedNumber) -> Void
    ) async -> Plan.Event {
        do {
            try context.checkBudget(for: context.settings.requestsPerNumber)
            let witnesses =
                round == 0
                // Those whose turn to be refreshed comes next; a day more than now, as clocks differ.
                ? try await store.verifiedLongestAgo(
                    before: context.time.now().addingTimeInterval(86_400), limit: suspects.count + 1
                ).first { !suspects.contains($0.msisdn) }.map { [$0] } ?? []
                : try await store.spreadNumbers(Self.witnessCount, besides: suspects)
            guard !witnesses.isEmpty else { return .noWitnesses }
            let cost = context.settings.requestsPerNumber
            var begun = 0
            for number in witnesses {
                if begun > 0, (try? context.checkBudget(for: cost, inFlight: begun * cost)) == nil { break }
                supply.skip(number.msisdn)
                begin(number)
                begun += 1
            }
            return .begun(begun)
        } catch {
            return .stopped(error)
        }
    }

    /// How many are asked before the API is blamed.
    private static let witnessCount = 8

    private func fetch(_ number: QueuedNumber, isWitness: Bool = false) async -> Ended {
        do {
            return .fetched(try await fetcher.fetch(number))
        } catch {
            return .stopped(error, number, isWitness: isWitness)
        }
    }

    private func gather() async -> Ended {
        try? await context.time.clock.sleep(for: rest)
        return .rested
    }

    private func save(_ batch: [FetchOutcome]) async -> Ended {
        // A task of its own, waited for here: what was paid for is committed even when the run is interrupted.
        let commit = Task {
            let summary = try await store.save(batch, of: run, at: context.time.now())
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
        let client = context.client
        guard !client.pacer.snapshot(hasEnded: false).isWithoutLimits else { return }
        try await store.keepProgress(
            of: run, totals: RequestTotals(client.counts),
            keeping: PersistedPace.facts(of: client, hasEnded: false))
    }
}
