package import Foundation
package import MirrorCore

/// A detail that was read, and what goes with it.
package struct FetchedDocument: Sendable {
    package var document: NormalizedSubscription
    /// As it came; nil where documents are not kept.
    package var raw: RawDocument?
    /// What could be ordered; nil where that is not asked for.
    package var orderable: OrderableAddOns?
    /// The server's time of the reply; nil where it gave none.
    package var fetchedAt: Date?
    /// Whether it was fetched only because it was verified longest ago.
    package var isRefresh = false

    package init(_ document: NormalizedSubscription) { self.document = document }
}

/// What could be ordered for one number.
package struct OrderableAddOns: Sendable {
    package var rows: [OrderableAddOnRow]
    package var texts: [ProductTexts]

    package init(rows: [OrderableAddOnRow], texts: [ProductTexts]) {
        self.rows = rows
        self.texts = texts
    }
}

/// What came of fetching one number's detail.
package enum FetchOutcome: Sendable {
    // Indirect: it passes through many hands, and is copied in one.
    indirect case document(FetchedDocument)
    /// The API says that there is no such subscription, or that it is not ours; `code` is its word for it.
    case denied(Msisdn, code: String)
    /// It could not be fetched or read now; `error` holds no name, number or token.
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

/// What saving a batch of outcomes did.
package struct SaveSummary: Equatable, Sendable {
    /// Numbers whose detail was read.
    package var fetched = 0
    /// Numbers that are new, came back, or differ from what the mirror had.
    package var changed = 0
    /// Numbers that became tombstones.
    package var gone = 0
    /// Numbers that wait, with both proofs that they are gone, for the judgement on all such numbers.
    package var parked = 0
    /// Numbers set aside.
    package var quarantined = 0
    /// Those of ``fetched`` that were only refreshed.
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
