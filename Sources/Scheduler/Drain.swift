import MirrorCore
import MirrorStore
import PacedHTTP

/// Fetches items and saves the outcomes: the queue's numbers, or the due records of another source.
protocol DrainWork: Sendable {
    associatedtype Item: Sendable
    associatedtype Outcome: Sendable

    /// - Throws: errors that concern the run rather than the item: no token, a spent quota, cancellation.
    func fetch(_ item: Item) async throws -> Fetched<Outcome>
    /// Commits `outcomes`, all or none.
    func save(_ outcomes: [Outcome]) async throws -> SaveSummary
    /// Moves unjudged items behind the others for the next run, so that none stays first for ever.
    func leave(cutOff: [Item], held: [Outcome]) async throws
}

/// Supplies the items of a ``DrainWork`` in their order.
protocol DrainSupply<Item, Outcome>: Sendable {
    associatedtype Item: Sendable
    associatedtype Outcome: Sendable

    /// The next item; nil if none is left.
    mutating func next() async throws -> Item?
    /// Takes back the item supplied last, which must not be fetched yet.
    mutating func putBack(_ item: Item)
    /// Items, none of them `held`, that show whether the API still answers; different ones in each round.
    mutating func witnesses(ofRound round: Int, besides held: [Outcome]) async throws -> [Item]
    /// Removes `item` from the supply, because it is fetched out of turn.
    mutating func skip(_ item: Item)
    /// Whether `error`, met while fetching `item`, ends the run.
    mutating func lets(_ error: any Error, stopAt item: Item) -> Bool
}

/// How the fetch of one item ended.
enum Fetched<Outcome: Sendable>: Sendable {
    case document(Outcome)
    /// A refusal of this item alone; the error is the one to report if all items are refused like that.
    case verdict(Outcome, any Error)
    /// All of its requests failed or were refused, which may be due to the item or the API.
    case fault(Outcome, any Error)
}

/// Fetches items in parallel and commits the outcomes, as a ``DrainPlan`` decides.
///
/// Invariant: an item leaves the queue only together with its outcome, so a run that ends at any point loses
/// at most the outcomes not yet committed. One commit runs while further outcomes arrive; the next one takes
/// them all.
struct Drain<Work: DrainWork> {
    let work: Work
    let supply: any DrainSupply<Work.Item, Work.Outcome>
    let context: DrainContext
    /// Whether the API has ever returned a document to this mirror.
    let isProven: Bool
    /// The number of items.
    let total: Int

    private var rest: Duration { context.restAfterSaves }

    /// The result of draining the queue.
    struct Result {
        var summary = SaveSummary()
        /// Why the drain stopped before the end of the queue.
        var stop: (any Error)?
    }

    private typealias Plan = DrainPlan<Work.Outcome, any Error>

    /// The result of one task.
    private enum Ended: Sendable {
        case fetched(Fetched<Work.Outcome>)
        case stopped(any Error, Work.Item, isWitness: Bool)
        case saved(SaveSummary)
        case notSaved(any Error)
        case rested
    }

    func run() async throws -> Result {
        // Fetched items are processed on the thread they arrived on, as another thread would have to be
        // woken.
        try await withTaskExecutorPreference(context.executor) { try await drained() }
    }

    private func drained() async throws -> Result {
        var shown = SyncProgress(phase: .fetching)
        shown.total = total
        if shown.total > 0 { context.progress(shown) }
        var plan = Plan(
            concurrency: context.concurrency, isProven: isProven, restsAfterSaves: rest > .zero)
        var supply = supply
        var summary = SaveSummary()
        var cutOff: [Work.Item] = []
        await withTaskGroup(of: Ended.self) { group in
            while true {
                if Task.isCancelled { plan.take(.stopped(RunStop.interrupted)) }
                switch plan.next() {
                case .fetchNext:
                    let event = await beginNext(from: &supply, inFlight: plan.inFlight) { item in
                        group.addTask { await fetch(item) }
                    }
                    if let event { plan.take(event) }
                case .fetchWitnesses(let round):
                    let event = await beginWitnesses(ofRound: round, besides: plan.held, from: &supply) {
                        item in
                        group.addTask { await fetch(item, isWitness: true) }
                    }
                    plan.take(event)
                case .save(let batch): group.addTask { await save(batch) }
                case .wait:
                    guard let ended = await group.next() else { return }
                    switch ended {
                    case .saved(let saved):
                        summary += saved
                        shown.requests = context.requestCount()
                        context.progress(shown)
                        if rest > .zero { group.addTask { await gather() } }
                    case .fetched: shown.done += 1
                    case .stopped(let error, let item, _): if context.isCutOff(error) { cutOff.append(item) }
                    case .notSaved, .rested: break
                    }
                    plan.take(event(of: ended, &supply))
                case .end:
                    // Only a rest may still be running.
                    group.cancelAll()
                    return
                }
            }
        }
        if !(cutOff.isEmpty && plan.held.isEmpty), !Task.isCancelled {
            try await work.leave(cutOff: cutOff, held: plan.held)
        }
        return Result(summary: summary, stop: plan.stop)
    }

