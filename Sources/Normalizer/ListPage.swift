package import MirrorCore

/// One page of a search or of an account's list of subscriptions.
package struct ListPage: Equatable, Sendable {
    /// The numbers of the readable entries, in the page's order.
    package var msisdns: [Msisdn] = []
    /// How many entries have no readable msisdn; each is among the anomalies.
    package var unreadableCount = 0
    package var anomalies: [Anomaly] = []

    package init() {}
}
