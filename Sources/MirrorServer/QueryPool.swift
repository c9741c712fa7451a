import CSQLiteMemory
import MirrorCore
import NIOCore
import NIOPosix
import Synchronization

/// Lets a limited number of queries read the mirror at a time, each on its own thread; the others queue.
///
/// The threads belong to the pool: libdispatch would lend those that also run every task, so that a few long
/// queries would stop the whole server.
final class QueryPool: Sendable {
    private struct State {
        var free: Int
        /// In order of arrival.
        var waiting: [(id: Int, go: CheckedContinuation<Bool, Never>)] = []
        var nextID = 0
        /// Questions that were cancelled before they were queued.
        var gone: Set<Int> = []
    }

    private let state: Mutex<State>
    private let lastReturn = Mutex(ContinuousClock.now)
    private let threads: NIOThreadPool
    /// Ends waits on time, however busy all other threads are.
    private let timer = MultiThreadedEventLoopGroup.singleton.any()
    /// The longest wait in the queue.
    private let patience: Duration

    init(connections: Int, patience: Duration) {
        state = Mutex(State(free: connections))
        self.patience = patience
        threads = NIOThreadPool(numberOfThreads: connections)
        threads.start()
    }

    deinit { threads.shutdownGracefully { _ in } }

    /// Runs `body` on a thread once one is free.
    ///
    /// - Throws: ``Refusal/unavailable(_:retryAfter:)`` if none becomes free in time,
    ///   `CancellationError`, errors from `body`.
    func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await enter()
        return try await withCheckedThrowingContinuation { continuation in
            threads.submit { state in
                let result = Swift.Result {
                    guard case .active = state else { throw CancellationError() }
                    return try body()
                }
                self.leave()
                continuation.resume(with: result)
                self.returnFreeMemory()
            }
        }
    }

    /// Gives free memory back to the system, at most every few seconds.
    ///
    /// Otherwise each thread would keep as much as its largest query needed.
    private func returnFreeMemory() {
        let isDue = lastReturn.withLock { last in
            guard ContinuousClock.now - last > .seconds(5) else { return false }
            last = .now
            return true
        }
        if isDue { submirror_return_free_memory() }
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
                timer.scheduleTask(in: TimeAmount(patience)) { self.giveUp(id) }
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
                "too many queries are waiting for the mirror: try again", retryAfter: 5)
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
