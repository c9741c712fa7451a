package import Foundation

/// Facts about a mirror from which its next run follows: see ``RunPlan``.
package struct RunFacts: Sendable, Equatable {
    package var list = ListFacts()
    /// Where the next poll goes on; nil before the first complete list began.
    package var poll: PollMemory?
    package var catalogueReadAt: Date?
    /// Numbers in the queue, by reason.
    package var queued: [QueueReason: Int] = [:]
    /// Set-aside numbers whose next try is due, and that are not queued for another reason.
    package var dueRetries = 0
    /// Numbers that the mirror knows and that are not gone.
    package var living = 0
    /// See ``RefreshPlan``.
    package var refreshCreditedAt: Date?
    /// Those of the living that may be refreshed; no more are counted than ``RefreshPlan/limit``.
    package var refreshable = 0
    /// Estimates from earlier runs, which decide nothing; a run does not read them.
    package var past = Past()

    /// The past as far as it tells the price of work that cannot be counted yet.
    package struct Past: Sendable, Equatable {
        /// Requests that the newest complete list would take again; nil when there is none.
        package var listRequests: Int?
        /// Numbers that the search shows as changed in a day, by the runs of the last two weeks; nil when none ran.
        package var changesPerDay: Double?

        package init() {}
    }

    /// A mirror that does not exist yet.
    package init() {}
}
