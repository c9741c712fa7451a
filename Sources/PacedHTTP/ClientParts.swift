import Logging
import Pacing
import Synchronization

/// The clocks, counters and log that the parts of one client share.
final class ClientParts: Sendable {
    let clock: RunClock
    let counters = RequestCounters()
    let inFlight = InFlightRequests()
    let logger: Logger
    /// Returns a random value from 0 up to 1.
    let jitter: @Sendable () -> Double
    /// The longest wait; nil sets no limit.
    let longestWait: Duration?
    let onWait: WaitObserver
    let retryWaits: RetryWaits
    /// Receives every token.
    let onToken: @Sendable (String) -> Void
    /// The call that was answered last.
    let answered = Mutex<Call?>(nil)
    private let observed: Mutex<ServerClock>

    init(clock: RunClock, context: PacedClient.Context) {
        observed = Mutex(ServerClock(context.expectedClock))
        self.clock = clock
        onToken = context.onToken
        logger = context.logger
        jitter = context.jitter
        longestWait = context.longestWait
        onWait = context.onWait
        retryWaits = RetryWaits(clock: clock, onWait: context.onWait)
    }

    /// Takes in the `Date` of a success: only the API itself writes that one, while an error may come from a
    /// cache or a gateway.
    func observe(_ answer: HTTPExchange.Answer) {
        guard let date = answer.date else { return }
        observed.withLock {
            $0.observe(date: date, sentAt: answer.sentAt, receivedAt: answer.receivedAt)
        }
    }

    /// The server's clock, as far as the replies so far reveal it.
    var serverClock: ServerClock { observed.withLock { $0 } }
}
