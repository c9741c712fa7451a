import Foundation
import Logging
import MirrorCore
import MirrorStore
import Scheduler

/// Removes, after a run, data kept longer than the settings ask for: superseded versions and numbers that are gone.
struct Retention {
    let store: MirrorStore
    let settings: Settings
    let logger: Logger

    /// Does the work that is due, at most daily and in a bounded amount; the next run continues.
    ///
    /// A failure here does not fail the run: it is logged, and a later run retries.
    ///
    /// - Parameter sources: the run's results; only a complete run shows which numbers are gone.
    /// - Throws: only because of a bug.
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
            // Each portion is complete in itself; the next run continues.
            logger.notice("retention", metadata: ["result": "interrupted"])
        } catch let failure as any UserFacingError {
            logger.warning("retention", metadata: ["result": "\(failure.message)"])
        }
    }

    /// Forgets numbers that are long gone, as `forget` does.
    ///
    /// - Returns: how many, and whether those were all.
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

    /// The most numbers that one run forgets.
    private static let limit = 100_000
}
