package import Foundation
package import MirrorCore

/// Sends a purchase request to Millom, once.
package protocol PurchaseSender: Sendable {
    /// Sends the intent under its transid and returns the reply; never retries by itself.
    func send(_ intent: PurchaseIntent) async -> PurchaseReply
}

/// Why nothing was bought, or why the outcome is unknown.
package enum ActivationFailure: UserFacingError, Equatable {
    /// The same subscriber already has an open purchase of the plan.
    case openPurchase(transid: String, PurchaseState)
    /// The journal has no such purchase.
    case noSuchPurchase(transid: String)
    /// The purchase is not open, or its person was forgotten, so the request cannot be repeated.
    case notToBeAskedAgain(transid: String, PurchaseState)
    case alreadyEnded(transid: String, PurchaseState)
}

extension ActivationFailure: CustomStringConvertible {
    package var kind: FailureKind {
        switch self {
        case .openPurchase: .decision
        case .noSuchPurchase, .notToBeAskedAgain, .alreadyEnded: .usage
        }
    }

    package var description: String {
        switch self {
        case .openPurchase(let transid, let state):
            "purchase \(transid) of this plan for this subscriber is \(state.rawValue): see submirror millom purchase "
                + "\(transid); wait for its callback, ask Millom again, or resolve it first"
        case .noSuchPurchase(let transid):
            "there is no purchase \(transid): submirror millom purchases lists them"
        case .notToBeAskedAgain(let transid, let state):
            "purchase \(transid) is \(state.rawValue) and cannot be sent again"
        case .alreadyEnded(let transid, let state):
            "purchase \(transid) is already \(state.rawValue)"
        }
    }
}

/// The steps of a purchase; the process may die after any of them.
package enum ActivationStep: String, Sendable, CaseIterable {
    /// Unfinished purchases of earlier processes are marked.
    case leftoversMarked
    /// The intent is durable.
    case intended
    /// The imminent sending of the request is durable.
    case sent
    /// The reply has arrived, or none will.
    case replied
    /// The reply is durable.
    case recorded
}

/// Buys so that a process that dies at any step leaves at most one purchase, and never an unrecorded one.
///
/// The journal comes first: the intent is durable before anything else, and so is the note that its request
/// is about to be sent. Only one process buys at a time, so the next one knows what its predecessor left.
package struct Activation: Sendable {
    private let journal: Journal
    private let lock: ActivationLock
    private let sender: any PurchaseSender
    private let now: @Sendable () -> Date
    private let atStep: @Sendable (ActivationStep) -> Void

    /// Takes the lock, and marks the unfinished purchases of earlier processes.
    ///
    /// Those sent but not answered become unknown; those not sent are abandoned.
    ///
    /// - Parameter atStep: called after each step.
    /// - Throws: `ActivationLock.Held` and ``JournalFailure``.
    package init(
        in directory: String, journal: Journal, sender: any PurchaseSender,
        now: @escaping @Sendable () -> Date, atStep: @escaping @Sendable (ActivationStep) -> Void = { _ in }
    ) throws {
        lock = try ActivationLock(in: directory)
        self.journal = journal
        self.sender = sender
        self.now = now
        self.atStep = atStep
        _ = try journal.markLeftovers(at: now(), recordedBy: Self.recorder)
        atStep(.leftoversMarked)
    }

    /// Buys once.
    ///
    /// - Returns: the purchase with all its facts so far.
    /// - Throws: ``ActivationFailure/openPurchase(transid:_:)``, and ``JournalFailure``: if the request has
    ///   been sent, the next process marks the purchase unknown.
    package func buy(_ intent: PurchaseIntent) async throws -> Purchase {
        if let other = try journal.open(intent, recordedBy: Self.recorder) {
            throw ActivationFailure.openPurchase(transid: other.transid, other.state)
        }
        atStep(.intended)
        // Nothing has been sent yet.
        guard !Task.isCancelled else {
            try record(.abandoned, of: intent, message: "interrupted before it was sent")
            throw CancellationError()
        }
        return try await send(intent)
    }

    /// Sends an open purchase once more, under the same transid: the reply may reveal its outcome.
    ///
    /// A refusal leaves it open: it may concern only this request, while the previous one was carried out.
    ///
    /// - Throws: ``ActivationFailure`` and ``JournalFailure``.
    package func askAgain(_ transid: String) async throws -> Purchase {
        guard let purchase = try journal.purchase(transid) else {
            throw ActivationFailure.noSuchPurchase(transid: transid)
        }
        guard !purchase.state.isEnd, let intent = PurchaseIntent(purchase) else {
            throw ActivationFailure.notToBeAskedAgain(transid: transid, purchase.state)
        }
        return try await send(intent)
    }

    private func send(_ intent: PurchaseIntent) async throws -> Purchase {
        // A callback may have ended it in the meantime.
        let before = try record(.sent, of: intent, when: { !$0.state.isEnd })
        guard before.events.last?.kind == .sent else { return before }
        let isFirst = before.course.sendings == 1
        atStep(.sent)
        let reply = await sender.send(intent)
        atStep(.replied)
        let after = try journal.add(event(for: reply, isFirst: isFirst), to: intent.transid)
        atStep(.recorded)
        guard let after else { throw ActivationFailure.noSuchPurchase(transid: intent.transid) }
        return after
    }

    /// The fact that a reply establishes.
    private func event(for reply: PurchaseReply, isFirst: Bool) -> PurchaseEvent {
        var event = PurchaseEvent(.unknown, at: now(), recordedBy: Self.recorder)
        switch reply {
        case .completed(let code, let message):
            event.kind = .completed
            event.confirmationCode = code
            event.message = message
        case .processing(let message):
            event.kind = .processing
            event.message = message
        case .failed(let cause, let message):
            event.kind = isFirst ? .failed : .unknown
            event.errorCause = cause
            event.message = message
        case .notSent(let reason):
            event.kind = isFirst ? .abandoned : .unknown
            event.message = reason
        case .unknown(let reason): event.message = reason
        }
        return event
    }

    @discardableResult
    private func record(
        _ kind: PurchaseEventKind, of intent: PurchaseIntent, message: String? = nil,
        when isWanted: (Purchase) -> Bool = { _ in true }
    ) throws -> Purchase {
        let event = PurchaseEvent(kind, at: now(), recordedBy: Self.recorder, message: message)
        guard let purchase = try journal.add(event, to: intent.transid, when: isWanted) else {
            throw ActivationFailure.noSuchPurchase(transid: intent.transid)
        }
        return purchase
    }

    private static let recorder = "activate"
}

extension Journal {
    /// Records what a person found out about an open purchase.
    ///
    /// - Returns: the purchase with that fact.
    /// - Throws: ``ActivationFailure`` if the purchase does not exist or has ended; ``JournalFailure``.
    package func resolve(
        _ transid: String, asCompleted isCompleted: Bool, at now: Date, by person: String
    ) throws -> Purchase {
        let kind: PurchaseEventKind = isCompleted ? .resolvedCompleted : .resolvedFailed
        var ended: PurchaseState?
        let purchase = try add(
            PurchaseEvent(kind, at: now, recordedBy: "resolve", message: "by \(person)"), to: transid
        ) { purchase in
            ended = purchase.state.isEnd ? purchase.state : nil
            return ended == nil
        }
        guard let purchase else { throw ActivationFailure.noSuchPurchase(transid: transid) }
        if let ended { throw ActivationFailure.alreadyEnded(transid: transid, ended) }
        return purchase
    }
}
