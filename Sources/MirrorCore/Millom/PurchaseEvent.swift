package import Foundation

/// The facts that a purchase's journal knows.
package enum PurchaseEventKind: String, Sendable, CaseIterable {
    /// The intent was written down; nothing has been sent.
    case intended
    /// The request is about to leave. Durable before it does.
    case sent
    /// Millom answered that the purchase is done.
    case completed
    /// Millom answered that it works on the purchase, and that a callback follows.
    case processing
    /// Millom refused the purchase.
    case failed
    /// Nobody can tell whether the purchase happened: no answer came, or one that says neither.
    case unknown
    /// The purchase was never sent.
    case abandoned
    /// The callback said that the purchase is done.
    case callbackCompleted = "callback_completed"
    /// The callback said that the purchase failed.
    case callbackFailed = "callback_failed"
    /// A person found out that the purchase happened.
    case resolvedCompleted = "resolved_completed"
    /// A person found out that the purchase did not happen.
    case resolvedFailed = "resolved_failed"

    /// The end of a purchase that the fact states by itself; nil for a fact that leaves it open.
    package var end: PurchaseState? {
        switch self {
        case .completed, .callbackCompleted, .resolvedCompleted: .completed
        case .failed, .callbackFailed, .resolvedFailed: .failed
        case .intended, .sent, .processing, .unknown, .abandoned: nil
        }
    }
}

/// One fact about a purchase; a later fact never changes it.
package struct PurchaseEvent: Sendable, Equatable {
    package var kind: PurchaseEventKind
    package var at: Date
    /// What wrote it down: `activate`, `receive`, `resolve`.
    package var recordedBy: String
    /// The other side's words.
    package var message: String?
    /// Millom's `cause` or `errorType`.
    package var errorCause: String?
    /// The operator's receipt.
    package var confirmationCode: String?

    package init(
        _ kind: PurchaseEventKind, at: Date, recordedBy: String, message: String? = nil,
        errorCause: String? = nil, confirmationCode: String? = nil
    ) {
        self.kind = kind
        self.at = at
        self.recordedBy = recordedBy
        self.message = message
        self.errorCause = errorCause
        self.confirmationCode = confirmationCode
    }
}
