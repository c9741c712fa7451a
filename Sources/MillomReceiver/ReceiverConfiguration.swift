/// How the receiver serves.
package struct ReceiverConfiguration: Sendable {
    package var host: String
    /// 0: any that is free.
    package var port: Int
    /// What Millom's client has to know to get a token.
    package var clientID: String
    package var clientSecret: String
    /// How long a token is good.
    package var tokenLifetime: Duration = .seconds(3600)
    /// Before the paths of notifications and callbacks; begins with a slash, and ends without one.
    package var prefix = "/millom"
    /// Nil serves plain HTTP.
    package var certificate: ServedCertificate?
    package var limits = ReceiverLimits()

    package init(host: String, port: Int, clientID: String, clientSecret: String) {
        self.host = host
        self.port = port
        self.clientID = clientID
        self.clientSecret = clientSecret
    }
}

/// What one client, or all of them together, may take.
package struct ReceiverLimits: Sendable {
    /// The longest body, in bytes: Millom's longest, offers with their links, have about 20 KB.
    package var bodyBytes = 64 * 1024
    /// More than these wait in the system's queue.
    package var connections = 512
    /// More than these are answered 429.
    package var requestsInFlight = 256
    /// From a request's first byte to the last of its answer.
    package var requestTime: Duration = .seconds(15)
    /// Between an answer and the next request.
    package var idleTime: Duration = .seconds(60)
    /// Tokens that are good at one time; one more ends the oldest.
    package var tokens = 1024

    package init() {}
}
