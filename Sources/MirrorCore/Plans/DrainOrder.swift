/// Decides which of the queued numbers is fetched next.
///
/// Changed numbers come before new ones, and those before numbers that only need verification; but every
/// sixteenth turn goes to new numbers first, and another to verifications. So nothing starves, however much
/// changes and however small a run's budget is.
package enum DrainOrder: CaseIterable, Sendable {
    case changed
    case new
    case verification

    /// The categories to try, in this order, for turn `turn` (from 0).
    ///
    /// Each run starts at a different turn: if all started at 0, a small budget would never reach the last
    /// turns.
    package static func at(turn: Int) -> [DrainOrder] {
        switch turn % 16 {
        case 7: [.new, .changed, .verification]
        case 15: [.verification, .changed, .new]
        default: [.changed, .new, .verification]
        }
    }

    /// The queue reasons of this category.
    package var reasons: [QueueReason] {
        switch self {
        case .changed: [.changed]
        case .new: [.new]
        case .verification: [.missing, .retry, .unproven, .refresh]
        }
    }
}
