package import MirrorCore

/// Counts of the data that `forget` removed, without identifying anyone.
package struct ForgetSummary: Equatable, Sendable {
    /// How many numbers were forgotten.
    package var forgotten = 0
    /// How many of them were not known to be gone; the API may list them again.
    package var notGone = 0
    /// The chosen numbers that were in no table, in order.
    package var unknown: [Msisdn] = []
    /// How many Millom ids were forgotten that belong to no known number.
    package var forgottenIDs = 0
    /// How many of the chosen ids were in no table.
    package var unknownIDs = 0
    /// All known Millom ids of the chosen people, for Millom's journal.
    package var millomIDs: [String] = []
    /// Removed rows, counted by relation.
    package var removed: [String: Int] = [:]

    package init() {}
}
