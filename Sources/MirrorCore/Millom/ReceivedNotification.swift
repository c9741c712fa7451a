package import Foundation

/// A notification as it was received and read.
package struct ReceivedNotification: Sendable, Equatable {
    /// Its id, byte for byte, which is the operator's own.
    package var transactionID: String
    package var receivedAt: Date
    /// Whom it is about; nil once the person was forgotten.
    ///
    /// The operator is empty where the notification names none.
    package var subscriber: MillomSubscriber?
    /// The operator that it came from; empty where it names none.
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
    /// What could not be read, or was read leniently: path and kind, such as `notification:$.type unreadable_value`.
    package var anomalies: [String] = []
    /// Of refreshable offers.
    package var links: [SignedLink] = []

    /// The type of those that bring refreshable offers.
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

/// A link signed by Millom: whoever has it acts for a person, so it is a secret.
package struct SignedLink: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case refresh, ping, shop
        /// An offer's `paymentUri`.
        case payment
        /// An offer's `purchaseLink`.
        case purchase
    }

    package let kind: Kind
    /// The offer's plan, of the last two kinds.
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
