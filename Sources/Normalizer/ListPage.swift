package import MirrorCore

/// One page of a search, or of an account's subscriptions.
package struct ListPage: Equatable, Sendable {
    /// How many entries the page has, readable or not: the end of a list is judged by it.
    package var rowCount = 0
    /// The numbers of the readable entries, in the page's order.
    package var msisdns: [Msisdn] = []
    /// How many entries have no readable msisdn; each is among the anomalies.
    package var unreadableCount = 0
    package var anomalies: [Anomaly] = []
    /// SHA-256 of the page's bytes: two pages with the same one are the same page.
    package var fingerprint: [UInt8] = []

    package init() {}
}
