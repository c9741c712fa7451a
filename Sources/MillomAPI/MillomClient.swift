package import Foundation
package import Logging
package import MirrorCore
package import PacedHTTP
import Pacing

/// A client of Millom's API: each call returns an answer or throws the reason why there is none.
///
/// Every method waits its turn in the pacer, holds a valid token if credentials are set, and retries after a
/// fault; only a purchase is never retried after one.
/// - Throws: ``MillomFailure``, or `CancellationError` as it is.
package final class MillomClient: Sendable {
    /// A client's environment: its run's limits, clock and log.
    package struct Context: Sendable {
        /// Limits, waits, token cache and log.
        package var http: PacedClient.Context
        /// When the run has to end: no wait and no request goes beyond it; nil sets no limit.
        package var deadline: Date?
        /// The source of time and waits.
        package var time = TimeSource.system
        /// Removes secrets from texts; learns the tokens.
        package var scrubber = Scrubber()

        /// Sets the logger; all other values have defaults.
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

    /// Passes a client to `body` and closes its connections afterwards.
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

    /// Sends `call` until it is answered or fails for good; `subscriber` is the one that it asks for.
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

    /// Performs `call` at the CPID host, which gets no credentials; through a separate client, as there is
    /// only one request.
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

    /// Fetches the token if none is at hand; does nothing without credentials.
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

    /// The thread that requests travel on; calls are best made from it.
    package var executor: any TaskExecutor { http.executor }

    /// `text`, which may quote Millom, without credentials and tokens.
    package func scrub(_ text: String) -> String { context.scrubber.scrub(text) }

    /// The requests sent so far.
    package var counts: RequestCounters.Counts { http.counts }

    /// Whether the run's time has ended.
    package var isTimeSpent: Bool { http.clock.isOver }

    /// The bounds of the server's clock minus ours; nil before the first reply with a `Date`.
    package var serverOffsets: ClosedRange<Duration>? { http.serverClock.difference }
}
