import Synchronization

/// Lets one caller through at a time, in order of arrival; a cancelled caller leaves the queue at once.
final class FairLock: Sendable {
    private struct State {
        var isTaken = false
        var nextID = 0
        var line: [(id: Int, continuation: CheckedContinuation<Void, any Error>)] = []
    }

    private let state = Mutex(State())

    /// Whether nobody is inside or waiting.
    var isFree: Bool { state.withLock { !$0.isTaken } }

    /// Waits for its turn; ``leave()`` must follow.
    ///
    /// - Throws: `CancellationError`; the caller is then not inside.
    func enter() async throws {
        let id = state.withLock {
            $0.nextID += 1
            return $0.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                join(id, continuation)
            }
        } onCancel: {
            drop(id)
        }
    }

    /// Lets the next one in.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard !state.line.isEmpty else {
                state.isTaken = false
                return nil
            }
            return state.line.removeFirst().continuation
        }
        next?.resume()
    }

    /// Runs inside the lock: a caller cancelled before it joins is detected here, one cancelled later by
    /// `drop`.
    private func join(_ id: Int, _ continuation: CheckedContinuation<Void, any Error>) {
        state.withLock { state in
            if Task.isCancelled {
                continuation.resume(throwing: CancellationError())
            } else if state.isTaken {
                state.line.append((id, continuation))
            } else {
                state.isTaken = true
                continuation.resume()
            }
        }
    }

    private func drop(_ id: Int) {
        let dropped = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard let index = state.line.firstIndex(where: { $0.id == id }) else { return nil }
            return state.line.remove(at: index).continuation
        }
        dropped?.resume(throwing: CancellationError())
    }
}
