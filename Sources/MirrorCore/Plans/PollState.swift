package import Foundation

/// State carried from one poll to the next.
package struct PollState: Sendable, Equatable {
    /// How far the newest poll reached, in server time; before the first poll, where the ledger begins.
    ///
    /// Changes up to then are known or queued. This is not the latest end in the ledger: if the server's
    /// clock was set back, the newest poll ended before an older one, and a search from that older end would
    /// miss changes.
    package var reached: Date
    /// The numbers that the poll listed, with the server time at which each detail was fetched afterwards.
    package var fetched: [Msisdn: Date]
    /// The server's clock minus ours at the time; nil if unknown.
    package var serverOffset: Duration?
    /// The lookback as ``Lookback`` adjusted it; nil while it equals the setting.
    package var lookback: Duration?

    package init(reached: Date, fetched: [Msisdn: Date] = [:]) {
        self.reached = reached
        self.fetched = fetched
    }
}
