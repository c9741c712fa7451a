import Foundation
import MirrorCore
import Synchronization

/// Runs work that blocks its thread, and does not wait for ever until it stops.
enum Blocking {
    /// How long interrupted work is waited for: a library or a disk may not look at the interruption at all.
    private static let grace = Duration.seconds(3)
    private static let look = DispatchTimeInterval.milliseconds(100)

    /// Runs `body` on a thread of its own, so that signals are heard meanwhile.
    ///
    /// Work that does not stop within seconds after `interruption` is raised is left behind: it may change nothing
    /// that counts any more, and ends with the process.
    ///
    /// - Throws: what `body` throws; `CancellationError` in its place once `interruption` is raised.
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

    /// Passes on the first answer only.
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
