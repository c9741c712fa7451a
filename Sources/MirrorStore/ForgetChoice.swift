package import Foundation
package import MirrorCore

/// Which numbers are to be forgotten.
package enum ForgetChoice: Equatable, Sendable {
    case numbers([Msisdn])
    /// Every number that is gone, and was before that moment.
    case goneBefore(Date)
}
