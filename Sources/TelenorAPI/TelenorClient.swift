import AsyncHTTPClient
package import Foundation
package import Logging
package import MirrorCore
import NIOCore
package import Pacing

/// Asks the Mobile Subscription Info API, and comes back with an answer or the reason why there is none.
///
/// Every method waits its turn in the pacer, holds a valid token, and tries again what failed by a fault.
/// - Throws: ``APIFailure``, or `CancellationError` as it is.
package final class TelenorClient: Sendable {
    /// What a client takes with it from the run it works for.
    package struct Context: Sendable {
        /// What is known of the API's limits.
        package var pace = PaceSettings.unlimited
        /// What the run before left, nil to begin anew.
        package var keptPace: PaceSnapshot?
        /// The server's clock minus ours as the run before knew it; only until the first reply.
        package var keptServerOffset: Duration?
        /// What earlier runs know of the server's clock; nil believes whatever it says.
        package var expectedClock: ServerClock.Expectation?
        /// When the run has to be over: no wait and no request goes beyond it; nil sets no limit.
        package var deadline: Date?
        /// A wait for the pace or a token that is longer ends the run, too; nil waits as long as it takes.
        package var longestWait: Duration?
        /// Hears of waits that hold up the run.
        package var onWait: WaitObserver = { _ in }
        /// Where the token is kept between runs, nil for nowhere.
        package var tokenCachePath: String?
        /// What tells the time and waits.
        package var time = TimeSource.system
        /// From 0 up to 1, anew at each call.
        package var jitter: @Sendable () -> Double = { Double.random(in: 0..<1) }
        /// Learns the tokens.
        package var scrubber = Scrubber()
        /// Told of every request at `debug`.
        package var logger: Logger

        /// The rest has defaults.
        package init(logger: Logger) { self.logger = logger }
    }

    let configuration: APIConfiguration
    /// What every data request passes.
    package let pacer: Pacer
    /// Where the token comes from.
    package let tokens: AccessTokenSource
    let parts: ClientParts
    let exchange: HTTPExchange
    private let keptServerOffset: Duration?

    /// - Parameters:
    ///   - http: made by ``with(_:_:body:)``, which also shuts it down.
    ///   - pacer: the one that `http` tells what leaves.
    init(
        http: HTTPClient, pacer: Pacer, clock: RunClock, configuration: APIConfiguration, context: Context
    ) {
        self.configuration = configuration
        parts = ClientParts(clock: clock, context: context)
        exchange = HTTPExchange(client: http, configuration: configuration, clock: clock)
        self.pacer = pacer
        tokens = AccessTokenSource(
            exchange: exchange, configuration: configuration,
            cache: context.tokenCachePath.map { TokenCache(path: $0, configuration: configuration) },
            shared: parts)
        keptServerOffset = context.keptServerOffset
    }

    /// Lends a client to `body` and closes its connections afterwards.
    package static func with<Result: Sendable>(
        _ configuration: APIConfiguration, _ context: Context,
        body: (TelenorClient) async throws -> Result
    ) async throws -> Result {
        let clock = RunClock(context.time, end: context.deadline)
        let pacer = Pacer(
            settings: context.pace, continuing: context.keptPace, longestWait: context.longestWait,
            clock: clock, onWait: context.onWait)
        var connections = HTTPClient.Configuration(configuration)
        connections.http1_1ConnectionDebugInitializer = DepartureHandler.initializer { pacer.left() }
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: connections)
        let client = TelenorClient(
            http: http, pacer: pacer, clock: clock, configuration: configuration, context: context)
        do {
            let result = try await body(client)
            await close(http)
            return result
        } catch {
            await close(http)
            throw error
        }
    }

    /// Closes the connections, and waits a second at most for one that is still being made: it is nobody's any more.
    private static func close(_ http: HTTPClient) async {
        let (closed, announce) = AsyncStream.makeStream(of: Void.self)
        // Keeps the client until its last connection has ended.
        Task {
            try? await http.shutdown()
            announce.finish()
        }
        let timer = http.eventLoopGroup.any().scheduleTask(in: .seconds(1)) { announce.finish() }
        for await _ in closed {}
        timer.cancel()
    }

    /// `text`, which may quote the API, without credentials and tokens.
    package func scrub(_ text: String) -> String { parts.scrubber.scrub(text) }

    /// What has been sent so far.
    package var counts: RequestCounters.Counts { parts.counters.counts }

    /// Whether the run's time is over.
    package var isTimeSpent: Bool { parts.clock.isOver }

    /// The server's time now, at the earliest that its replies allow; nil before the first with a `Date`.
    package var serverNow: Date? {
        parts.serverTime(at: parts.clock.now).map { Date(since1970: $0.lowerBound) }
    }

    /// The server's time now as far as it is known: before the first success by what the run before knew.
    package var assumedServerNow: Date {
        serverNow ?? Date(since1970: parts.clock.now + (keptServerOffset ?? .zero))
    }

    /// The server's clock minus ours, to be kept for the next run; nil before the first reply with a `Date`.
    package var serverOffset: Duration? { parts.serverOffset }

    /// Between what the server's clock minus ours lies: a slow reply tells little; nil before the first with a `Date`.
    package var serverOffsets: ClosedRange<Duration>? { parts.serverOffsets }

    /// The server's clock minus ours as its replies said it and no run confirms it yet; nil when one was believed.
    package var doubt: ServerClock.Doubt? { parts.doubt }

    /// A difference of more than a day that an earlier run saw as well; nil when there is none.
    package var confirmedOffset: Duration? { parts.confirmedOffset }

    /// How often the server's clock was seen to be set since the client was made.
    package var clockJumps: Int { parts.clockJumps }

    /// The seconds to send as `since`, at `instant` of our time, so that the search reaches back to `start`.
    ///
    /// Rounded up from the latest that the server's clock may show. Before the first reply that is our own clock moved
    /// by what the run before knew, and 5 s more.
    func since(_ start: Duration, at instant: Duration) -> Int {
        let latest =
            parts.serverTime(at: instant)?.upperBound
            ?? instant + (keptServerOffset ?? .zero) + .seconds(5)
        return max(1, Int((latest - start).inSeconds.rounded(.up)))
    }
}
