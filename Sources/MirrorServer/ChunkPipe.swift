import Dispatch
import Synchronization

/// Passes chunks from a thread that reads the mirror to a task that writes to a client.
///
/// Few chunks are in transit at most: the thread waits for a slow client, so memory stays flat.
final class ChunkPipe: Sendable {
    private struct State {
        var pieces: [[UInt8]] = []
        /// Nil while more chunks may come.
        var end: Result<Void, any Error>?
        var reader: CheckedContinuation<[UInt8]?, any Error>?
        var isClosed = false
        var onEnd: (@Sendable () -> Void)?
        var onAbandon: (@Sendable () -> Void)?
        var isAbandoned = false
        /// Bytes taken since the last check for a stall.
        var taken = 0
    }

    private static let piecesUnderWay = 4

    private let state = Mutex(State())
    private let room = DispatchSemaphore(value: 0)

    init() {
        // Signalled rather than passed as the initial value: a semaphore below its
        // initial value must not be released.
        for _ in 0..<Self.piecesUnderWay { room.signal() }
    }

    /// Passes `piece` on; blocks while too many chunks are in transit.
    ///
    /// - Throws: `CancellationError` once the receiver is gone.
    func push(_ piece: [UInt8]) throws {
        room.wait()
        let (isClosed, reader) = state.withLock { state in
            guard !state.isClosed else { return (true, nil as CheckedContinuation<[UInt8]?, any Error>?) }
            let reader = state.reader.take()
            if reader == nil { state.pieces.append(piece) }
            return (false, reader)
        }
        guard !isClosed else {
            room.signal()
            throw CancellationError()
        }
        guard let reader else { return }
        state.withLock { $0.taken += piece.count }
        room.signal()
        reader.resume(returning: piece)
    }

    /// Ends the pipe; only the first end counts.
    func finish(_ end: Result<Void, any Error>) {
        let reader = state.withLock { state -> CheckedContinuation<[UInt8]?, any Error>? in
            guard state.end == nil else { return nil }
            state.end = end
            return state.reader.take()
        }
        reader?.resume(with: end.map { nil })
    }

    /// The next chunk; nil at the end.
    ///
    /// - Throws: the error with which the pipe was ended.
    func next() async throws -> [UInt8]? {
        try await withCheckedThrowingContinuation { continuation in
            let now: Result<[UInt8]?, any Error>? = state.withLock { state in
                if !state.pieces.isEmpty {
                    let piece = state.pieces.removeFirst()
                    state.taken += piece.count
                    return .success(piece)
                }
                if let end = state.end { return end.map { nil } }
                state.reader = continuation
                return nil
            }
            guard let now else { return }
            if case .success(.some) = now { room.signal() }
            continuation.resume(with: now)
        }
    }

    /// Called once, when the receiver has finished: see ``end()``.
    var onEnd: (@Sendable () -> Void)? {
        get { state.withLock { $0.onEnd } }
        set { state.withLock { $0.onEnd = newValue } }
    }

    /// Called by the receiver once it has taken all chunks, or is gone.
    func end() {
        close()
        let onEnd = state.withLock { state in
            state.onAbandon = nil
            return state.onEnd.take()
        }
        onEnd?()
    }

    /// Whether the receiver has taken fewer than `bytes` since the previous call while chunks were ready for it.
    func isStalled(below bytes: Int) -> Bool {
        state.withLock { state in
            defer { state.taken = 0 }
            return state.taken < bytes && state.pieces.count >= Self.piecesUnderWay
        }
    }

    /// Sets what drops a receiver that does not take its chunks; called at once if that has been decided already.
    func whenAbandoned(_ action: @escaping @Sendable () -> Void) {
        let isLate = state.withLock { state in
            state.onAbandon = action
            return state.isAbandoned
        }
        if isLate { action() }
    }

    /// Cancels the pipe, and drops its receiver.
    func abandon() {
        close()
        let action = state.withLock { state in
            state.isAbandoned = true
            return state.onAbandon
        }
        action?()
    }

    /// Cancels the pipe: no chunk will be received any more.
    func close() {
        state.withLock { $0.isClosed = true }
        room.signal()
        finish(.failure(CancellationError()))
    }
}
