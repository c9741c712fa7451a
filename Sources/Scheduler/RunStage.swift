import MirrorCore
import MirrorStore

/// One stage of a run, which carries out its part of the plan.
protocol RunStage: Sendable {
    /// - Throws: ``RunStop``, or the failure that ends the run.
    func run(_ state: inout RunState) async throws
}

/// State that the stages of a run pass on.
struct RunState {
    var plan: RunPlan
    var report: SyncReport
    /// How many clock jumps the client had seen at the time of the poll.
    var clockJumps: Int
    /// Why the drain stopped before the end of the queue.
    var drainStop: (any Error)?

    var run: RunID { report.run }
}
