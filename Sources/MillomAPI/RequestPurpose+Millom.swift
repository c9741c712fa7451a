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
    /// What it is asked for as.
    package var purpose: RequestPurpose {
        switch self {
        case .accountInfo: .accountInfo
        case .balance: .balance
        case .upsellOffer: .upsellOffer
        }
    }

    /// The last segment of its path.
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
