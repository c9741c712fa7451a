package import Foundation

/// A notification as received and read.
package struct ReceivedNotification: Sendable, Equatable {
    /// The operator's own id of it, byte for byte.
    package var transactionID: String
    package var receivedAt: Date
    /// The subscriber it concerns; nil once the person was forgotten.
    ///
    /// The operator is empty if the notification names none.
    package var subscriber: MillomSubscriber?
    /// The operator that sent it; empty if it names none.
    package var `operator`: String
    package var type: String
    package var planID: String?
    /// Bytes.
    package var planBalance: Int64?
    package var planQuota: Int64?
    package var planExpiresAt: Date?
    package var totalBalance: ExactDecimal?
    package var deltaBalance: ExactDecimal?
    package var currency: String?
    /// Values that were unreadable or read leniently: path and kind, such as `notification:$.type
    /// unreadable_value`.
    package var anomalies: [String] = []
    /// The links of refreshable offers.
    package var links: [SignedLink] = []

    /// The type of notifications with refreshable offers.
    package static let refreshableOffers = "refreshable-offers"

    package init(
        transactionID: String, receivedAt: Date, subscriber: MillomSubscriber?, operator: String, type: String
    ) {
        self.transactionID = transactionID
        self.receivedAt = receivedAt
        self.subscriber = subscriber
        self.operator = `operator`
        self.type = type
    }
}

/// A link signed by Millom: whoever holds it can act for a person, so it is a secret.
package struct SignedLink: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case refresh, ping, shop
        /// An offer's `paymentUri`.
        case payment
        /// An offer's `purchaseLink`.
        case purchase
    }

    package let kind: Kind
    /// The offer's plan, for the last two kinds.
    package let planID: String?
    package let url: String
    package let expiresAt: Date

    package init(kind: Kind, planID: String?, url: String, expiresAt: Date) {
        self.kind = kind
        self.planID = planID
        self.url = url
        self.expiresAt = expiresAt
    }
}
