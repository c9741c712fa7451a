/// How a purchase stands.
package enum PurchaseState: String, Sendable, CaseIterable {
    /// Written down, not sent yet.
    case intended
    /// Millom works on it.
    case processing
    case completed
    case failed
    /// Sent, and nobody can tell what became of it.
    case unknown
    /// Never sent.
    case abandoned

    /// Whether nothing can change it any more.
    package var isEnd: Bool {
        switch self {
        case .completed, .failed, .abandoned: true
        case .intended, .processing, .unknown: false
        }
    }
}

/// What the facts about a purchase say together, in the order in which they were written down.
///
/// An end is final. A fact that contradicts it changes nothing and is counted, so that a person sees it.
package struct PurchaseCourse: Sendable, Equatable {
    package private(set) var state = PurchaseState.intended
    /// How many facts there are.
    package private(set) var count = 0
    /// The numbers, from 1, of the facts that contradict the end.
    package private(set) var contradictions: [Int] = []
    /// The number of the fact that ended it; nil while it is open.
    package private(set) var end: Int?
    /// How often the request left, or was about to.
    package private(set) var sendings = 0
    private var last: PurchaseEventKind?
    /// Whether anything was written down about a request that left, its loss included.
    private var hasOutcome = false

    package init(_ kinds: some Sequence<PurchaseEventKind> = []) {
        for kind in kinds { add(kind) }
    }

    /// Goes on by one fact.
    package mutating func add(_ kind: PurchaseEventKind) {
        count += 1
        last = kind
        if kind == .sent { sendings += 1 }
        guard !state.isEnd else {
            if contradicts(kind) { contradictions.append(count) }
            return
        }
        state = next(after: kind)
        if kind == .unknown || kind == .processing { hasOutcome = true }
        if state.isEnd { end = count }
    }

    /// Whether `kind`, added to a purchase that has ended, says something else than its end.
    package func contradicts(_ kind: PurchaseEventKind) -> Bool {
        guard state.isEnd, let other = kind.end else { return state == .abandoned && kind == .processing }
        // What was never sent did not happen, as what failed did not.
        return (other == .completed) != (state == .completed)
    }

    /// What has to be written down about a purchase whose process has ended, as it wrote nothing more; nil: nothing.
    package var leftover: PurchaseEventKind? {
        guard !state.isEnd else { return nil }
        if state == .intended { return .abandoned }
        return last == .sent ? .unknown : nil
    }

    private func next(after kind: PurchaseEventKind) -> PurchaseState {
        switch kind {
        case .intended: state
        // Until an answer is written down nobody knows; what is known of an earlier sending stays.
        case .sent: state == .intended ? .unknown : state
        case .processing: .processing
        case .unknown: .unknown
        // It says that the one request did not leave; of an earlier one it says nothing.
        case .abandoned: sendings <= 1 && !hasOutcome ? .abandoned : state
        case .completed, .callbackCompleted, .resolvedCompleted: .completed
        case .failed, .callbackFailed, .resolvedFailed: .failed
        }
    }
}
