package import Foundation
package import MirrorCore

/// The numbers to forget.
package enum ForgetChoice: Equatable, Sendable {
    case numbers([Msisdn])
    /// Ids assigned by Millom, such as CPIDs. If an id is known to belong to a number,
    /// the whole number is forgotten.
    case millomIDs([String])
    /// Every number that has been gone since before that moment.
    case goneBefore(Date)
}
