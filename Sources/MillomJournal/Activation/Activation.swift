package import Foundation
package import MirrorCore

/// Sends a request to buy to Millom, once.
package protocol PurchaseSender: Sendable {
    /// Sends the intent under its transid and says what became of it; never sends it again by itself.
    func send(_ intent: PurchaseIntent) async -> PurchaseReply
}

/// Why nothing was bought, or nobody can tell.
package enum ActivationFailure: UserFacingError, Equatable {
    /// There is an open purchase of the same subscriber and plan.
    case openPurchase(transid: String, PurchaseState)
    /// The journal has no such purchase.
    case noSuchPurchase(transid: String)
    /// The purchase is not open, or its person was forgotten, so it cannot be asked for again.
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
                + "\(transid); wait for its callback, ask again, or resolve it first"
        case .noSuchPurchase(let transid):
            "there is no purchase \(transid): submirror millom purchases lists them"
        case .notToBeAskedAgain(let transid, let state):
            "purchase \(transid) is \(state.rawValue) and cannot be asked for again"
        case .alreadyEnded(let transid, let state):
            "purchase \(transid) is already \(state.rawValue)"
        }
    }
}

/// The steps of a purchase, each of which the process may die after.
package enum ActivationStep: String, Sendable, CaseIterable {
    /// What an earlier process left is marked.
    case leftoversMarked
    /// The intent is durable.
    case intended
    /// It is durable that the request leaves.
    case sent
    /// There is an answer, or there will be none.
    case replied
    /// The answer is durable.
    case recorded
}

/// Buys, so that a process that dies at any step leaves at most one purchase, and never one that nobody knows of.
///
/// The journal comes first: an intent is durable before its request leaves, and so is that it leaves. One process buys
/// at a time, so whoever comes next knows what the one before left.
package struct Activation: Sendable {
    private let journal: Journal
    private let lock: ActivationLock
    private let sender: any PurchaseSender
    private let now: @Sendable () -> Date
    private let atStep: @Sendable (ActivationStep) -> Void

    /// Takes the lock, and marks what earlier processes left: what was sent and not answered becomes unknown, what was not
    /// sent is abandoned.
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
    /// - Returns: the purchase with every fact, as it is then.
    /// - Throws: ``ActivationFailure/openPurchase(transid:_:)``, and ``JournalFailure``: once the request has left, the next
    ///   process marks the purchase unknown.
    package func buy(_ intent: PurchaseIntent) async throws -> Purchase {
        if let other = try journal.open(intent, recordedBy: Self.recorder) {
            throw ActivationFailure.openPurchase(transid: other.transid, other.state)
        }
        atStep(.intended)
        // Nothing has left yet.
        guard !Task.isCancelled else {
            try record(.abandoned, of: intent, message: "interrupted before it was sent")
            throw CancellationError()
        }
        return try await send(intent)
    }

    /// Sends a purchase that is open once more, under the same transid: the answer may say what became of it.
    ///
    /// A refusal leaves it open: it may be of this request alone, while the one before was carried out.
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
        // A callback may have ended it since it was looked at.
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

    /// The fact that a reply is.
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
    /// Writes down what a person found out about an open purchase.
    ///
    /// - Returns: the purchase with that fact.
    /// - Throws: ``ActivationFailure`` for one that there is not or that has ended; ``JournalFailure``.
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
