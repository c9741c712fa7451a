/// The code that an error body names, in the API's own words.
package struct ErrorCode: Sendable, Equatable {
    /// Nil when the body names none.
    package var number: Int?
    /// The body's name for an error without a number, and only if that cannot be a secret which the server echoes.
    package var name: String?

    /// A code as it was found.
    package init(number: Int?, name: String?) {
        self.number = number
        self.name = name
    }
}
