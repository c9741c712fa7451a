/// The outcome of fetching one record of a subscriber.
package enum MillomOutcome: Sendable {
    // Indirect: it is passed on often, and copied only once.
    indirect case document(NormalizedMillomRecord)
    /// Millom's refusal concerns the subscriber; the record is requested again after the interval.
    case refused(MillomSubscriber, MillomRecord, MillomRefusal)
    /// It could not be fetched or read now.
    ///
    /// `cause` is Millom's or a short one of ours, and contains no name, number or token.
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

/// Causes that concern the subscriber and are nobody's fault.
///
/// Source: millom-standard-api.yaml, `ErrorDocument`.
package enum MillomRefusal: String, Sendable, CaseIterable {
    case invalidNumber = "INVALID_NUMBER"
    case userRoaming = "USER_ROAMING"
    case userOptOut = "USER_OPT_OUT"
    case notAllowed = "NOT_ALLOWED"

    /// Whether the cause shows that Millom knows the subscriber; nil if it shows neither.
    package var isKnown: Bool? {
        switch self {
        case .invalidNumber: false
        case .userRoaming, .userOptOut: true
        case .notAllowed: nil
        }
    }
}

/// A record to fetch.
package struct MillomDueRecord: Hashable, Sendable {
    package let subscriber: MillomSubscriber
    package let record: MillomRecord

    package init(_ subscriber: MillomSubscriber, _ record: MillomRecord) {
        self.subscriber = subscriber
        self.record = record
    }
}
