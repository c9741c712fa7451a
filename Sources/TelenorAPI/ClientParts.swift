import Logging
import MirrorCore
import Pacing
import Synchronization

/// What the parts of one client share: its clocks, its counts, its log.
final class ClientParts: Sendable {
    let clock: RunClock
    let counters = RequestCounters()
    let logger: Logger
    /// From 0 up to 1.
    let jitter: @Sendable () -> Double
    /// No wait is longer; nil sets no limit.
    let longestWait: Duration?
    let onWait: WaitObserver
    /// Knows every token that was seen.
    let scrubber: Scrubber
    private let serverClock: Mutex<ServerClock>

    init(clock: RunClock, context: TelenorClient.Context) {
        serverClock = Mutex(ServerClock(context.expectedClock))
        self.clock = clock
        scrubber = context.scrubber
        logger = context.logger
        jitter = context.jitter
        longestWait = context.longestWait
        onWait = context.onWait
    }

    /// Takes in the `Date` of a success: only the API itself writes one, an error may come from a cache or a gateway.
    func observe(_ answer: HTTPExchange.Answer) {
        guard let date = answer.date else { return }
        serverClock.withLock {
            $0.observe(date: date, sentAt: answer.sentAt, receivedAt: answer.receivedAt)
        }
    }

    /// Between which instants the server's time lay when ours was `instant`; nil before its first reply.
    func serverTime(at instant: Duration) -> ClosedRange<Duration>? {
        serverClock.withLock { $0.now(at: instant) }
    }

    var serverOffset: Duration? { serverClock.withLock { $0.offset } }
    var serverOffsets: ClosedRange<Duration>? { serverClock.withLock { $0.difference } }
    /// What was seen and not believed, when nothing was believed.
    var doubt: ServerClock.Doubt? { serverClock.withLock { $0.isInDoubt ? $0.doubted : nil } }
    var confirmedOffset: Duration? { serverClock.withLock { $0.confirmed } }
    var clockJumps: Int { serverClock.withLock { $0.jumps } }
}
