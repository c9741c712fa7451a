import Dispatch
import Glibc
import MillomJournal
import Synchronization

/// Writes arrivals to the journal, and answers each once it is durable.
///
/// One transaction takes everything that arrived during the previous one, so they share an fsync. Clients
/// answered together tend to send together again: a short wait for as many as last time spares the first one
/// a transaction of its own. A single client never waits.
final class Inbox: Sendable {
    private struct Waiting {
        let arrival: InboundMessage
        let answer: @Sendable (Result<InboundMessageOutcome, any Error>) -> Void
    }

    private struct State {
        var waiting: [Waiting] = []
        var isWriting = false
        /// How many arrivals the last transaction took.
        var lastCount = 1
    }

    private let journal: Journal
    private let state = Mutex(State())
    /// A dedicated queue, as the journal blocks its thread.
    private let queue = DispatchQueue(label: "inbox")

    init(_ journal: Journal) { self.journal = journal }

    /// The most arrivals in one transaction; the number of callers is bounded too.
    private static let mostAtOnce = 1024

    /// Stores an arrival; returns once it has reached the disk.
    ///
    /// A cancelled caller waits nevertheless: the client repeats an unanswered request.
    ///
    /// - Throws: `JournalFailure`; then it was not stored.
    func store(_ arrival: InboundMessage) async throws -> InboundMessageOutcome {
        try await withCheckedThrowingContinuation { continuation in
            let isIdle = state.withLock { state in
                state.waiting.append(Waiting(arrival: arrival) { continuation.resume(with: $0) })
                defer { state.isWriting = true }
                return !state.isWriting
            }
            if isIdle { queue.async { self.write() } }
        }
    }

    /// In microseconds.
    private static let look: UInt32 = 500
    private static let longestGathering = 8

    /// Waits until as many have arrived as last time, at most 4 ms.
    private func gather() {
        for _ in 0..<Self.longestGathering {
            let isEnough = state.withLock { $0.waiting.isEmpty || $0.waiting.count >= $0.lastCount }
            guard !isEnough else { return }
            usleep(Self.look)
        }
    }

    private func write() {
        while true {
            gather()
            let batch = state.withLock { state in
                let batch = Array(state.waiting.prefix(Self.mostAtOnce))
                state.waiting.removeFirst(batch.count)
                if batch.isEmpty { state.isWriting = false } else { state.lastCount = batch.count }
                return batch
            }
            guard !batch.isEmpty else { return }
            do {
                let outcomes = try journal.store(batch.map(\.arrival))
                for (waiting, outcome) in zip(batch, outcomes) { waiting.answer(.success(outcome)) }
            } catch {
                for waiting in batch { waiting.answer(.failure(error)) }
            }
        }
    }
}
