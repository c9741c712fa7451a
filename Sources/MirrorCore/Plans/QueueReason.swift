/// Why a number's detail must be fetched; the smaller the value, the sooner.
package enum QueueReason: Int, Sendable, CaseIterable {
    /// The search listed it as changed.
    case changed = 1
    /// It is in a list but not in the mirror.
    case new = 2
    /// It is in the mirror but not in a complete list: the first proof that it is gone.
    case missing = 3
    /// It was quarantined, and its next try is due.
    case retry = 4
    /// The search could not show whether it changed, because of a gap in coverage.
    case unproven = 5
    /// It was verified longest ago. Never stored in the mirror's queue: its old verification makes it due
    /// again.
    case refresh = 6
}
