package import Foundation

/// The settings of a run.
package struct SyncSettings: Sendable, Equatable {
    /// How far before the watermark a poll reads again, for changes that the search showed late.
    package var lookback = Duration.seconds(300)
    /// The maximum age of the newest complete list.
    package var reconcileInterval = Duration.seconds(7 * 86_400)
    /// The time within which each detail is verified again; zero turns that off.
    package var refreshInterval = Duration.seconds(30 * 86_400)
    /// The maximum age of the catalogue.
    package var catalogueInterval = Duration.seconds(86_400)
    /// Details in flight at once.
    package var concurrency = 16
    /// Rows requested per page.
    ///
    /// Source: API.md 1.2, 1 to 1000.
    package var pageSize = 1000
    /// A file with one number per line, used if the complete list has to come from the search.
    package var numbersFile: URL?
    /// The access types to request from the catalogue.
    ///
    /// Source: API.md 1.5, assumed.
    package var accessTypes: [String] = []
    /// The language of texts, as written in `product_text`.
    package var language = "no"
    /// The time zone in which a day begins and ends, for ``Fact/reportDay``.
    package var reportTimeZone = TimeZone.gmt
    /// How long outcomes accumulate after each save, so that the next one writes a database page once for
    /// many of them.
    package var restAfterSaves = Duration.zero
    /// Whether original documents are kept.
    package var keepsRaw = true
    /// Whether the orderable add-ons of each fetched number are requested too, one more request each.
    package var fetchesOrderableAddOns = false

    package init() {}

    /// Requests per number if none has to be repeated.
    package var requestsPerNumber: Int { fetchesOrderableAddOns ? 2 : 1 }
}

/// The options of one run.
package struct SyncOptions: Sendable, Equatable {
    /// Compare with the complete list now, however recent the last one is.
    package var isFull = false
    /// Allow tombstones even if they are too many at once; see `GoneBreaker`.
    package var acceptsGone = false
    /// Bind the mirror to the API and account now configured, although others filled it.
    package var acceptsOrigin = false
    /// End the run, as partial, after this many requests; nil sets no limit.
    package var maxRequests: Int?

    package init() {}
}
