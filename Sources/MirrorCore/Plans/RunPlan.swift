package import Foundation

/// Decides what a run does, from the mirror's facts: `sync` executes this value, and `plan` prints it.
///
/// A search can find what no fact tells before it, a gap or a clock that was wrong; then ``decideList(by:)`` decides the
/// list again.
package struct RunPlan: Sendable, Equatable {
    /// How a run comes by the complete list.
    package enum List: Sendable, Equatable {
        /// None is due.
        case skip
        /// Goes on with the comparison that an earlier run left unfinished.
        case resume(ReconcileProgress)
        /// Begins anew, in place of an unfinished comparison that is too old.
        case begin
    }

    package private(set) var kind: RunKind
    /// The search; nil before the first complete list began, as there is nothing that it could go on from.
    package let poll: PollPlan?
    package let isCatalogueDue: Bool
    package private(set) var list: List
    /// Set-aside numbers that are tried again.
    package let dueRetries: Int
    package let refresh: RefreshPlan
    /// The moment of the decision: all of the run goes by it.
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

    /// Decides the list again, by what is known of it once the search was read.
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
        // A list that is read in small portions may take long; older than the next one is due it does not mean one moment.
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
        /// Nil when nothing tells how many.
        package let requests: Int?
        /// Whether it is what the past suggests, and not counted.
        package let isEstimate: Bool

        package init(_ purpose: Purpose, _ requests: Int?, isEstimate: Bool = false) {
            self.purpose = purpose
            self.requests = requests
            self.isEstimate = isEstimate
        }
    }

    /// The requests by purpose, in the order in which they are sent; no step is without a request.
    package var steps: [Step] {
        // The last token may still hold.
        var steps = [Step(.token, 1, isEstimate: true)]
        if let poll {
            // Of several numbers that the lookback shows again, narrower searches tell which changed.
            steps.append(Step(.search, 1, isEstimate: poll.fetchedBefore.count > 1))
        }
        if isCatalogueDue { steps.append(Step(.catalogue, settings.accessTypes.count)) }
        if list != .skip { steps.append(Step(.list, listRequests, isEstimate: true)) }
        return (steps + details).filter { $0.requests != 0 }
    }

    /// How many requests there are in all; unknown steps count as none.
    package var requests: Int { steps.reduce(0) { $0 + ($1.requests ?? 0) } }

    /// Whether any step's request count is unknown.
    package var hasUnknownSteps: Bool { steps.contains { $0.requests == nil } }

    private var listRequests: Int? {
        guard case .resume(let progress) = list else { return facts.past.listRequests }
        // How many accounts there are, their list tells.
        if progress.unread.contains(.accounts) { return facts.past.listRequests }
        return progress.unread.count { $0 != .numbersFile }
    }

    /// Numbers to be fetched, by what for.
    private var details: [Step] {
        let each = settings.requestsPerNumber
        func queued(_ reason: QueueReason) -> Int { (facts.queued[reason] ?? 0) * each }
        let days = facts.poll.map { max(0, now.timeIntervalSince($0.reached)) / 86_400 } ?? 0
        let expected = Int(((facts.past.changesPerDay ?? 0) * days).rounded(.up))
        return [
            Step(.changed, queued(.changed) + expected * each, isEstimate: expected > 0),
            // How many numbers there are, the first list tells.
            Step(.new, kind == .backfill && !isListRead ? nil : queued(.new)),
            // A number that is refused costs one request, whatever else would have been asked of it.
            Step(.missing, queued(.missing), isEstimate: each > 1 && queued(.missing) > 0),
            Step(.retry, queued(.retry) + dueRetries * each), Step(.unproven, queued(.unproven)),
            Step(.refresh, min(refresh.limit, facts.refreshable) * each),
        ]
    }

    /// Whether every part of an unfinished list is read, so that nothing of it is unknown.
    private var isListRead: Bool {
        if case .resume(let progress) = list { progress.unread.isEmpty } else { false }
    }
}
