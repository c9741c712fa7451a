import MirrorCore
package import PacedHTTP

extension RequestPurpose {
    package static let accountInfo = RequestPurpose(rawValue: "account info")
    package static let balance = RequestPurpose(rawValue: "balance")
    package static let upsellOffer = RequestPurpose(rawValue: "offers")
    package static let purchase = RequestPurpose(rawValue: "purchase")
    /// A subscriber's consent to notifications.
    package static let register = RequestPurpose(rawValue: "register")
    package static let cpid = RequestPurpose(rawValue: "cpid")
    package static let registerCpid = RequestPurpose(rawValue: "register cpid")
}

extension MillomRecord {
    /// The purpose of a request for this record.
    package var purpose: RequestPurpose {
        switch self {
        case .accountInfo: .accountInfo
        case .balance: .balance
        case .upsellOffer: .upsellOffer
        }
    }

    /// The last segment of the record's path.
    ///
    /// Source: millom-standard-api.yaml.
    var segment: String {
        switch self {
        case .accountInfo: "accountInfo"
        case .balance: "balance"
        case .upsellOffer: "upsellOffer"
        }
    }
}
