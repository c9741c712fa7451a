/// The progress of a run.
package struct SyncProgress: Sendable, Equatable {
    package enum Phase: String, Sendable, CaseIterable {
        case polling
        case catalogue
        case listing
        case fetching
    }

    package var phase: Phase
    /// Parts of the list, or numbers, already processed.
    package var done = 0
    /// The total, as far as it is known.
    package var total = 0
    /// Requests sent since the run began.
    package var requests = 0

    package init(phase: Phase) { self.phase = phase }
}
