import MirrorCore
import MirrorStore

/// One part of a run, which does what the plan says of it.
protocol RunStage: Sendable {
    /// - Throws: ``RunStop``, or the failure that ends the run.
    func run(_ state: inout RunState) async throws
}

/// State that the stages of a run pass on.
struct RunState {
    var plan: RunPlan
    var report: SyncReport
    /// How often the server's clock had been set when the run polled.
    var clockJumps: Int
    /// Why the queue was left before its end.
    var drainStop: (any Error)?

    var run: RunID { report.run }
}
