/// Why a number's detail is to be fetched; the smaller, the sooner.
package enum QueueReason: Int, Sendable, CaseIterable {
    /// The search listed it as changed.
    case changed = 1
    /// A list holds it and the mirror does not.
    case new = 2
    /// The mirror holds it and a complete list does not: the first proof that it is gone.
    case missing = 3
    /// It was set aside, and its time has come.
    case retry = 4
    /// The search could not say whether it changed: a gap in its coverage.
    case unproven = 5
    /// It was verified longest ago. Never kept in the mirror's queue: the oldest verification finds it again.
    case refresh = 6
}
