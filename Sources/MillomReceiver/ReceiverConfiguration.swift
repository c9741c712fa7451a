/// The receiver's configuration.
package struct ReceiverConfiguration: Sendable {
    package var host: String
    /// 0 chooses any free port.
    package var port: Int
    /// The credentials with which Millom's client gets a token.
    package var clientID: String
    package var clientSecret: String
    /// How long a token is valid.
    package var tokenLifetime: Duration = .seconds(3600)
    /// The prefix of the paths of notifications and callbacks; starts with a slash,
    /// and does not end with one.
    package var prefix = "/millom"
    /// Nil to serve plain HTTP.
    package var certificate: ServedCertificate?
    package var limits = ReceiverLimits()

    package init(host: String, port: Int, clientID: String, clientSecret: String) {
        self.host = host
        self.port = port
        self.clientID = clientID
        self.clientSecret = clientSecret
    }
}

/// Limits on one client, or on all of them together.
package struct ReceiverLimits: Sendable {
    /// The longest body, in bytes: Millom's longest, offers with their links, have about 20 KB.
    package var bodyBytes = 64 * 1024
    /// Further connections wait in the system's queue.
    package var connections = 512
    /// Further requests are answered 429.
    package var requestsInFlight = 256
    /// From a request's first byte to its answer's last.
    package var requestTime: Duration = .seconds(15)
    /// Between an answer and the next request.
    package var idleTime: Duration = .seconds(60)
    /// The most valid tokens; one more invalidates the oldest.
    package var tokens = 1024

    package init() {}
}
