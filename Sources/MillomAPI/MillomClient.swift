package import Foundation
package import Logging
package import MirrorCore
package import PacedHTTP
import Pacing

/// Asks Millom, and comes back with an answer or the reason why there is none.
///
/// Every method waits its turn in the pacer, holds a valid token where credentials are set, and tries again what failed by a
/// fault; but a purchase, which is sent once.
/// - Throws: ``MillomFailure``, or `CancellationError` as it is.
package final class MillomClient: Sendable {
    /// The surroundings of a client: its run's limits, clock and log.
    package struct Context: Sendable {
        /// Limits, waits, token cache and log.
        package var http: PacedClient.Context
        /// When the run has to be over: no wait and no request goes beyond it; nil sets no limit.
        package var deadline: Date?
        /// Tells the time and waits.
        package var time = TimeSource.system
        /// Learns the tokens.
        package var scrubber = Scrubber()

        /// The rest has defaults.
        package init(logger: Logger) { http = PacedClient.Context(logger: logger) }
    }

    let configuration: MillomConfiguration
    /// The client that sends the requests.
    package let http: PacedClient
    private let context: Context

    private init(_ http: PacedClient, _ configuration: MillomConfiguration, _ context: Context) {
        self.http = http
        self.configuration = configuration
        self.context = context
    }

    /// Lends a client to `body` and closes its connections afterwards.
    package static func with<Result: Sendable>(
        _ configuration: MillomConfiguration, _ context: Context,
        body: (MillomClient) async throws -> Result
    ) async throws -> Result {
        let clock = RunClock(from: context.time.now(), on: context.time.clock, end: context.deadline)
        var core = context.http
        core.onToken = { context.scrubber.learn(secret: $0) }
        return try await PacedClient.with(configuration.http, MillomDialect(), core, clock: clock) {
            try await body(MillomClient($0, configuration, context))
        }
    }

    /// Sends `call` until there is an answer; `subscriber` is the one that it asks for.
    func perform(_ call: Call, about subscriber: MillomSubscriber? = nil) async throws -> Reply {
        var call = call
        call.logged = { ["subscriber": "\(subscriber?.redacted ?? "-")"] }
        call.isOneOfMany = subscriber != nil
        do {
            return try await http.perform(call)
        } catch let failure as RequestFailure {
            throw MillomFailure(failure, about: subscriber)
        }
    }

    /// Performs `call` at the host of the CPID, which gets no credential; a client of its own, as it is asked once.
    func performAtCpidHost(_ call: Call) async throws -> Reply {
        var core = context.http
        core.tokenCachePath = nil
        core.keptPace = nil
        core.expectedClock = nil
        do {
            return try await PacedClient.with(
                configuration.cpidHTTP, MillomDialect(), core, clock: http.clock
            ) { try await $0.perform(call) }
        } catch let failure as RequestFailure {
            throw MillomFailure(failure)
        }
    }

    /// Whether requests carry a token.
    package var usesToken: Bool { configuration.http.credentials != nil }

    /// Fetches the token when there is none at hand; does nothing without credentials.
    package func prepareToken() async throws {
        guard usesToken else { return }
        do {
            _ = try await http.tokens.token()
        } catch let failure as RequestFailure {
            throw MillomFailure(failure)
        }
    }

    /// The pacer, which every data request passes.
    package var pacer: Pacer { http.pacer }

    /// Where calls are best made from, one as good as the other: the threads that their requests travel on.
    package var executors: [any TaskExecutor] { http.executors }

    /// `text`, which may quote Millom, without credentials and tokens.
    package func scrub(_ text: String) -> String { context.scrubber.scrub(text) }

    /// The requests sent so far.
    package var counts: RequestCounters.Counts { http.counts }

    /// Whether the run's time is over.
    package var isTimeSpent: Bool { http.clock.isOver }

    /// Between what the server's clock minus ours lies; nil before the first reply with a `Date`.
    package var serverOffsets: ClosedRange<Duration>? { http.serverClock.difference }
}
