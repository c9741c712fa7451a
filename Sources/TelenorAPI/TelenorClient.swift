package import Foundation
package import Logging
package import MirrorCore
package import PacedHTTP
package import Pacing

/// A client of the Mobile Subscription Info API: each call returns an answer or throws the reason why there
/// is none.
///
/// Every method waits its turn in the pacer, holds a valid token, and retries after a fault.
/// - Throws: ``APIFailure``, or `CancellationError` as it is.
package final class TelenorClient: Sendable {
    /// A client's environment: its run's limits, clock and log.
    package struct Context: Sendable {
        /// Limits, waits, token cache and log.
        package var http: PacedClient.Context
        /// The server's clock minus ours as the previous run knew it; used only until the first reply.
        package var keptServerOffset: Duration?
        /// When the run has to end: no wait and no request goes beyond it; nil sets no limit.
        package var deadline: Date?
        /// The source of time and waits.
        package var time = TimeSource.system
        /// Removes secrets from texts; learns the tokens.
        package var scrubber = Scrubber()

        /// Sets the logger; all other values have defaults.
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

    /// Passes a client to `body` and closes its connections afterwards.
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

    /// Sends `call` until it is answered or fails for good; `msisdn` is the number that it asks for.
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

    /// The token, fetched if none is at hand.
    package func token() async throws -> AccessToken {
        do {
            return try await http.tokens.token()
        } catch let failure as RequestFailure {
            throw APIFailure(failure)
        }
    }

    /// The pacer, which every data request passes.
    package var pacer: Pacer { http.pacer }

    /// The thread that requests travel on; calls are best made from it.
    package var executor: any TaskExecutor { http.executor }

    /// `text`, which may quote the API, without credentials and tokens.
    package func scrub(_ text: String) -> String { scrubber.scrub(text) }

    /// The requests sent so far.
    package var counts: RequestCounters.Counts { http.counts }

    /// Whether the run's time has ended.
    package var isTimeSpent: Bool { http.clock.isOver }

    /// The earliest that the server's time can be now, by its replies; nil before the first with a `Date`.
    package var serverNow: Date? {
        http.serverTime(at: http.clock.now).map { Date(since1970: $0.lowerBound) }
    }

    /// The server's time now as far as it is known; before the first success, by the previous run's
    /// knowledge.
    package var assumedServerNow: Date {
        serverNow ?? Date(since1970: http.clock.now + (keptServerOffset ?? .zero))
    }

    /// The server's clock minus ours, to keep for the next run; nil before the first reply with a `Date`.
    package var serverOffset: Duration? { http.serverClock.offset }

    /// The bounds of the server's clock minus ours, wide after slow replies; nil before the first with a
    /// `Date`.
    package var serverOffsets: ClosedRange<Duration>? { http.serverClock.difference }

    /// The server's clock minus ours as its replies state it but no run confirms yet; nil once a reply was
    /// believed.
    package var doubt: ServerClock.UnconfirmedOffset? { http.serverClock.unconfirmedOffset }

    /// A difference of more than a day that an earlier run saw too; nil if there is none.
    package var confirmedOffset: Duration? { http.serverClock.confirmed }

    /// How often the server's clock was seen to jump since the client was created.
    package var clockJumps: Int { http.serverClock.jumps }

    /// The seconds to send as `since`, at `instant` of our time, so that the search reaches back to `start`.
    ///
    /// Rounded up from the latest that the server's clock may show. Before the first reply that is our own
    /// clock, adjusted by the previous run's knowledge, plus 5 s.
    private func since(_ start: Duration, at instant: Duration) -> Int {
        let latest =
            http.serverTime(at: instant)?.upperBound
            ?? instant + (keptServerOffset ?? .zero) + .seconds(5)
        return max(1, Int((latest - start).inSeconds.rounded(.up)))
    }

    /// A search for changes from `start` (server time) on; `rest` is the query without `since`.
    ///
    /// If a reply shows that the server's clock was so far ahead of the assumption that the search did not
    /// reach back to its start, it is sent once more with the clock now known.
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
