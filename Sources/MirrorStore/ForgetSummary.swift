package import MirrorCore

/// What forgetting removed, without a word about whom.
package struct ForgetSummary: Equatable, Sendable {
    /// How many numbers were forgotten.
    package var forgotten = 0
    /// How many of them were not known to be gone: the API may list them again.
    package var notGone = 0
    /// The chosen numbers that no table held, in order.
    package var unknown: [Msisdn] = []
    /// How many ids of Millom's were forgotten that are of no known number.
    package var forgottenIDs = 0
    /// How many of the chosen ids no table held.
    package var unknownIDs = 0
    /// All ids by which Millom is known to name the chosen people, for its journal.
    package var millomIDs: [String] = []
    /// How many rows went, by the relation that held them.
    package var removed: [String: Int] = [:]

    package init() {}
}
