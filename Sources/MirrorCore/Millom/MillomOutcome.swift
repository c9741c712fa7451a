/// What came of fetching one record of a subscriber.
package enum MillomOutcome: Sendable {
    // Indirect: it passes through many hands, and is copied in one.
    indirect case document(NormalizedMillomRecord)
    /// Millom's answer is about the subscriber; it is asked again after the interval.
    case refused(MillomSubscriber, MillomRecord, MillomRefusal)
    /// It could not be fetched or read now; `cause` is Millom's word or a short one of ours, and holds no name, number or
    /// token.
    case failed(MillomSubscriber, MillomRecord, cause: String)

    package var subscriber: MillomSubscriber {
        switch self {
        case .document(let record): record.subscriber
        case .refused(let subscriber, _, _), .failed(let subscriber, _, _): subscriber
        }
    }

    package var record: MillomRecord {
        switch self {
        case .document(let record): record.record
        case .refused(_, let record, _), .failed(_, let record, _): record
        }
    }
}

/// The causes that are about the subscriber, and no fault of anybody's.
///
/// Source: millom-standard-api.yaml, `ErrorDocument`.
package enum MillomRefusal: String, Sendable, CaseIterable {
    case invalidNumber = "INVALID_NUMBER"
    case userRoaming = "USER_ROAMING"
    case userOptOut = "USER_OPT_OUT"
    case notAllowed = "NOT_ALLOWED"

    /// Whether it says that Millom knows the subscriber; nil where it says nothing of that.
    package var isKnown: Bool? {
        switch self {
        case .invalidNumber: false
        case .userRoaming, .userOptOut: true
        case .notAllowed: nil
        }
    }
}

/// A record that is to be fetched.
package struct MillomDueRecord: Hashable, Sendable {
    package let subscriber: MillomSubscriber
    package let record: MillomRecord

    package init(_ subscriber: MillomSubscriber, _ record: MillomRecord) {
        self.subscriber = subscriber
        self.record = record
    }
}
