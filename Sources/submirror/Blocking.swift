import Foundation
import MirrorCore
import Synchronization

/// Runs work that blocks its thread, without waiting for ever until it stops.
enum Blocking {
    /// How long to wait for interrupted work: a library or a disk may never check the interruption.
    private static let grace = Duration.seconds(3)
    private static let look = DispatchTimeInterval.milliseconds(100)

    /// Runs `body` on a separate thread, so that signals are still handled.
    ///
    /// Work that does not stop within seconds after `interruption` is raised is abandoned: it can no longer
    /// change anything that counts, and ends with the process.
    ///
    /// - Throws: errors from `body`; `CancellationError` instead once `interruption` is raised.
    static func run<Result: Sendable>(
        _ interruption: Interruption, _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try interruption.check()
        return try await withCheckedThrowingContinuation { continuation in
            let answer = Answer(continuation)
            DispatchQueue.global().async {
                do {
                    answer.give(.success(try body()))
                } catch {
                    answer.give(.failure(interruption.isRaised ? CancellationError() : error))
                }
            }
            abandon(answer, after: interruption)
        }
    }

    private static func abandon<Result: Sendable>(_ answer: Answer<Result>, after interruption: Interruption)
    {
        DispatchQueue.global().asyncAfter(deadline: .now() + look) {
            if answer.isGiven { return }
            guard interruption.isRaised(for: grace) else { return abandon(answer, after: interruption) }
            answer.give(.failure(CancellationError()))
        }
    }

    /// Passes on only the first result.
    private final class Answer<Value: Sendable>: Sendable {
        private let continuation: Mutex<CheckedContinuation<Value, any Error>?>

        init(_ continuation: CheckedContinuation<Value, any Error>) {
            self.continuation = Mutex(continuation)
        }

        var isGiven: Bool { continuation.withLock { $0 == nil } }

        func give(_ result: Swift.Result<Value, any Error>) {
            continuation.withLock { $0.take() }?.resume(with: result)
        }
    }
}
