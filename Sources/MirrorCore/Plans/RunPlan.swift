package import Foundation

/// What the next run would do, and what that costs in requests.
package struct RunForecast: Sendable, Equatable {
    /// What requests are for.
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

    /// How the run would go about it, as the settings say.
    package struct Conditions: Sendable, Equatable {
        package var reconcileInterval: Duration
        package var refreshInterval: Duration
        package var catalogueInterval: Duration
        /// How many requests the catalogue takes.
        package var accessTypes: Int
        /// How many requests one number takes.
        package var requestsPerNumber: Int
        /// Whether a comparison with the complete list is asked for.
        package var isFull: Bool

        package init(
            reconcileInterval: Duration, refreshInterval: Duration, catalogueInterval: Duration,
            accessTypes: Int, requestsPerNumber: Int, isFull: Bool
        ) {
            self.reconcileInterval = reconcileInterval
            self.refreshInterval = refreshInterval
            self.catalogueInterval = catalogueInterval
            self.accessTypes = accessTypes
            self.requestsPerNumber = requestsPerNumber
            self.isFull = isFull
        }
    }

    package let kind: RunKind
    /// In the order in which they are sent; none without a request.
    package let steps: [Step]

    package init(_ facts: RunFacts, _ conditions: Conditions, now: Date) {
        func isOver(_ interval: Duration, since date: Date?) -> Bool {
            Recurrence.isDue(interval, after: date, now: now)
        }
        let isListDue =
            conditions.isFull || facts.isListAskedFor
            || isOver(conditions.reconcileInterval, since: facts.lastListedAt)
        kind = facts.lastListedAt == nil ? .backfill : isListDue ? .reconcile : .incremental
        var steps = [Step(.token, 1, isEstimate: true)]
        if facts.reached != nil { steps.append(Step(.search, 1)) }
        if isOver(conditions.catalogueInterval, since: facts.catalogueReadAt) {
            steps.append(Step(.catalogue, conditions.accessTypes))
        }
        if let unread = facts.unreadParts {
            steps.append(Step(.list, unread, isEstimate: true))
        } else if isListDue {
            steps.append(Step(.list, facts.listRequests, isEstimate: true))
        }
        let details = Self.details(facts, kind: kind, refreshInterval: conditions.refreshInterval, now: now)
        steps += details.map {
            Step($0.purpose, $0.requests.map { $0 * conditions.requestsPerNumber }, isEstimate: $0.isEstimate)
        }
        self.steps = steps.filter { $0.requests != 0 }
    }

    /// How many requests there are in all; of what is not known, none is counted.
    package var requests: Int { steps.reduce(0) { $0 + ($1.requests ?? 0) } }

    /// Whether something cannot be foreseen.
    package var isOpen: Bool { steps.contains { $0.requests == nil } }

    /// Numbers to be fetched, by what for.
    private static func details(
        _ facts: RunFacts, kind: RunKind, refreshInterval: Duration, now: Date
    ) -> [Step] {
        func queued(_ reason: QueueReason) -> Int { facts.queued[reason] ?? 0 }
        let days = facts.reached.map { max(0, now.timeIntervalSince($0)) / 86_400 } ?? 0
        let expected = Int(((facts.changesPerDay ?? 0) * days).rounded(.up))
        let refresh = RefreshPlan(
            living: facts.living, interval: refreshInterval, creditedAt: facts.refreshCreditedAt, now: now)
        return [
            Step(.changed, queued(.changed) + expected, isEstimate: expected > 0),
            // How many numbers there are, the first list tells.
            Step(.new, kind == .backfill && facts.unreadParts != 0 ? nil : queued(.new)),
            Step(.missing, queued(.missing)), Step(.retry, queued(.retry) + facts.dueRetries),
            Step(.unproven, queued(.unproven)), Step(.refresh, min(refresh.limit, facts.refreshable)),
        ]
    }
}
