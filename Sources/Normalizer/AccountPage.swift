package import MirrorCore

/// One page of the accounts that a system user may see.
package struct AccountPage: Equatable, Sendable {
    /// The accounts that have a readable id, in the page's order.
    package var accounts: [AccountRow] = []
    /// The accounts' owners, each once.
    package var organizations: [OrganizationRow] = []
    /// How many entries have no readable id; each is among the anomalies.
    package var unreadableCount = 0
    package var anomalies: [Anomaly] = []

    package init() {}
}
