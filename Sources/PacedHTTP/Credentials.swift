/// The credentials for the token endpoint; its descriptions and dumps never show a secret.
package struct Credentials: Sendable, Equatable {
    package let clientID: String
    package let clientSecret: String
    /// A system user; with ``password`` the grant is `password`, otherwise `client_credentials`.
    package let username: String?
    /// The system user's password; nil if there is none.
    package let password: String?
    /// The scope of the token; nil leaves the choice to the server.
    package var scope: String?

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
    /// Source: RFC 6749, 4.3.2 and 4.4.2.
    var form: String {
        var form = "grant_type=client_credentials"
        if let username, let password {
            form =
                "grant_type=password&username=\(username.percentEncoded)&password=\(password.percentEncoded)"
        }
        return scope.map { "\(form)&scope=\($0.percentEncoded)" } ?? form
    }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "Credentials(not shown)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
