package import Exports
package import Foundation
package import MirrorCore
package import MirrorReading

/// How the mirror is served: where, to whom, and how much at one time.
package struct MirrorServerConfiguration: Sendable {
    package var host: String
    /// 0 takes any that is free.
    package var port: Int
    /// A listening socket that systemd handed over; nil: one is made.
    package var descriptor: Int32?
    /// What a client has to show; nil asks for nothing.
    package var token: String?
    /// Names, besides those of this machine, under which the server is asked for.
    package var hosts: [String] = []
    /// The addresses of the proxies that may connect; none: anybody.
    package var proxies: [String] = []
    /// How long one question may take.
    package var queryTimeout: Duration = .seconds(30)
    /// Connections that read the mirror at one time.
    package var connections = 4
    /// Requests that are worked on at one time; more are answered 503.
    package var requestsInFlight = 64
    /// Bytes of whole answers that are kept while the mirror does not change.
    package var cacheBytes = 64 << 20
    package var privacy = PrivacyRules.full
    /// Of this program.
    package var version: String
    package var limits = ConnectionLimits()

    package init(host: String, port: Int, version: String) {
        self.host = host
        self.port = port
        self.version = version
    }
}

/// What one client may take.
package struct ConnectionLimits: Sendable {
    /// More than these wait in the system's queue.
    package var connections = 1024
    /// From a request's first byte to the first of its answer, besides what its question may take.
    package var requestTime: Duration = .seconds(30)
    /// Between an answer and the next request, or between two pieces that a client takes.
    package var idleTime: Duration = .seconds(60)
    /// For all of one answer: so long a reader keeps SQLite's log from being emptied.
    package var answerTime: Duration = .seconds(600)

    package init() {}
}

/// Opens the mirror for one question; each is a connection of its own, so that it can be interrupted by itself.
package struct MirrorOpener: Sendable {
    /// - Throws: what keeps the mirror from being read.
    package let open:
        @Sendable (_ asOf: AsOf?, _ now: Date, _ limit: Duration, _ interruption: Interruption) throws
            -> MirrorReader
    /// The key for pseudonyms, where the level needs one.
    package let privacy: @Sendable (_ level: PrivacyLevel) throws -> ExportPrivacy
    /// The time zone in which a day begins and ends.
    package let timeZone: TimeZone
    /// The mirror's file.
    package let path: String
    /// The moment of the publication that readers have.
    package let publishedAt: @Sendable () -> Date?

    package init(
        path: String, timeZone: TimeZone,
        open:
            @escaping @Sendable (_ asOf: AsOf?, _ now: Date, _ limit: Duration, _ interruption: Interruption)
            throws -> MirrorReader,
        privacy: @escaping @Sendable (_ level: PrivacyLevel) throws -> ExportPrivacy,
        publishedAt: @escaping @Sendable () -> Date?
    ) {
        self.path = path
        self.timeZone = timeZone
        self.open = open
        self.privacy = privacy
        self.publishedAt = publishedAt
    }
}