    private func event(of ended: Ended, _ supply: inout any DrainSupply<Work.Item, Work.Outcome>)
        -> Plan.Event
    {
        switch ended {
        case .fetched(.document(let outcome)): .document(outcome)
        case .fetched(.verdict(let outcome, let failure)): .verdict(outcome, failure)
        case .fetched(.fault(let outcome, let failure)): .fault(outcome, failure)
        case .stopped(let error, let item, let isWitness):
            // The run cannot go on without a witness, so an error that stops one stops the run.
            isWitness || supply.lets(error, stopAt: item) ? .stoppedFetch(error) : .left
        case .saved: .saved
        case .notSaved(let error): .notSaved(error)
        case .rested: .rested
        }
    }

    /// Starts fetching the next item; returns nil if its turn was given up.
    private func beginNext(
        from supply: inout any DrainSupply<Work.Item, Work.Outcome>, inFlight: Int, begin: (Work.Item) -> Void
    ) async -> Plan.Event? {
        do {
            guard let item = try await supply.next() else { return .queueEnded }
            let cost = context.requestsPerItem
            do {
                try context.checkBudget(cost, inFlight * cost)
            } catch {
                // Requests in flight may already be counted: only without any is the remaining budget known.
                guard inFlight == 0 else {
                    supply.putBack(item)
                    return .heldBack
                }
                return supply.lets(error, stopAt: item) ? .stopped(error) : nil
            }
            begin(item)
            return .begun(1)
        } catch {
            return .stopped(error)
        }
    }

    /// Starts fetching items that show whether the API still answers.
    private func beginWitnesses(
        ofRound round: Int, besides held: [Work.Outcome],
        from supply: inout any DrainSupply<Work.Item, Work.Outcome>,
        begin: (Work.Item) -> Void
    ) async -> Plan.Event {
        do {
            let cost = context.requestsPerItem
            try context.checkBudget(cost, 0)
            let witnesses = try await supply.witnesses(ofRound: round, besides: held)
            guard !witnesses.isEmpty else { return .noWitnesses }
            var begun = 0
            for item in witnesses {
                if begun > 0, (try? context.checkBudget(cost, begun * cost)) == nil { break }
                supply.skip(item)
                begin(item)
                begun += 1
            }
            return .begun(begun)
        } catch {
            return .stopped(error)
        }
    }

    private func fetch(_ item: Work.Item, isWitness: Bool = false) async -> Ended {
        do {
            return .fetched(try await work.fetch(item))
        } catch {
            return .stopped(error, item, isWitness: isWitness)
        }
    }

    private func gather() async -> Ended {
        try? await context.time.clock.sleep(for: rest)
        return .rested
    }

    private func save(_ batch: [Work.Outcome]) async -> Ended {
        // A separate task, awaited here, so that requests already spent are committed even if the run is
        // interrupted.
        let commit = Task { try await work.save(batch) }
        do {
            return .saved(try await commit.value)
        } catch {
            return .notSaved(error)
        }
    }
}

/// The environment of a ``Drain``.
struct DrainContext: Sendable {
    /// The most fetches in flight at once.
    let concurrency: Int
    /// Requests per item if none has to be repeated.
    let requestsPerItem: Int
    /// How long outcomes accumulate after each save.
    let restAfterSaves: Duration
    /// The executor that fetches are best made from.
    let executor: any TaskExecutor
    let time: TimeSource
    let progress: @Sendable (SyncProgress) -> Void
    /// The requests sent so far.
    let requestCount: @Sendable () -> Int
    /// Throws ``RunStop`` if `count` more requests would exceed the budget, or the time has ended.
    let checkBudget: @Sendable (_ count: Int, _ inFlight: Int) throws -> Void
    /// Whether a fetch ended because the run's time did.
    let isCutOff: @Sendable (any Error) -> Bool
}
