package import Foundation

/// A purchase as intended, before anything is sent.
package struct PurchaseIntent: Sendable, Equatable {
    /// The transaction's id, a UUID in lower case; no other purchase ever has it, and this one has no other.
    package let transid: String
    package let subscriber: MillomSubscriber
    package let planID: String
    package let fundSource: MillomFundSource
    /// The offer's cost and currency; nil if the offer does not state them.
    package let cost: ExactDecimal?
    package let currency: String?
    /// The offer's context, byte for byte.
    package let offerContext: String?
    /// The requester, such as a user name.
    package let askedBy: String
    package let at: Date

    package init(
        id: UUID, subscriber: MillomSubscriber, planID: String, fundSource: MillomFundSource,
        cost: ExactDecimal?, currency: String?, offerContext: String?, askedBy: String, at: Date
    ) {
        transid = id.uuidString.lowercased()
        self.subscriber = subscriber
        self.planID = planID
        self.fundSource = fundSource
        self.cost = cost
        self.currency = currency
        self.offerContext = offerContext
        self.askedBy = askedBy
        self.at = at
    }

    /// The intent of a recorded purchase, in order to send it again.
    ///
    /// Nil if its person was forgotten, or its id is not one that this program creates.
    package init?(_ purchase: Purchase) {
        guard let id = UUID(uuidString: purchase.transid), let subscriber = purchase.subscriber else {
            return nil
        }
        self.init(
            id: id, subscriber: subscriber, planID: purchase.planID, fundSource: purchase.fundSource,
            cost: purchase.cost, currency: purchase.currency, offerContext: purchase.offerContext,
            askedBy: purchase.askedBy, at: purchase.openedAt)
        guard transid == purchase.transid else { return nil }
    }
}

/// A purchase as recorded in the journal: the intent, and every fact about it.
package struct Purchase: Sendable, Equatable {
    package let transid: String
    /// Nil once the person was forgotten.
    package var subscriber: MillomSubscriber?
    package var `operator`: String
    package var planID: String
    package var fundSource: MillomFundSource
    package var cost: ExactDecimal?
    package var currency: String?
    package var offerContext: String?
    package var askedBy: String
    package var openedAt: Date
    /// In the order in which they were recorded; the first is `intended`.
    package var events: [PurchaseEvent]

    package init(
        transid: String, subscriber: MillomSubscriber?, operator: String, planID: String,
        fundSource: MillomFundSource, cost: ExactDecimal?, currency: String?, offerContext: String?,
        askedBy: String, openedAt: Date, events: [PurchaseEvent]
    ) {
        self.transid = transid
        self.subscriber = subscriber
        self.operator = `operator`
        self.planID = planID
        self.fundSource = fundSource
        self.cost = cost
        self.currency = currency
        self.offerContext = offerContext
        self.askedBy = askedBy
        self.openedAt = openedAt
        self.events = events
    }

    package var course: PurchaseStateMachine { PurchaseStateMachine(events.map(\.kind)) }

    package var state: PurchaseState { course.state }

    /// When it ended; nil while it is open.
    package var closedAt: Date? { course.end.map { events[$0 - 1].at } }

    /// The operator's latest receipt.
    package var confirmationCode: String? { events.last { $0.confirmationCode != nil }?.confirmationCode }

    /// Why it did not succeed, or why its outcome is unknown; nil once completed.
    package var errorCause: String? {
        let course = course
        guard course.state != .completed else { return nil }
        return events.prefix(course.end ?? events.count).last { $0.errorCause != nil }?.errorCause
    }
}

/// The outcome of one purchase request.
package enum PurchaseReply: Sendable, Equatable {
    /// Done.
    case completed(confirmationCode: String?, message: String?)
    /// Accepted; a callback follows.
    case processing(message: String?)
    /// Refused by an answer which says that nothing was bought.
    case failed(cause: String?, message: String?)
    /// The request did not leave; it bought nothing.
    case notSent(reason: String)
    /// The request left, or may have, and no answer reveals its outcome.
    case unknown(reason: String)
}
