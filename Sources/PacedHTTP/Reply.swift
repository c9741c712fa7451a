package import Foundation

/// A success: JSON that has been checked, and when it was true.
package struct Reply: Sendable {
    /// One JSON document.
    package let body: [UInt8]
    /// The elements of a list, nil for anything but a list.
    package let rows: Int?
    /// The server's time when the request left, at the earliest that the replies so far allow.
    ///
    /// What the server knew by then is in the reply. Nil when no reply had a `Date`.
    package let serverTimeSent: Date?
}
