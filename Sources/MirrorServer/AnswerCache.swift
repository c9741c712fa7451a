import MirrorCore
import Synchronization

/// A complete answer, shared by everybody who asks the same question.
struct CachedAnswer: Sendable {
    let bytes: [UInt8]
    let type: String
    /// The entity tag: a digest of the bytes, so that it changes only with them.
    let tag: String
    /// For a page: the content security policy for its own style and script.
    var policy: String?
    /// Whether it exceeds the limit for complete answers: then ``bytes`` is empty,
    /// and each client gets a stream.
    var isTooLong = false
}

/// Caches complete answers until the mirror changes, and makes each one once for all concurrent requests.
final class AnswerCache: Sendable {
    struct Key: Hashable, Sendable {
        /// The mirror's stamp; see ``MirrorWatch``.
        let stamp: String
        /// The minute of the request, as answers may depend on the time.
        let minute: Int
        /// The question with every parameter.
        let question: String
    }

    private typealias Waiter = CheckedContinuation<CachedAnswer, any Error>

    /// An answer being made, and the requests that wait for it.
    private final class PendingAnswer: Sendable {
        let interruption = Interruption()
        let waiters = Mutex<[Int: Waiter]>([:])
    }

    private struct State {
        var answers: [Key: CachedAnswer] = [:]
        /// Keys in the order in which their answers were made.
        var order: [Key] = []
        var bytes = 0
        var flights: [Key: PendingAnswer] = [:]
        var nextID = 0
        /// Requests that were cancelled before they began to wait.
        var gone: Set<Int> = []
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: the most bytes of answers to keep.
    init(limit: Int) { self.limit = limit }

    /// The answer for `key`, from the cache or from `make`, whose interruption is
    /// raised once nobody waits for it.
    ///
    /// - Throws: `CancellationError`, errors from `make`.
    func answer(
        for key: Key, _ make: @escaping @Sendable (Interruption) async throws -> CachedAnswer
    ) async throws -> CachedAnswer {
        if let answer = state.withLock({ $0.answers[key] }) { return answer }
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                wait(waiter, id, for: key, make)
            }
        } onCancel: {
            leave(id, key)
        }
    }

    private func wait(
        _ waiter: Waiter, _ id: Int, for key: Key,
        _ make: @escaping @Sendable (Interruption) async throws -> CachedAnswer
    ) {
        enum Step {
            case answered(CachedAnswer), gone, waits
            case makes(PendingAnswer)
        }
        let step: Step = state.withLock { state in
            if state.gone.remove(id) != nil { return .gone }
            if let answer = state.answers[key] { return .answered(answer) }
            if let flight = state.flights[key] {
                flight.waiters.withLock { $0[id] = waiter }
                return .waits
            }
            let flight = PendingAnswer()
            flight.waiters.withLock { $0[id] = waiter }
            state.flights[key] = flight
            return .makes(flight)
        }
        switch step {
        case .answered(let answer): waiter.resume(returning: answer)
        case .gone: waiter.resume(throwing: CancellationError())
        case .waits: break
        case .makes(let flight):
            // All waiting requests await it; it ends with its question, which has a time limit.
            Task {
                let result: Result<CachedAnswer, any Error>
                do { result = .success(try await make(flight.interruption)) } catch {
                    result = .failure(error)
                }
                finish(flight, key, result)
            }
        }
    }

    private func leave(_ id: Int, _ key: Key) {
        let waiter = state.withLock { state -> Waiter? in
            guard let flight = state.flights[key],
                let waiter = flight.waiters.withLock({ $0.removeValue(forKey: id) })
            else {
                state.gone.insert(id)
                return nil
            }
            if flight.waiters.withLock({ $0.isEmpty }) {
                // Later requests start a new one.
                state.flights[key] = nil
                flight.interruption.raise()
            }
            return waiter
        }
        waiter?.resume(throwing: CancellationError())
    }

    private func finish(_ flight: PendingAnswer, _ key: Key, _ result: Result<CachedAnswer, any Error>) {
        let waiters = state.withLock { state in
            if state.flights[key] === flight { state.flights[key] = nil }
            if case .success(let answer) = result { Self.keep(answer, key, limit, &state) }
            return flight.waiters.withLock { waiters in
                defer { waiters = [:] }
                return Array(waiters.values)
            }
        }
        for waiter in waiters { waiter.resume(with: result) }
    }

    /// Adds an answer, evicting those of another stamp or minute first, as nobody asks for
    /// them any more, then the oldest.
    private static func keep(_ answer: CachedAnswer, _ key: Key, _ limit: Int, _ state: inout State) {
        guard answer.bytes.count <= limit, state.answers[key] == nil else { return }
        state.answers[key] = answer
        state.order.append(key)
        state.bytes += size(of: answer, key)
        let isCurrent = { (other: Key) in other.stamp == key.stamp && other.minute >= key.minute - 1 }
        for other in state.order where !isCurrent(other) { drop(other, &state) }
        state.order.removeAll { !isCurrent($0) }
        while state.bytes > limit, !state.order.isEmpty { drop(state.order.removeFirst(), &state) }
    }

    private static func drop(_ key: Key, _ state: inout State) {
        guard let answer = state.answers.removeValue(forKey: key) else { return }
        state.bytes -= size(of: answer, key)
    }

    /// The memory of an entry, including its key.
    private static func size(of answer: CachedAnswer, _ key: Key) -> Int {
        answer.bytes.count + key.question.utf8.count + 512
    }
}
