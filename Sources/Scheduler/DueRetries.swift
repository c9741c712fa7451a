import MirrorCore
import MirrorStore

/// Queues the quarantined numbers whose next try is due.
struct DueRetries: RunStage {
    let context: RunContext

    func run(_ state: inout RunState) async throws {
        guard state.plan.dueRetries > 0 else { return }
        try await context.store.queueDueRetries(at: state.plan.now)
    }
}
