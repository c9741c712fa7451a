package import MirrorCore

/// A callback's fact about a purchase.
package struct PurchaseCallback: Sendable, Equatable {
    package let transid: String
    package let event: PurchaseEvent

    package init(transid: String, event: PurchaseEvent) {
        self.transid = transid
        self.event = event
    }
}

/// A message from Millom.
package enum InboundMessage: Sendable, Equatable {
    case notification(ReceivedNotification)
    case callback(PurchaseCallback)
}

/// The outcome of storing an arrival.
package enum InboundMessageOutcome: Sendable, Equatable {
    case stored
    /// It was stored already; nothing was changed.
    case duplicate
    /// Another notification from this operator has the same id; nothing was changed.
    case conflict
    /// The journal does not have the callback's purchase; nothing was changed.
    case unknownPurchase
    /// The callback's purchase had ended; it was recorded if it contradicts that end.
    case endedBefore
}
