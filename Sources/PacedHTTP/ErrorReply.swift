/// An error reply, reduced to what may be shown: no part of its body except the code.
package struct ErrorReply: Sendable, Equatable, CustomStringConvertible {
    /// The purpose of the request.
    package let purpose: RequestPurpose
    /// The HTTP status.
    package let status: Int
    /// The API's own code; nil if the body contains none.
    package let code: Int?
    /// The body's name for an error without a number, such as `invalid_client`.
    package let name: String?

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
