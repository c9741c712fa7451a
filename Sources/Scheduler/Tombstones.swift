import MirrorCore
import MirrorStore

/// Judges the numbers with both proofs that they are gone, even if the drain stopped before the end of the
/// queue.
struct Tombstones: RunStage {
    let context: RunContext
    let acceptsGone: Bool

    func run(_ state: inout RunState) async throws {
        let verdict = try await context.store.judgeParked(
            of: state.run, acceptsGone: acceptsGone, at: context.time.now())
        state.report.summary.gone += verdict.gone
        state.report.parked = verdict.parked
        if let stop = state.drainStop { throw stop }
        if verdict.parked > 0 {
            throw RunStop.tooManyGone(parked: verdict.parked, living: verdict.living)
        }
        if state.report.unreadableRows > 0 {
            throw RunStop.listUnreadable(rows: state.report.unreadableRows)
        }
    }
}
