package import Foundation

/// Facts about complete lists from which a ``RunPlan`` decides whether a run reads one.
package struct ListFacts: Sendable, Equatable {
    /// When the newest complete list was complete; nil when there is none.
    package var lastListedAt: Date?
    /// Whether the operator asked for a comparison that no run has finished.
    package var isAskedFor = false
    /// Whether coverage has a gap that no list was begun after: only such a list tells which numbers are new.
    package var hasUnlistedGap = false
    /// The comparison that an earlier run left unfinished; nil when there is none.
    package var unfinished: ReconcileProgress?

    /// A mirror that does not exist yet.
    package init() {}
}
