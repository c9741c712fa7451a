package import Foundation

/// The facts about complete lists from which a ``RunPlan`` decides whether a run reads one.
package struct ListFacts: Sendable, Equatable {
    /// When the newest complete list was completed; nil if there is none.
    package var lastListedAt: Date?
    /// Whether the operator asked for a comparison that no run has finished yet.
    package var isAskedFor = false
    /// Whether coverage has a gap and no list was begun after it: only such a list reveals which numbers are
    /// new.
    package var hasUnlistedGap = false
    /// The comparison that an earlier run left unfinished; nil if there is none.
    package var unfinished: ReconcileProgress?

    /// A mirror that does not exist yet.
    package init() {}
}
