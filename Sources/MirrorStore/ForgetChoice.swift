package import Foundation
package import MirrorCore

/// Which numbers are to be forgotten.
package enum ForgetChoice: Equatable, Sendable {
    case numbers([Msisdn])
    /// Ids of Millom's, such as CPIDs; one that is known to be of a number is forgotten with all that is of the number.
    case millomIDs([String])
    /// Every number that is gone, and was before that moment.
    case goneBefore(Date)
}
