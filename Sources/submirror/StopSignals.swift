import Foundation
import MirrorCore
import UnixSignals

/// Ends work early: cancels its task, and raises an interruption for work that blocks a thread.
enum StopSignals {
    /// Runs `body`, raising its interruption when this task is cancelled.
    static func untilCancelled<Result: Sendable>(
        _ body: @Sendable (Interruption) async throws -> Result
    ) async throws -> Result {
        let interruption = Interruption()
        return try await withTaskCancellationHandler {
            try await body(interruption)
        } onCancel: {
            interruption.raise()
        }
    }

    /// Runs `body`, cancelling it at the first SIGTERM or SIGINT.
    static func untilSignalled<Result: Sendable>(
        _ body: @escaping @Sendable (Interruption) async throws -> Result
    ) async throws -> Result {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        // Both tasks are awaited or cancelled below.
        let work = Task { try await untilCancelled(body) }
        let watch = Task {
            for await _ in signals {
                work.cancel()
                return
            }
        }
        defer { watch.cancel() }
        return try await work.value
    }
}
