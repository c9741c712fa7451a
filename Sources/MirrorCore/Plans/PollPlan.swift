package import Foundation

/// Decides what a poll of the search reaches for and which of the numbers that it listed have to be fetched.
///
/// A poll reaches back over the lookback, so it lists numbers again that were fetched after they changed. The search
/// does not say when a number changed; only a second search with a later start can tell whether it did again.
package struct PollPlan: Sendable, Equatable {
    /// The moment, in server time, that every page of the poll reaches back to.
    package let start: Date
    /// What the poll before listed, and when its detail was fetched after that, in server time.
    package let fetchedBefore: [Msisdn: Date]

    package init(watermark: Date, lookback: Duration, fetchedBefore: [Msisdn: Date]) {
        start = watermark.addingTimeInterval(-lookback.inSeconds)
        self.fetchedBefore = fetchedBefore
    }

    /// From when on a second, narrower search has to list what changed again; nil when none is needed.
    ///
    /// Asked again with those that it lists, as one number that was fetched long ago makes it list all later ones. A
    /// single number is fetched without asking: that costs one request just as well.
    package func narrowStart(listed: Set<Msisdn>) -> Date? {
        let fetched = listed.compactMap { fetchedBefore[$0] }
        return fetched.count > 1 ? fetched.min() : nil
    }

    /// The numbers of `listed` that were fetched since the poll before, so that the search may list them in vain.
    package func uncertain(_ listed: Set<Msisdn>) -> Set<Msisdn> {
        listed.filter { fetchedBefore[$0] != nil }
    }

    /// Whether a first page that was sent with `since` and answered at `serverDate` fails to reach back to the start.
    ///
    /// That happens once at most, when the server's clock is not what the run before knew.
    package func fallsShort(since: Int?, serverDate: Date?) -> Bool {
        guard let since, let serverDate else { return false }
        return serverDate.addingTimeInterval(-Double(since)) > start
    }

    /// How often a poll of more than one page is repeated until a pass brings nothing new.
    package static let passCeiling = 8
}
