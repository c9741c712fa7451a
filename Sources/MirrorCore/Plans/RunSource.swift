/// What a run asks, as `sync_run.source` has it.
package enum RunSource: String, Sendable, CaseIterable {
    /// The subscription API.
    case telenor
    /// Millom: balances, offers, purchases.
    case millom
}
