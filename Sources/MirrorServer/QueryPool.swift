import Foundation
import MirrorCore
import Pacing
import Synchronization

/// Lets a few questions read the mirror at one time, each on a thread of its own; the others wait in line.
final class QueryPool: Sendable {
    private struct State {
        var free: Int
        /// In the order in which they came.
        var waiting: [(id: Int, go: CheckedContinuation<Bool, Never>)] = []
        var nextID = 0
        /// Those that left before they stood in line.
        var gone: Set<Int> = []
    }

    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "questions", attributes: .concurrent)
    /// How long somebody waits in line.
    private let patience: Duration

    init(connections: Int, patience: Duration) {
        state = Mutex(State(free: connections))
        self.patience = patience
    }

    /// Runs `body` on a thread once there is room.
    ///
    /// - Throws: ``Refusal/unavailable(_:retryAfter:)`` when there is none in time, `CancellationError`, and what `body`
    ///   throws.
    func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await enter()
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                let result = Swift.Result { try body() }
                self.leave()
                continuation.resume(with: result)
            }
        }
    }

    private func enter() async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let isIn = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if state.gone.remove(id) != nil { return false }
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    state.waiting.append((id, continuation))
                    return nil
                }
                if let answer { return continuation.resume(returning: answer) }
                queue.asyncAfter(deadline: .now() + patience.inSeconds) { self.giveUp(id) }
            }
        } onCancel: {
            giveUp(id, mayComeLater: true)
        }
        if isIn, Task.isCancelled {
            leave()
            throw CancellationError()
        }
        guard isIn else {
            try Task.checkCancellation()
            throw Refusal.unavailable(
                "too many questions are waiting for the mirror: try again", retryAfter: 5)
        }
    }

    private func giveUp(_ id: Int, mayComeLater: Bool = false) {
        let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard let place = state.waiting.firstIndex(where: { $0.id == id }) else {
                if mayComeLater { state.gone.insert(id) }
                return nil
            }
            return state.waiting.remove(at: place).go
        }
        waiter?.resume(returning: false)
    }

    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst().go
        }
        next?.resume(returning: true)
    }
}
