package import Foundation
package import MirrorCore

/// A detail and the data fetched with it.
package struct FetchedDocument: Sendable {
    package var document: NormalizedSubscription
    /// The reply as received; nil if documents are not kept.
    package var raw: RawDocument?
    /// The orderable add-ons; nil if they were not requested.
    package var orderable: OrderableAddOns?
    /// The server's time of the reply; nil if the reply gave none.
    package var fetchedAt: Date?
    /// Whether it was fetched only because its last verification is among the oldest.
    package var isRefresh = false

    package init(_ document: NormalizedSubscription) { self.document = document }
}

/// The add-ons that can be ordered for one number.
package struct OrderableAddOns: Sendable {
    package var rows: [OrderableAddOnRow]
    package var texts: [ProductTexts]

    package init(rows: [OrderableAddOnRow], texts: [ProductTexts]) {
        self.rows = rows
        self.texts = texts
    }
}

/// The outcome of fetching one number's detail.
package enum FetchOutcome: Sendable {
    // Indirect: it is passed on many times and copied as one pointer.
    indirect case document(FetchedDocument)
    /// The API reports that the subscription does not exist or is not ours; `code` is the API's error code.
    case denied(Msisdn, code: String)
    /// It could not be fetched or read this time; `error` holds no name, number or token.
    case failed(Msisdn, stage: Stage, error: String)

    package enum Stage: String, Sendable { case fetch, normalize }

    package var msisdn: Msisdn {
        switch self {
        case .document(let fetched): fetched.document.msisdn
        case .denied(let msisdn, _): msisdn
        case .failed(let msisdn, _, _): msisdn
        }
    }
}

/// Counts of the changes that saving a batch of outcomes made.
package struct SaveSummary: Equatable, Sendable {
    /// Numbers whose detail was read.
    package var fetched = 0
    /// Numbers that are new, came back, or differ from the mirror.
    package var changed = 0
    /// Numbers that became tombstones.
    package var gone = 0
    /// Numbers with both proofs that they are gone, parked until all parked numbers are judged together.
    package var parked = 0
    /// Numbers set aside.
    package var quarantined = 0
    /// How many of ``fetched`` were refreshes.
    package var refreshed = 0

    package init() {}

    package static func += (sum: inout SaveSummary, more: SaveSummary) {
        sum.fetched += more.fetched
        sum.changed += more.changed
        sum.gone += more.gone
        sum.parked += more.parked
        sum.quarantined += more.quarantined
        sum.refreshed += more.refreshed
    }
}
