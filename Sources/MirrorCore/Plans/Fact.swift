/// The single facts that one run leaves to the next, by their keys in the mirror's `_state`.
package enum StateKey: String, Sendable {
    /// A ``PaceSnapshot`` as JSON; empty where no limit is known.
    case pace = "snapshot.pace"
    /// The day, YYYY-MM-DD, on which the last run ended where the company is.
    case reportDay = "report.day"
    /// The server's clock minus ours when the last run ended.
    case serverOffset = "clock.server_offset_seconds"
    /// The same as a run saw it and did not believe it; empty once one was believed. See ``ServerClock``.
    case doubtedOffset = "clock.doubted_offset_seconds"
    /// When ``doubtedOffset`` was first seen.
    case doubtedSince = "clock.doubted_since"
    case catalogueReadAt = "catalogue.read_at"
    /// Not empty while a comparison that the operator asked for is not finished.
    case listAskedFor = "reconcile.asked_for"
    /// See ``RefreshPlan``.
    case refreshCreditedAt = "refresh.credited_at"
    /// The server's clock minus ours while the last poll was read, or when the ledger began.
    case pollOffset = "poll.server_offset_seconds"
    /// What ``Lookback`` has made of the setting; absent while it is as it is set.
    case lookback = "poll.lookback_seconds"
    /// How many rows of the last poll's search could not be read; absent or empty when all could.
    case unreadablePollRows = "poll.unreadable_rows"
    /// The same of the comparison with the complete list, which is unfinished while there are any.
    case unreadableListRows = "reconcile.unreadable_rows"
    /// When ``lookback`` was last changed.
    case lookbackSetAt = "poll.lookback_set_at"
    /// What is still to be done so that the bytes of forgotten rows are gone; absent when nothing is.
    case wipe = "forget.wipe"
}
