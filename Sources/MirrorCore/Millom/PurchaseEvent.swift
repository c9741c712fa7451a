package import Foundation

/// The kinds of facts that the journal records about a purchase.
package enum PurchaseEventKind: String, Sendable, CaseIterable {
    /// The intent was recorded; nothing has been sent.
    case intended
    /// The request is about to leave; recorded durably before it does.
    case sent
    /// Millom answered that the purchase is done.
    case completed
    /// Millom answered that it is processing the purchase, and that a callback follows.
    case processing
    /// Millom refused the purchase.
    case failed
    /// Whether the purchase happened is unknown: no answer came, or one that does not say.
    case unknown
    /// The purchase was never sent.
    case abandoned
    /// The callback said that the purchase is done.
    case callbackCompleted = "callback_completed"
    /// The callback said that the purchase failed.
    case callbackFailed = "callback_failed"
    /// A person found that the purchase happened.
    case resolvedCompleted = "resolved_completed"
    /// A person found that the purchase did not happen.
    case resolvedFailed = "resolved_failed"

    /// The end that this fact alone establishes; nil if it leaves the purchase open.
    package var end: PurchaseState? {
        switch self {
        case .completed, .callbackCompleted, .resolvedCompleted: .completed
        case .failed, .callbackFailed, .resolvedFailed: .failed
        case .intended, .sent, .processing, .unknown, .abandoned: nil
        }
    }
}

/// One fact about a purchase, which later facts never change.
package struct PurchaseEvent: Sendable, Equatable {
    package var kind: PurchaseEventKind
    package var at: Date
    /// The command that recorded it: `activate`, `receive`, `resolve`.
    package var recordedBy: String
    /// The other side's message.
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
