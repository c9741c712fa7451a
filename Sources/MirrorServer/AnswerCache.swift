import MirrorCore
import Synchronization

/// A whole answer, as it is sent to everybody who asks for the same.
struct WholeAnswer: Sendable {
    let bytes: [UInt8]
    let type: String
    /// Made of the bytes, so that it changes with them and with nothing else.
    let tag: String
    /// For a page: the policy that its own style and script need.
    var policy: String?
    /// Whether there is more than is kept whole: then ``bytes`` is empty, and each client is sent a stream.
    var isTooLong = false
}

/// Keeps whole answers while the mirror does not change, and has each made once however many ask for it at one time.
final class AnswerCache: Sendable {
    struct Key: Hashable, Sendable {
        /// Of the mirror; see ``MirrorWatch``.
        let stamp: String
        /// Answers may depend on the time, which counts in minutes.
        let minute: Int
        /// What is asked for, with every parameter.
        let question: String
    }

    private typealias Waiter = CheckedContinuation<WholeAnswer, any Error>

    /// An answer that is being made, and those who wait for it.
    private final class Flight: Sendable {
        let interruption = Interruption()
        let waiters = Mutex<[Int: Waiter]>([:])
    }

    private struct State {
        var answers: [Key: WholeAnswer] = [:]
        /// In the order in which they were made.
        var order: [Key] = []
        var bytes = 0
        var flights: [Key: Flight] = [:]
        var nextID = 0
        /// Those that left before they waited.
        var gone: Set<Int> = []
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: how many bytes of answers are kept.
    init(limit: Int) { self.limit = limit }

    /// The answer for `key`, made by `make` where it is not there; once nobody waits for it any more its interruption is
    /// raised.
    ///
    /// - Throws: `CancellationError`, and what `make` throws.
    func answer(
        for key: Key, _ make: @escaping @Sendable (Interruption) async throws -> WholeAnswer
    ) async throws -> WholeAnswer {
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
        _ make: @escaping @Sendable (Interruption) async throws -> WholeAnswer
    ) {
        enum Step {
            case answered(WholeAnswer), gone, waits
            case makes(Flight)
        }
        let step: Step = state.withLock { state in
            if state.gone.remove(id) != nil { return .gone }
            if let answer = state.answers[key] { return .answered(answer) }
            if let flight = state.flights[key] {
                flight.waiters.withLock { $0[id] = waiter }
                return .waits
            }
            let flight = Flight()
            flight.waiters.withLock { $0[id] = waiter }
            state.flights[key] = flight
            return .makes(flight)
        }
        switch step {
        case .answered(let answer): waiter.resume(returning: answer)
        case .gone: waiter.resume(throwing: CancellationError())
        case .waits: break
        case .makes(let flight):
            // All who wait for it wait for this; it ends with its question, which has a limit.
            Task {
                let result: Result<WholeAnswer, any Error>
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
                // Whoever asks now begins anew.
                state.flights[key] = nil
                flight.interruption.raise()
            }
            return waiter
        }
        waiter?.resume(throwing: CancellationError())
    }

    private func finish(_ flight: Flight, _ key: Key, _ result: Result<WholeAnswer, any Error>) {
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

    /// The oldest make room; what is of another stamp or minute goes first, as nobody asks for it any more.
    private static func keep(_ answer: WholeAnswer, _ key: Key, _ limit: Int, _ state: inout State) {
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

    /// With what it takes besides its bytes.
    private static func size(of answer: WholeAnswer, _ key: Key) -> Int {
        answer.bytes.count + key.question.utf8.count + 512
    }
}
