package import MirrorCore

/// One page of the accounts that a system user may see.
package struct AccountPage: Equatable, Sendable {
    /// How many entries the page has, readable or not: the end of a list is judged by it.
    package var rowCount = 0
    /// The accounts that have a readable id, in the page's order.
    package var accounts: [AccountRow] = []
    /// The accounts' owners, each once.
    package var organizations: [OrganizationRow] = []
    /// How many entries have no readable id; each is among the anomalies.
    package var unreadableCount = 0
    package var anomalies: [Anomaly] = []
    /// SHA-256 of the page's bytes: two pages with the same one are the same page.
    package var fingerprint: [UInt8] = []

    package init() {}
}
