import Foundation
import MillomJournal
import MirrorCore
import Testing

/// Invented people and purchases.
enum Invented {
    static let now = Date(timeIntervalSince1970: 1_790_000_000)

    static func person(_ number: Int = 1) throws -> MillomSubscriber {
        try #require(MillomSubscriber(.msisdn, "47900000\(number + 10)", operator: "gp"))
    }

    static func intent(_ number: Int = 1, plan: String = "PLAN-1") throws -> PurchaseIntent {
        PurchaseIntent(
            id: UUID(), subscriber: try person(number), planID: plan, fundSource: .wallet,
            cost: ExactDecimal("50.00"), currency: "NOK", offerContext: "ctx \(number)", askedBy: "ola",
            at: now)
    }

    static func notification(_ id: String, _ number: Int = 1) throws -> ReceivedNotification {
        ReceivedNotification(
            transactionID: id, receivedAt: now, subscriber: try person(number), operator: "gp",
            type: "low-data")
    }

    static func event(_ kind: PurchaseEventKind, cause: String? = nil) -> PurchaseEvent {
        PurchaseEvent(kind, at: now, recordedBy: "test", errorCause: cause)
    }
}
