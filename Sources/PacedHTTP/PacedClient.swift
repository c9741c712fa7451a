import AsyncHTTPClient
package import Logging
import NIOCore
package import Pacing

/// A paced client of one API over HTTP: each call returns an answer or throws the reason why there is none.
///
/// Every call waits its turn in the pacer, holds a valid token, and is retried after a fault.
package final class PacedClient: Sendable {
    /// A client's environment: its run's pace, clock and log.
    package struct Context: Sendable {
        /// The known limits of the API.
        package var pace = PaceSettings.unlimited
        /// The pace as the previous run left it; nil starts afresh.
        package var keptPace: PaceSnapshot?
        /// The server's clock as earlier runs know it; nil believes any time that it states.
        package var expectedClock: ServerClock.Expectation?
        /// A longer wait for the pace or a token ends the run; nil waits without limit.
        package var longestWait: Duration?
        /// Receives waits that hold up the run.
        package var onWait: WaitObserver = { _ in }
        /// Receives every token, which must not be shown.
        package var onToken: @Sendable (String) -> Void = { _ in }
        /// The file that keeps the token between runs; nil keeps none.
        package var tokenCachePath: String?
        /// Returns a new random value from 0 up to 1.
        package var jitter: @Sendable () -> Double = { Double.random(in: 0..<1) }
        /// Logs every request at `debug`.
        package var logger: Logger

        /// Sets the logger; all other values have defaults.
        package init(logger: Logger) { self.logger = logger }
    }

    let configuration: HTTPConfiguration
    let dialect: any APIDialect
    /// The pacer, which every data request passes.
    package let pacer: Pacer
    /// The source of tokens.
    package let tokens: AccessTokenSource
    let parts: ClientParts
    let exchange: HTTPExchange
    /// The thread that requests travel on; calls are best made from it.
    ///
    /// A second one would take requests from the first, and each of them would wake it twice.
    package let executor: any TaskExecutor

    private init(
        _ http: HTTPClient, tokens tokenHTTP: HTTPClient, _ pacer: Pacer, _ parts: ClientParts,
        _ configuration: HTTPConfiguration, _ dialect: any APIDialect, tokenCachePath: String?
    ) {
        self.configuration = configuration
        self.dialect = dialect
        self.pacer = pacer
        self.parts = parts
        let executor = LoopExecutor(http.eventLoopGroup.any())
        self.executor = executor
        exchange = HTTPExchange(
            client: http, on: executor, configuration: configuration, clock: parts.clock)
        tokens = AccessTokenSource(
            exchange: HTTPExchange(
                client: tokenHTTP, on: executor, configuration: configuration.ofTokens, clock: parts.clock),
            configuration: configuration, dialect: dialect,
            cache: configuration.usedCredentials == nil
                ? nil : tokenCachePath.map { TokenCache(path: $0, configuration: configuration) },
            shared: parts)
    }

    /// Passes a client to `body` and closes its connections afterwards.
    ///
    /// - Parameter clock: tells the time, waits, and ends the run.
    package static func with<Result: Sendable>(
        _ configuration: HTTPConfiguration, _ dialect: any APIDialect, _ context: Context, clock: RunClock,
        body: (PacedClient) async throws -> Result
    ) async throws -> Result {
        let pacer = Pacer(
            settings: context.pace, continuing: context.keptPace, longestWait: context.longestWait,
            clock: clock, onWait: context.onWait)
        let parts = ClientParts(clock: clock, context: context)
        let http = connections(configuration, pacer, parts)
        // A separate token server may need another route than the API.
        let tokenHTTP =
            configuration.tokenURL == nil ? nil : connections(configuration.ofTokens, pacer, parts)
        let client = PacedClient(
            http, tokens: tokenHTTP ?? http, pacer, parts, configuration, dialect,
            tokenCachePath: context.tokenCachePath)
        let outcome: Swift.Result<Result, any Error>
        do {
            outcome = .success(try await body(client))
        } catch {
            outcome = .failure(error)
        }
        await close(http)
        if let tokenHTTP { await close(tokenHTTP) }
        return try outcome.get()
    }

    private static func connections(
        _ configuration: HTTPConfiguration, _ pacer: Pacer, _ parts: ClientParts
    ) -> HTTPClient {
        var connections = HTTPClient.Configuration(configuration)
        connections.http1_1ConnectionDebugInitializer = ConnectionWatch.initializer(
            ConnectionWatch.Reports(mayLeave: parts.inFlight.mayLeave, left: pacer.left),
            bodyEnd: { parts.clock.bodyEnd(configuration.timeouts.body) })
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: connections)
    }

    /// Closes the connections, and waits at most a second for one still being made: nothing uses it any more.
    private static func close(_ http: HTTPClient) async {
        let (closed, announce) = AsyncStream.makeStream(of: Void.self)
        // Keeps the client alive until its last connection has ended.
        Task {
            try? await http.shutdown()
            announce.finish()
        }
        let timer = http.eventLoopGroup.any().scheduleTask(in: .seconds(1)) { announce.finish() }
        for await _ in closed {}
        timer.cancel()
    }

    /// The requests sent so far.
    package var counts: RequestCounters.Counts { parts.counters.counts }

    /// The run's clock.
    package var clock: RunClock { parts.clock }

    /// The server's clock, as far as the replies so far reveal it.
    package var serverClock: ServerClock { parts.serverClock }

    /// The bounds of the server's time when ours was `instant`; nil before its first reply.
    package func serverTime(at instant: Duration) -> ClosedRange<Duration>? {
        parts.serverClock.now(at: instant)
    }
}
