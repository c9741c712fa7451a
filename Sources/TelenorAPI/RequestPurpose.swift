/// What a request is for: how requests are counted and named.
package enum RequestPurpose: String, CaseIterable, Codable, Sendable {
    case token
    case search
    case detail
    /// Add-ons that could be ordered for one subscription.
    case orderable
    /// The list of accounts, and of the subscriptions of one.
    case accounts
    case catalogue
}
