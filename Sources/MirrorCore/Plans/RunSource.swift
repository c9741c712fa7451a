/// The API that a run queries, as in `sync_run.source`.
package enum RunSource: String, Sendable, CaseIterable {
    /// The subscription API.
    case telenor
    /// Millom: balances, offers, purchases.
    case millom
}
