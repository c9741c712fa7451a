/// Whose turn it is among the numbers that wait to be fetched.
///
/// Changed numbers come before new ones and those before the ones that are only to be verified; but every sixteenth
/// turn goes to the new ones first, and another to the verifications. So nothing starves, however much changes and
/// however small the budget of a run is.
package enum DrainOrder: CaseIterable, Sendable {
    case changed
    case new
    case verification

    /// Who is asked, in this order, for the number of turn `turn`, from 0.
    ///
    /// A run begins with its own number: were each to begin with 0, a small budget would never see the last turns.
    package static func at(turn: Int) -> [DrainOrder] {
        switch turn % 16 {
        case 7: [.new, .changed, .verification]
        case 15: [.verification, .changed, .new]
        default: [.changed, .new, .verification]
        }
    }

    /// The reasons that it stands for.
    package var reasons: [QueueReason] {
        switch self {
        case .changed: [.changed]
        case .new: [.new]
        case .verification: [.missing, .retry, .unproven, .refresh]
        }
    }
}
