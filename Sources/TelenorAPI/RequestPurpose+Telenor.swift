package import PacedHTTP

extension RequestPurpose {
    package static let search = RequestPurpose(rawValue: "search")
    package static let detail = RequestPurpose(rawValue: "detail")
    /// Add-ons that could be ordered for one subscription.
    package static let orderable = RequestPurpose(rawValue: "orderable")
    /// The list of accounts, or of one account's subscriptions.
    package static let accounts = RequestPurpose(rawValue: "accounts")
    package static let catalogue = RequestPurpose(rawValue: "catalogue")

    /// Whether the request asks for one number.
    var asksForNumber: Bool { self == .detail || self == .orderable }
}
