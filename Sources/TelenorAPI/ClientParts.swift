import Logging
import MirrorCore
import Synchronization

/// What the parts of one client share: its clocks, its counts, its log.
final class ClientParts: Sendable {
    let clock: RunClock
    let counters = RequestCounters()
    let logger: Logger
    /// From 0 up to 1.
    let jitter: @Sendable () -> Double
    private let serverClock = Mutex(ServerClock())

    init(clock: RunClock, logger: Logger, jitter: @escaping @Sendable () -> Double) {
        self.clock = clock
        self.logger = logger
        self.jitter = jitter
    }

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
    var clockJumps: Int { serverClock.withLock { $0.jumps } }
}
