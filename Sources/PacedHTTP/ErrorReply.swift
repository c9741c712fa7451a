/// A reply that is no success, as far as it may be shown: no part of its body but the code.
package struct ErrorReply: Sendable, Equatable, CustomStringConvertible {
    /// What had been asked.
    package let purpose: RequestPurpose
    /// The HTTP status.
    package let status: Int
    /// The API's own code, nil when the body holds none.
    package let code: Int?
    /// What the body calls the error where it has no number, such as `invalid_client`.
    package let name: String?

    /// Takes what was read from the reply.
    package init(purpose: RequestPurpose, status: Int, code: Int? = nil, name: String? = nil) {
        self.purpose = purpose
        self.status = status
        self.code = code
        self.name = name
    }

    /// Such as `401 40105`.
    package var description: String {
        if let code { return "\(status) \(code)" }
        if let name { return "\(status) \(name)" }
        return "\(status)"
    }
}
