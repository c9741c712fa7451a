package import Foundation
package import Logging
package import MirrorCore
package import PacedHTTP
package import Pacing

/// Asks the Mobile Subscription Info API, and comes back with an answer or the reason why there is none.
///
/// Every method waits its turn in the pacer, holds a valid token, and tries again what failed by a fault.
/// - Throws: ``APIFailure``, or `CancellationError` as it is.
package final class TelenorClient: Sendable {
    /// The surroundings of a client: its run's limits, clock and log.
    package struct Context: Sendable {
        /// Limits, waits, token cache and log.
        package var http: PacedClient.Context
        /// The server's clock minus ours as the run before knew it; only until the first reply.
        package var keptServerOffset: Duration?
        /// When the run has to be over: no wait and no request goes beyond it; nil sets no limit.
        package var deadline: Date?
        /// Tells the time and waits.
        package var time = TimeSource.system
        /// Learns the tokens.
        package var scrubber = Scrubber()

        /// The rest has defaults.
        package init(logger: Logger) { http = PacedClient.Context(logger: logger) }
    }

    let configuration: APIConfiguration
    /// The client that sends the requests.
    package let http: PacedClient
    private let scrubber: Scrubber
    private let keptServerOffset: Duration?

    private init(_ http: PacedClient, _ configuration: APIConfiguration, _ context: Context) {
        self.http = http
        self.configuration = configuration
        scrubber = context.scrubber
        keptServerOffset = context.keptServerOffset
    }

    /// Lends a client to `body` and closes its connections afterwards.
    package static func with<Result: Sendable>(
        _ configuration: APIConfiguration, _ context: Context,
        body: (TelenorClient) async throws -> Result
    ) async throws -> Result {
        let clock = RunClock(
            from: context.time.now(), on: context.time.clock, end: context.deadline)
        var core = context.http
        core.onToken = { context.scrubber.learn(secret: $0) }
        return try await PacedClient.with(configuration.http, TelenorDialect(), core, clock: clock) {
            try await body(TelenorClient($0, configuration, context))
        }
    }

    /// Sends `call` until there is an answer; `msisdn` is the number that it asks for.
    func perform(_ call: Call, about msisdn: Msisdn? = nil) async throws -> Reply {
        var call = call
        call.logged = { ["msisdn": "\(msisdn?.redacted ?? "-")"] }
        call.isOneOfMany = msisdn != nil
        do {
            return try await http.perform(call)
        } catch let failure as RequestFailure {
            throw APIFailure(failure, about: msisdn)
        }
    }

    /// The token, fetched when there is none at hand.
    package func token() async throws -> AccessToken {
        do {
            return try await http.tokens.token()
        } catch let failure as RequestFailure {
            throw APIFailure(failure)
        }
    }

    /// The pacer, which every data request passes.
    package var pacer: Pacer { http.pacer }

    /// Where calls are best made from, one as good as the other: the threads that their requests travel on.
    package var executors: [any TaskExecutor] { http.executors }

    /// `text`, which may quote the API, without credentials and tokens.
    package func scrub(_ text: String) -> String { scrubber.scrub(text) }

    /// The requests sent so far.
    package var counts: RequestCounters.Counts { http.counts }

    /// Whether the run's time is over.
    package var isTimeSpent: Bool { http.clock.isOver }

    /// The server's time now, at the earliest that its replies allow; nil before the first with a `Date`.
    package var serverNow: Date? {
        http.serverTime(at: http.clock.now).map { Date(since1970: $0.lowerBound) }
    }

    /// The server's time now as far as it is known: before the first success by what the run before knew.
    package var assumedServerNow: Date {
        serverNow ?? Date(since1970: http.clock.now + (keptServerOffset ?? .zero))
    }

    /// The server's clock minus ours, to be kept for the next run; nil before the first reply with a `Date`.
    package var serverOffset: Duration? { http.serverClock.offset }

    /// Between what the server's clock minus ours lies: a slow reply tells little; nil before the first with a `Date`.
    package var serverOffsets: ClosedRange<Duration>? { http.serverClock.difference }

    /// The server's clock minus ours as its replies said it and no run confirms it yet; nil when one was believed.
    package var doubt: ServerClock.Doubt? { http.serverClock.standingDoubt }

    /// A difference of more than a day that an earlier run saw as well; nil when there is none.
    package var confirmedOffset: Duration? { http.serverClock.confirmed }

    /// How often the server's clock was seen to be set since the client was made.
    package var clockJumps: Int { http.serverClock.jumps }

    /// The seconds to send as `since`, at `instant` of our time, so that the search reaches back to `start`.
    ///
    /// Rounded up from the latest that the server's clock may show. Before the first reply that is our own clock moved
    /// by what the run before knew, and 5 s more.
    private func since(_ start: Duration, at instant: Duration) -> Int {
        let latest =
            http.serverTime(at: instant)?.upperBound
            ?? instant + (keptServerOffset ?? .zero) + .seconds(5)
        return max(1, Int((latest - start).inSeconds.rounded(.up)))
    }

    /// A search for what changed from `start` (server time) on; `rest` is the query without `since`.
    ///
    /// A reply may show that the server's clock was so far ahead of what was thought that the search did not reach back to
    /// its start: then it is asked once more, now that the clock is known.
    func changes(since start: Duration, path: String, rest: String) -> Call {
        Call(.search, .array) { [self] instant in
            let seconds = since(start, at: instant)
            var question = Call.Question("\(path)?since=\(seconds)&\(rest)")
            question.accepts = { [self] sentAt in
                guard let earliest = http.serverTime(at: sentAt)?.lowerBound else { return true }
                return earliest - .seconds(seconds) <= start
            }
            return question
        }
    }
}
