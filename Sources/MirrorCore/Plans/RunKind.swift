/// The purpose of a run.
package enum RunKind: String, Sendable {
    /// The first full load, until a complete list was read.
    case backfill
    /// Changes since the watermark.
    case incremental
    /// Changes, and a comparison with the complete list.
    case reconcile
}

/// How a run ended.
package enum RunOutcome: String, Sendable, CaseIterable {
    /// The mirror equals the API.
    case complete
    /// Something is still queued; the next run continues there.
    case partial
    case failed
}
