package import Exports
package import Foundation
package import MirrorCore
package import MirrorReading
package import Reports

/// The server's configuration: its address, its clients and its limits.
package struct MirrorServerConfiguration: Sendable {
    package var host: String
    /// 0 chooses any free port.
    package var port: Int
    /// A listening socket passed by systemd; nil to open one.
    package var descriptor: Int32?
    /// The token that clients must present; nil requires none.
    package var token: String?
    /// Host names of the server besides those of this machine.
    package var hosts: [String] = []
    /// The addresses of the proxies that may connect; empty admits any client.
    package var proxies: [String] = []
    /// The time limit of one question.
    package var queryTimeout: Duration = .seconds(30)
    /// The most concurrent queries, and the most concurrent streams.
    package var connections = 4
    /// The most concurrent requests; further ones are answered 503.
    package var requestsInFlight = 64
    /// The most bytes of complete answers to cache while the mirror is unchanged.
    package var cacheBytes = 64 << 20
    package var privacy = PrivacyRules.full
    /// The language of the pages.
    package var language = ReportLanguage.english
    /// The words of reports on pages, in that language.
    package var words = ReportTexts.plain
    /// This program's version.
    package var version: String
    package var limits = ConnectionLimits()

    package init(host: String, port: Int, version: String) {
        self.host = host
        self.port = port
        self.version = version
    }
}

/// Limits on a client's connection.
package struct ConnectionLimits: Sendable {
    /// Further connections wait in the system's queue.
    package var connections = 1024
    /// From a request's first byte to its answer's first byte, not counting the question's own time.
    package var requestTime: Duration = .seconds(30)
    /// Between an answer and the next request, or between two chunks that a client receives.
    package var idleTime: Duration = .seconds(60)
    /// For one whole answer: for that long a reader may keep SQLite from emptying its log.
    package var answerTime: Duration = .seconds(600)
    /// A client of a stream that takes fewer than ``stallBytes`` in that long is dropped.
    package var stallTime: Duration = .seconds(30)
    package var stallBytes = 64 << 10

    package init() {}
}

/// Opens the mirror for one question, on a separate connection that can be interrupted alone.
package struct MirrorOpener: Sendable {
    /// - Throws: the error that prevents reading the mirror.
    package let open:
        @Sendable (_ asOf: AsOf?, _ now: Date, _ limit: Duration, _ interruption: Interruption) throws
            -> MirrorReader
    /// The privacy of a level, with the key for pseudonyms if it needs one.
    package let privacy: @Sendable (_ level: PrivacyLevel) throws -> ExportPrivacy
    /// The time zone in which days begin and end.
    package let timeZone: TimeZone
    /// The mirror's file.
    package let path: String
    /// The moment of the latest publication.
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
