import Dispatch
import Synchronization

/// Pieces on their way from a thread that reads the mirror to a task that writes to a client.
///
/// A few are under way at most: the thread waits for a client that is slow, so memory stays flat.
final class ChunkPipe: Sendable {
    private struct State {
        var pieces: [[UInt8]] = []
        /// Nil while there may be more.
        var end: Result<Void, any Error>?
        var reader: CheckedContinuation<[UInt8]?, any Error>?
        var isClosed = false
        var onEnd: (@Sendable () -> Void)?
    }

    private static let piecesUnderWay = 4

    private let state = Mutex(State())
    private let room = DispatchSemaphore(value: 0)

    init() {
        // Not by the initial value: below that a semaphore must not be given up.
        for _ in 0..<Self.piecesUnderWay { room.signal() }
    }

    /// Passes `piece` on, and waits while too many are under way.
    ///
    /// - Throws: `CancellationError` once nobody takes them any more.
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
        room.signal()
        reader.resume(returning: piece)
    }

    /// Ends it; the first end counts.
    func finish(_ end: Result<Void, any Error>) {
        let reader = state.withLock { state -> CheckedContinuation<[UInt8]?, any Error>? in
            guard state.end == nil else { return nil }
            state.end = end
            return state.reader.take()
        }
        reader?.resume(with: end.map { nil })
    }

    /// The next piece; nil at the end.
    ///
    /// - Throws: what it was ended with.
    func next() async throws -> [UInt8]? {
        try await withCheckedThrowingContinuation { continuation in
            let now: Result<[UInt8]?, any Error>? = state.withLock { state in
                if !state.pieces.isEmpty { return .success(state.pieces.removeFirst()) }
                if let end = state.end { return end.map { nil } }
                state.reader = continuation
                return nil
            }
            guard let now else { return }
            if case .success(.some) = now { room.signal() }
            continuation.resume(with: now)
        }
    }

    /// Called once, when nobody takes pieces any more: see ``end()``.
    var onEnd: (@Sendable () -> Void)? {
        get { state.withLock { $0.onEnd } }
        set { state.withLock { $0.onEnd = newValue } }
    }

    /// Whoever took the pieces has taken all, or has gone.
    func end() {
        close()
        let onEnd = state.withLock { $0.onEnd.take() }
        onEnd?()
    }

    /// Nobody takes pieces any more.
    func close() {
        state.withLock { $0.isClosed = true }
        room.signal()
        finish(.failure(CancellationError()))
    }
}
