package import Foundation

/// How a run goes about its work.
package struct SyncSettings: Sendable, Equatable {
    /// How far before the watermark a poll reads again, for changes that the search showed late.
    package var lookback = Duration.seconds(300)
    /// How old the newest complete list may become.
    package var reconcileInterval = Duration.seconds(7 * 86_400)
    /// Within which time each detail is verified again; zero turns that off.
    package var refreshInterval = Duration.seconds(30 * 86_400)
    /// How old the catalogue may become.
    package var catalogueInterval = Duration.seconds(86_400)
    /// Details in flight at once.
    package var concurrency = 16
    /// Rows asked for in one page.
    ///
    /// Source: API.md 1.2, 1 to 1000.
    package var pageSize = 1000
    /// A file with one number in each line, where the complete list has to come from the search.
    package var numbersFile: URL?
    /// What the catalogue is asked for.
    ///
    /// Source: API.md 1.5, assumed.
    package var accessTypes: [String] = []
    /// The language of texts, as it is written in `product_text`.
    package var language = "no"
    /// Where a day begins and ends, for ``StateKey/reportDay``.
    package var reportTimeZone = TimeZone.gmt
    /// How long outcomes gather after each save, so that the next one writes a page once for many of them.
    package var restAfterSaves = Duration.zero
    /// Whether documents are kept as they came.
    package var keepsRaw = true
    /// Whether each fetched number is also asked for its orderable add-ons, one more request each.
    package var fetchesOrderableAddOns = false

    package init() {}

    /// Requests that one number takes when nothing has to be repeated.
    package var requestsPerNumber: Int { fetchesOrderableAddOns ? 2 : 1 }
}

/// The wishes for one run.
package struct SyncOptions: Sendable, Equatable {
    /// Compare with the complete list now, however new the last one is.
    package var isFull = false
    /// Let numbers become tombstones though they are too many at once; see `GoneBreaker`.
    package var acceptsGone = false
    /// Move the mirror to the API and account that are set now, though it was filled from others.
    package var acceptsOrigin = false
    /// End the run, as partial, after so many requests.
    package var maxRequests: Int?

    package init() {}
}
