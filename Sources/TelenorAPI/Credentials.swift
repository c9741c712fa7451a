/// What the token endpoint wants to know; nothing that describes or dumps it shows a secret.
package struct Credentials: Sendable, Equatable {
    /// `oauth.client_id`.
    package let clientID: String
    /// `oauth.client_secret`.
    package let clientSecret: String
    /// The company's system user; with ``password`` it makes the grant `password`, else it is `client_credentials`.
    package let username: String?
    /// The system user's, nil when there is none.
    package let password: String?

    /// Takes what was configured.
    package init(
        clientID: String, clientSecret: String, username: String? = nil, password: String? = nil
    ) {
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.username = username
        self.password = password
    }

    /// The body of the token request.
    ///
    /// Source: API.md 1.1.
    var form: String {
        guard let username, let password else { return "grant_type=client_credentials" }
        return "grant_type=password&username=\(username.percentEncoded)&password=\(password.percentEncoded)"
    }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "Credentials(not shown)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
