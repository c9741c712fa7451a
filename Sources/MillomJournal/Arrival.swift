package import MirrorCore

/// What a callback says of a purchase.
package struct PurchaseCallback: Sendable, Equatable {
    package let transid: String
    package let event: PurchaseEvent

    package init(transid: String, event: PurchaseEvent) {
        self.transid = transid
        self.event = event
    }
}

/// Something that Millom told us.
package enum Arrival: Sendable, Equatable {
    case notification(ReceivedNotification)
    case callback(PurchaseCallback)
}

/// What became of an arrival.
package enum ArrivalOutcome: Sendable, Equatable {
    case stored
    /// It was there already; nothing was changed.
    case duplicate
    /// Another notification of this operator has its id; nothing was changed.
    case conflict
    /// A callback about a purchase that the journal does not have; nothing was changed.
    case unknownPurchase
    /// A callback about a purchase that had ended; it was written down if it contradicts that end.
    case endedBefore
}
