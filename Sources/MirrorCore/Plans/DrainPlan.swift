/// Decides, one step at a time, how to fetch a queue of numbers in parallel and save the outcomes; it does
/// nothing itself.
///
/// Invariants: no more fetches are in flight than allowed, except for a round of witnesses, and only one save
/// at a time; an outcome is saved once, or its number stays queued; after a stop nothing more is fetched; a
/// number is blamed only if another one was answered.
package struct DrainPlan<Outcome, Failure> {
    /// The next step.
    ///
    /// Except for ``save(_:)`` and ``wait``, an ``Event`` reports the result at once.
    package enum Action {
        /// Take the queue's next number and start fetching it.
        case fetchNext
        /// Start fetching numbers that show whether the API answers at all; different ones in each round.
        case fetchWitnesses(round: Int)
        /// Start saving these outcomes; no other save is running.
        case save([Outcome])
        /// Wait until a fetch, save or rest ends.
        case wait
        /// Everything is done.
        case end
    }

    /// The result of a step.
    package enum Event {
        /// This many fetches have started.
        case begun(Int)
        /// The next number must wait until the cost of the fetches in flight is known.
        case heldBack
        /// The queue is empty.
        case queueEnded
        /// There are no witnesses for this round.
        case noWitnesses
        /// A fetch ended with a document.
        case document(Outcome)
        /// A fetch ended with a refusal that concerns its number alone, such as that it is gone.
        case verdict(Outcome, Failure)
        /// A fetch ended with a fault that may be the number's or the API's.
        case fault(Outcome, Failure)
        /// A fetch ended without an outcome, which is no reason to stop.
        case left
        /// A fetch ended without an outcome, and no more must start.
        case stoppedFetch(Failure)
        /// No more fetches must start.
        case stopped(Failure)
        case saved
        case notSaved(Failure)
        /// The rest after a save is over.
        case rested
    }

    /// How many rounds of witnesses must fail before the API counts as at fault.
    package static var witnessRounds: Int { 2 }

    /// While this many outcomes wait for the save in progress, no more are fetched.
    private static var backlogCeiling: Int { 1000 }

    private let concurrency: Int
    /// Whether the API has ever returned a document to this mirror; until then, a refusal of one number may
    /// apply to all.
    private var isProven: Bool
    private var backlog: [Outcome] = []
    private var suspects: FailureAttribution<Outcome, Failure>
    private var witnessRound = 0
    private let restsAfterSaves: Bool
    private var isSaving = false
    private var isResting = false
    private var isQueueEnded = false
    private var isHeldBack = false
    package private(set) var inFlight = 0
    /// Why the drain stopped before the end of the queue.
    package private(set) var stop: Failure?

    /// - Parameters:
    ///   - concurrency: the most fetches in flight at once.
    ///   - isProven: whether the mirror has any document.
    ///   - restsAfterSaves: whether outcomes accumulate for a while after each save, until ``Event/rested``.
    ///     There is no rest once nothing is in flight.
    package init(concurrency: Int, isProven: Bool, restsAfterSaves: Bool = false) {
        self.concurrency = concurrency
        self.restsAfterSaves = restsAfterSaves
        self.isProven = isProven
        suspects = FailureAttribution(ceiling: max(concurrency, 8))
    }

    /// The outcomes held until it is known where the fault lies.
    package var held: [Outcome] { suspects.held }

    package mutating func next() -> Action {
        if stop == nil, let fetch = nextFetch() { return fetch }
        if !isSaving, !backlog.isEmpty, !isResting || inFlight == 0 {
            defer { backlog = [] }
            isSaving = true
            return .save(backlog)
        }
        return inFlight > 0 || isSaving ? .wait : .end
    }

    private mutating func nextFetch() -> Action? {
        if !isQueueEnded, !isHeldBack, !suspects.areMany, inFlight < concurrency,
            backlog.count < Self.backlogCeiling
        {
            return .fetchNext
        }
        // Those in flight may still be answered.
        guard inFlight == 0, let failure = suspects.failure, isQueueEnded || suspects.areMany else {
            return nil
        }
        if suspects.hasWitness, !suspects.areMany {
            backlog += suspects.released()
            return nil
        }
        guard witnessRound < Self.witnessRounds else {
            stop = failure
            return nil
        }
        defer { witnessRound += 1 }
        return .fetchWitnesses(round: witnessRound)
    }

    package mutating func take(_ event: Event) {
        switch event {
        case .begun(let count): inFlight += count
        case .heldBack: isHeldBack = true
        case .queueEnded: isQueueEnded = true
        case .noWitnesses: break
        case .document(let outcome):
            isProven = true
            answered(with: outcome)
        case .verdict(let outcome, let failure):
            isProven ? answered(with: outcome) : hold(outcome, after: failure)
        case .fault(let outcome, let failure): hold(outcome, after: failure)
        case .left: fetchEnded()
        case .stoppedFetch(let failure):
            fetchEnded()
            stop = stop ?? failure
        case .stopped(let failure): stop = stop ?? failure
        case .saved:
            isSaving = false
            isResting = restsAfterSaves
        case .rested: isResting = false
        case .notSaved(let failure):
            isSaving = false
            backlog = []
            stop = failure
        }
    }

    private mutating func answered(with outcome: Outcome) {
        fetchEnded()
        witnessRound = 0
        backlog += suspects.answered() + [outcome]
    }

    private mutating func hold(_ outcome: Outcome, after failure: Failure) {
        fetchEnded()
        suspects.hold(outcome, after: failure)
    }

    private mutating func fetchEnded() {
        inFlight -= 1
        isHeldBack = false
    }
}

extension DrainPlan: Sendable where Outcome: Sendable, Failure: Sendable {}
extension DrainPlan.Action: Sendable where Outcome: Sendable {}
extension DrainPlan.Event: Sendable where Outcome: Sendable, Failure: Sendable {}
