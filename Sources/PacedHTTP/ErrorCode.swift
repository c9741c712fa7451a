/// The code that an error body names, as the API writes it: a number or a word.
package struct ErrorCode: Sendable, Equatable {
    /// Nil if the body contains none.
    package var number: Int?
    /// The body's name for an error without a number, such as `invalid_client` or `TOO_MANY_REQUESTS`; nil
    /// unless the API documents it.
    ///
    /// Any other word could be a secret that the server echoes.
    package var name: String?

    package init(number: Int?, name: String?) {
        self.number = number
        self.name = name
    }
}

extension ErrorCode {
    /// OAuth's error names, at the token endpoint and wherever a token is shown.
    ///
    /// Source: RFC 6749, 5.2 and 4.1.2.1; RFC 6750, 3.1.
    package static let namesOfOAuth: Set<String> = [
        "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "access_denied",
        "unsupported_grant_type", "unsupported_response_type", "invalid_scope", "server_error",
        "temporarily_unavailable", "invalid_token", "insufficient_scope",
    ]
}
