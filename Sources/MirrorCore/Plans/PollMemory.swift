package import Foundation

/// State carried from one poll to the next.
package struct PollMemory: Sendable, Equatable {
    /// How far the newest poll reached, in server time; before the first, where the ledger begins.
    ///
    /// Changes up to then are known or queued. It is not the latest end in the ledger: when the server's clock was set
    /// back, the newest poll ended before an older one, and a search from that older end would pass over changes.
    package var reached: Date
    /// The numbers that it listed, and the server's time at which each detail was fetched after that.
    package var fetched: [Msisdn: Date]
    /// The server's clock minus ours at the time; nil when that is not known.
    package var serverOffset: Duration?
    /// The lookback that ``Lookback`` made of the setting; nil while it is as it is set.
    package var lookback: Duration?

    package init(reached: Date, fetched: [Msisdn: Date] = [:]) {
        self.reached = reached
        self.fetched = fetched
    }
}
