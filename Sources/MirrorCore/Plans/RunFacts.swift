package import Foundation

/// What a mirror says about the work that waits for its next run.
package struct RunFacts: Sendable, Equatable {
    /// When the newest complete list was complete; nil when there is none.
    package var lastListedAt: Date?
    /// Whether the operator asked for a comparison that no run has finished.
    package var isListAskedFor = false
    /// Parts of a list that an earlier run began to read and that are not read yet; nil when none was begun.
    package var unreadParts: Int?
    /// How many requests the newest complete list would take again; nil when there is none.
    package var listRequests: Int?
    /// How far the last poll reached, in server time.
    package var reached: Date?
    /// Numbers that the search shows as changed in a day, by the runs of the last two weeks; nil when none ran.
    package var changesPerDay: Double?
    /// Numbers in the queue, by reason.
    package var queued: [QueueReason: Int] = [:]
    /// Set-aside numbers whose next try is due.
    package var dueRetries = 0
    /// How many numbers the mirror knows.
    package var living = 0
    /// Those of them that were verified long enough ago to be refreshed.
    package var refreshable = 0
    /// See ``RefreshPlan``.
    package var refreshCreditedAt: Date?
    package var catalogueReadAt: Date?

    /// Of a mirror that does not exist yet.
    package init() {}
}
