package import Foundation

/// Decides what a run does, from the mirror's facts: `sync` executes this value, and `plan` prints it.
///
/// A search can reveal something that no fact showed before, a gap or a wrong clock; then ``decideList(by:)``
/// decides about the list again.
package struct RunPlan: Sendable, Equatable {
    /// How a run obtains the complete list.
    package enum List: Sendable, Equatable {
        /// None is due.
        case skip
        /// Continue the comparison that an earlier run left unfinished.
        case resume(ReconcileProgress)
        /// Start afresh, replacing an unfinished comparison that is too old.
        case begin
    }

    package private(set) var kind: RunKind
    /// The search; nil before the first complete list was begun, as it has no starting point yet.
    package let poll: PollPlan?
    package let isCatalogueDue: Bool
    package private(set) var list: List
    /// Quarantined numbers to try again.
    package let dueRetries: Int
    package let refresh: RefreshPlan
    /// The moment of the decision, which applies to the whole run.
    package let now: Date
    private let facts: RunFacts
    private let settings: SyncSettings

    package init(_ facts: RunFacts, _ settings: SyncSettings, now: Date) {
        self.facts = facts
        self.settings = settings
        self.now = now
        (kind, list) = Self.list(facts.list, settings, now: now)
        poll = facts.poll.map { PollPlan($0, lookback: settings.lookback) }
        isCatalogueDue =
            !settings.accessTypes.isEmpty
            && Recurrence.isDue(settings.catalogueInterval, after: facts.catalogueReadAt, now: now)
        dueRetries = facts.dueRetries
        refresh = RefreshPlan(
            living: facts.living, interval: settings.refreshInterval, creditedAt: facts.refreshCreditedAt,
            now: now)
    }

    /// Decides about the list again, from the facts known after the search.
    package mutating func decideList(by facts: ListFacts) {
        (kind, list) = Self.list(facts, settings, now: now)
    }

    private static func list(
        _ facts: ListFacts, _ settings: SyncSettings, now: Date
    ) -> (RunKind, List) {
        let isDue =
            facts.isAskedFor || facts.hasUnlistedGap
            || Recurrence.isDue(settings.reconcileInterval, after: facts.lastListedAt, now: now)
        let kind: RunKind = facts.lastListedAt == nil ? .backfill : isDue ? .reconcile : .incremental
        guard let unfinished = facts.unfinished else { return (kind, isDue ? .begin : .skip) }
        // A list read in small portions may take long; one older than this no longer represents one moment.
        let longestReading = max(settings.reconcileInterval, .seconds(86_400))
        let isStale = Recurrence.isDue(longestReading, after: unfinished.startedAt, now: now)
        return (kind, isStale ? .begin : .resume(unfinished))
    }
}

// MARK: - Requests

extension RunPlan {
    /// The reason for a request.
    package enum Purpose: String, Sendable, CaseIterable {
        case token
        case search
        case catalogue
        case list
        case changed
        case new
        case missing
        case retry
        case unproven
        case refresh
    }

    /// The requests of one purpose.
    package struct Step: Sendable, Equatable {
        package let purpose: Purpose
        /// Nil if the number is unknown.
        package let requests: Int?
        /// Whether it is estimated from the past rather than counted.
        package let isEstimate: Bool

        package init(_ purpose: Purpose, _ requests: Int?, isEstimate: Bool = false) {
            self.purpose = purpose
            self.requests = requests
            self.isEstimate = isEstimate
        }
    }

    /// The requests by purpose, in the order of sending; steps without requests are left out.
    package var steps: [Step] {
        // The last token may still be valid.
        var steps = [Step(.token, 1, isEstimate: true)]
        if let poll {
            // If the lookback lists several numbers again, narrower searches show which of them changed.
            steps.append(Step(.search, 1, isEstimate: poll.fetchedBefore.count > 1))
        }
        if isCatalogueDue { steps.append(Step(.catalogue, settings.accessTypes.count)) }
        if list != .skip { steps.append(Step(.list, listRequests, isEstimate: true)) }
        return (steps + details).filter { $0.requests != 0 }
    }

    /// The total number of requests; unknown steps count as none.
    package var requests: Int { steps.reduce(0) { $0 + ($1.requests ?? 0) } }

    /// Whether any step's request count is unknown.
    package var hasUnknownSteps: Bool { steps.contains { $0.requests == nil } }

    private var listRequests: Int? {
        guard case .resume(let progress) = list else { return facts.past.listRequests }
        // Only the list of accounts shows how many there are.
        if progress.unread.contains(.accounts) { return facts.past.listRequests }
        return progress.unread.count { $0 != .numbersFile }
    }

    /// The numbers to fetch, by purpose.
    private var details: [Step] {
        let each = settings.requestsPerNumber
        func queued(_ reason: QueueReason) -> Int { (facts.queued[reason] ?? 0) * each }
        let days = facts.poll.map { max(0, now.timeIntervalSince($0.reached)) / 86_400 } ?? 0
        let expected = Int(((facts.past.changesPerDay ?? 0) * days).rounded(.up))
        return [
            Step(.changed, queued(.changed) + expected * each, isEstimate: expected > 0),
            // Only the first list shows how many numbers there are.
            Step(.new, kind == .backfill && !isListRead ? nil : queued(.new)),
            // A refused number costs one request, whatever else would have followed.
            Step(.missing, queued(.missing), isEstimate: each > 1 && queued(.missing) > 0),
            Step(.retry, queued(.retry) + dueRetries * each), Step(.unproven, queued(.unproven)),
            Step(.refresh, min(refresh.limit, facts.refreshable) * each),
        ]
    }

    /// Whether every part of an unfinished list has been read, so that its size is known.
    private var isListRead: Bool {
        if case .resume(let progress) = list { progress.unread.isEmpty } else { false }
    }
}
