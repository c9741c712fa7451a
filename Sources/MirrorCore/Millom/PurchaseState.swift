/// The state of a purchase.
package enum PurchaseState: String, Sendable, CaseIterable {
    /// Recorded, not sent yet.
    case intended
    /// Millom is processing it.
    case processing
    case completed
    case failed
    /// Sent, with an unknown outcome.
    case unknown
    /// Never sent.
    case abandoned

    /// Whether the state is final.
    package var isEnd: Bool {
        switch self {
        case .completed, .failed, .abandoned: true
        case .intended, .processing, .unknown: false
        }
    }
}

/// The state that follows from the facts about a purchase, in the order in which they were recorded.
///
/// An end is final. A fact that contradicts it changes nothing but is counted, so that a person sees it.
package struct PurchaseStateMachine: Sendable, Equatable {
    package private(set) var state = PurchaseState.intended
    /// The number of facts.
    package private(set) var count = 0
    /// The numbers, from 1, of the facts that contradict the end.
    package private(set) var contradictions: [Int] = []
    /// The number of the fact that ended it; nil while it is open.
    package private(set) var end: Int?
    /// How often the request left, or was about to leave.
    package private(set) var sendings = 0
    private var last: PurchaseEventKind?
    /// Whether any result of a request that left was recorded, including its loss.
    private var hasOutcome = false

    package init(_ kinds: some Sequence<PurchaseEventKind> = []) {
        for kind in kinds { add(kind) }
    }

    /// Adds one fact.
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

    /// Whether `kind`, added to a purchase that has ended, contradicts its end.
    package func contradicts(_ kind: PurchaseEventKind) -> Bool {
        guard state.isEnd, let other = kind.end else { return state == .abandoned && kind == .processing }
        // A purchase that was never sent did not happen, like one that failed.
        return (other == .completed) != (state == .completed)
    }

    /// The fact to record about a purchase whose process ended without recording one; nil if none is needed.
    package var leftover: PurchaseEventKind? {
        guard !state.isEnd else { return nil }
        if state == .intended { return .abandoned }
        return last == .sent ? .unknown : nil
    }

    private func next(after kind: PurchaseEventKind) -> PurchaseState {
        switch kind {
        case .intended: state
        // Until an answer is recorded the outcome is unknown; what is known of an earlier sending stays.
        case .sent: state == .intended ? .unknown : state
        case .processing: .processing
        case .unknown: .unknown
        // It means that this one request did not leave, and says nothing about an earlier one.
        case .abandoned: sendings <= 1 && !hasOutcome ? .abandoned : state
        case .completed, .callbackCompleted, .resolvedCompleted: .completed
        case .failed, .callbackFailed, .resolvedFailed: .failed
        }
    }
}
