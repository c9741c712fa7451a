/// Decides, one step at a time, how a queue of numbers is fetched side by side and what comes of them is saved; it does
/// nothing itself.
///
/// Invariants: no more is under way than allowed, but for a round of witnesses, and one save at a time; an outcome is
/// saved once, or its number stays queued; after a stop nothing more is fetched; a number is blamed only when another
/// one was answered.
package struct DrainPlan<Outcome, Failure> {
    /// The next step.
    ///
    /// But for ``save(_:)`` and ``wait``, an ``Event`` says at once what came of it.
    package enum Action {
        /// Take the queue's next number and begin to fetch it.
        case fetchNext
        /// Begin to fetch numbers that show whether the API answers at all; with each round others.
        case fetchWitnesses(round: Int)
        /// Begin to save these; the only save under way.
        case save([Outcome])
        /// Wait until something that is under way ends.
        case wait
        /// All is done.
        case end
    }

    /// The outcome of a step.
    package enum Event {
        /// So many fetches have begun.
        case begun(Int)
        /// The next number must wait until it is known what those under way cost.
        case heldBack
        /// The queue has no more.
        case queueEnded
        /// There are no witnesses for this round.
        case noWitnesses
        /// A fetch ended with a document.
        case document(Outcome)
        /// A fetch ended with a word about its number alone, such as that it is gone.
        case verdict(Outcome, Failure)
        /// A fetch ended in a way that may be the number's fault or the API's.
        case fault(Outcome, Failure)
        /// A fetch ended without an outcome, which is no reason to stop.
        case left
        /// A fetch ended without an outcome: no more are to begin.
        case stoppedFetch(Failure)
        /// No more fetches are to begin.
        case stopped(Failure)
        case saved
        case notSaved(Failure)
        /// The rest after a save is over.
        case rested
    }

    /// How many rounds of witnesses are asked before the API counts as at fault.
    package static var witnessRounds: Int { 2 }

    /// While so many outcomes wait for the save under way, no more are fetched.
    private static var backlogCeiling: Int { 1000 }

    private let concurrency: Int
    /// Whether the API has ever given a document to this mirror: before, its word about a number may be about all.
    private var isProven: Bool
    private var backlog: [Outcome] = []
    private var suspects: Suspects<Outcome, Failure>
    private var witnessRound = 0
    private let restsAfterSaves: Bool
    private var isSaving = false
    private var isResting = false
    private var isQueueEnded = false
    private var isHeldBack = false
    package private(set) var inFlight = 0
    /// Why the queue was left before its end.
    package private(set) var stop: Failure?

    /// - Parameters:
    ///   - concurrency: the most fetches that may be under way.
    ///   - isProven: whether the mirror has any document.
    ///   - restsAfterSaves: whether outcomes gather for a while after each save, which an ``Event/rested`` ends. Nothing
    ///     is left to gather once nothing is under way.
    package init(concurrency: Int, isProven: Bool, restsAfterSaves: Bool = false) {
        self.concurrency = concurrency
        self.restsAfterSaves = restsAfterSaves
        self.isProven = isProven
        suspects = Suspects(ceiling: max(concurrency, 8))
    }

    /// The outcomes that are held until it is known whose fault they are.
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
        // Those under way may be answered yet.
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
