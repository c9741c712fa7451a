/// The code that an error body names, in the API's own words: a number, or a word.
package struct ErrorCode: Sendable, Equatable {
    /// Nil when the body names none.
    package var number: Int?
    /// The body's word for an error without a number, such as `invalid_client` or `TOO_MANY_REQUESTS`, and only if that cannot
    /// be a secret which the server echoes: one that the API documents.
    package var name: String?

    /// A code as it was found.
    package init(number: Int?, name: String?) {
        self.number = number
        self.name = name
    }
}

extension ErrorCode {
    /// What OAuth calls errors, at the token endpoint and where a token is shown.
    ///
    /// Source: RFC 6749, 5.2 and 4.1.2.1; RFC 6750, 3.1.
    package static let namesOfOAuth: Set<String> = [
        "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "access_denied",
        "unsupported_grant_type", "unsupported_response_type", "invalid_scope", "server_error",
        "temporarily_unavailable", "invalid_token", "insufficient_scope",
    ]
}
