/// How far a run is.
package struct SyncProgress: Sendable, Equatable {
    package enum Phase: String, Sendable, CaseIterable {
        case polling
        case catalogue
        case listing
        case fetching
    }

    package var phase: Phase
    /// Parts of the list, or numbers, that are done.
    package var done = 0
    /// As far as it is known.
    package var total = 0
    /// Requests sent since the run began.
    package var requests = 0

    package init(phase: Phase) { self.phase = phase }
}
