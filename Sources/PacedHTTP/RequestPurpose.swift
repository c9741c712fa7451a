/// The purpose of a request, by which requests are counted and named.
///
/// Each API adds its own.
package struct RequestPurpose: RawRepresentable, Sendable, Hashable {
    /// One word, used in counts, logs and messages.
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// A token, which every API grants in the same way.
    package static let token = RequestPurpose(rawValue: "token")
}
