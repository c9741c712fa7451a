import Foundation
import Logging
import MirrorCore
import MirrorStore
import Scheduler

/// Removes, after a run, what the mirror has kept for long enough: superseded versions, and numbers that are gone.
struct Retention {
    let store: MirrorStore
    let settings: Settings
    let logger: Logger

    /// Does what is due, at most daily, and no more than one run should do; the next one goes on.
    ///
    /// What it cannot do is no failure of the run: it is logged, and tried again.
    ///
    /// - Parameter sources: only after a run that was complete is it known what is gone.
    /// - Throws: a bug of ours.
    func run(after sources: [SourceResult], _ interruption: Interruption) async throws {
        guard sources.contains(where: { $0.source == .telenor && $0.report?.outcome == .complete }),
            !interruption.isRaised
        else { return }
        do {
            let plan = try await store.retentionPlan(settings.retention)
            guard !plan.isEmpty else { return }
            let forgotten = try await forget(plan)
            let versions = try await thin(plan, interruption)
            logger.notice(
                "retention",
                metadata: [
                    "removed_versions": .stringConvertible(versions),
                    "forgotten_numbers": .stringConvertible(forgotten.count),
                ])
            guard forgotten.isAll, try await store.fact(.historyCursor) == nil else { return }
            try await store.noteRetention(versions: versions, forgotten: forgotten.count)
        } catch is CancellationError {
            // Each portion is whole, and the next run goes on.
            logger.notice("retention", metadata: ["result": "interrupted"])
        } catch let failure as any UserFacingError {
            logger.warning("retention", metadata: ["result": "\(failure.message)"])
        }
    }

    /// Forgets whoever is gone for long, as `forget` does.
    ///
    /// - Returns: how many, and whether that were all.
    private func forget(_ plan: RetentionPlan) async throws -> (count: Int, isAll: Bool) {
        guard let moment = plan.goneBefore else { return (0, true) }
        let report = try await ForgetOperation(store: store, directory: settings.stateDirectory).run(
            .goneBefore(moment), isDryRun: false, limit: Self.limit, raising: moment)
        return (report.summary.forgotten, report.summary.forgotten < Self.limit)
    }

    private func thin(_ plan: RetentionPlan, _ interruption: Interruption) async throws -> Int {
        guard let moment = plan.historyBefore else { return 0 }
        return try await store.removeVersions(supersededBefore: moment, interruption)
    }

    /// How many numbers one run forgets.
    private static let limit = 100_000
}
