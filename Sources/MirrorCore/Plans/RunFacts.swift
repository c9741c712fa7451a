package import Foundation

/// The facts about a mirror that determine its next run: see ``RunPlan``.
package struct RunFacts: Sendable, Equatable {
    package var list = ListFacts()
    /// Where the next poll continues; nil before the first complete list was begun.
    package var poll: PollState?
    package var catalogueReadAt: Date?
    /// Numbers in the queue, by reason.
    package var queued: [QueueReason: Int] = [:]
    /// Quarantined numbers whose next try is due and that are not queued for another reason.
    package var dueRetries = 0
    /// Numbers in the mirror that are not gone.
    package var living = 0
    /// See ``RefreshPlan``.
    package var refreshCreditedAt: Date?
    /// Living numbers that may be refreshed, counted up to ``RefreshPlan/limit``.
    package var refreshable = 0
    /// Estimates from earlier runs, which decide nothing; a run does not read them.
    package var past = Past()

    /// History from which to estimate the requests for work that cannot be counted yet.
    package struct Past: Sendable, Equatable {
        /// Requests that reading the newest complete list again would take; nil if there is none.
        package var listRequests: Int?
        /// Changed numbers per day in the search, averaged over the runs of the last two weeks; nil if there
        /// were none.
        package var changesPerDay: Double?

        package init() {}
    }

    /// A mirror that does not exist yet.
    package init() {}
}
