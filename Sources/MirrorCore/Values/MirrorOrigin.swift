/// The API that a mirror copies, and the account used to read it.
///
/// Two companies never share a mirror: to each, the other's subscriptions would look gone.
package struct MirrorOrigin: Sendable, Equatable {
    /// `api.base_url` in its canonical spelling.
    package let baseURL: String
    /// SHA-256 of `oauth.client_id`, in hexadecimal digits.
    package let clientHash: String
    /// SHA-256 of `oauth.username`, in hexadecimal digits; nil if there is no system user.
    package let userHash: String?

    package init(baseURL: String, clientHash: String, userHash: String?) {
        self.baseURL = baseURL
        self.clientHash = clientHash
        self.userHash = userHash
    }

    /// The settings in which `other` differs; none if it is the same origin.
    package func differences(from other: MirrorOrigin) -> [String] {
        [
            ("api.base_url", baseURL == other.baseURL), ("oauth.client_id", clientHash == other.clientHash),
            ("oauth.username", userHash == other.userHash),
        ].filter { !$0.1 }.map(\.0)
    }
}

/// A mirror's own id, and the origin that it is bound to.
package struct MirrorIdentity: Sendable, Equatable {
    /// 32 hexadecimal digits, chosen at random when the mirror was created; a copy of the file has the same.
    package let id: String
    /// Nil before the first run.
    package let origin: MirrorOrigin?

    package init(id: String, origin: MirrorOrigin?) {
        self.id = id
        self.origin = origin
    }
}
