package import Foundation
import PacedHTTP

/// A list that the API returns in pages.
package enum PageList: Sendable, Equatable {
    /// Changes from this moment on, in server time; newest first.
    case changes(since: Date)
    case product(Int)
    case accounts
    case subscriptions(account: String)

    var purpose: RequestPurpose {
        switch self {
        case .changes, .product: .search
        case .accounts, .subscriptions: .accounts
        }
    }
}
