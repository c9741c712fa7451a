package import Foundation

/// A success: checked JSON, with the time of its data.
package struct Reply: Sendable {
    /// One JSON document.
    package let body: [UInt8]
    /// The number of elements of a list; nil for anything but a list.
    package let rows: Int?
    /// The server's time when the request left, the earliest possible by the replies so far.
    ///
    /// The reply contains everything the server knew by then. Nil if no reply had a `Date`.
    package let serverTimeSent: Date?
}
