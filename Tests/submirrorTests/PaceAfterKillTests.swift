import Foundation
import Sandbox
import TestSupport
import Testing

/// The promise: learned limits and counted requests survive, however the run ends.
@Suite("The pace of a run that is killed")
struct PaceAfterKillTests {
    private typealias Stage = CommandStage

    /// How many requests of the current window the mirror has counted.
    private static func counted(_ stage: Stage) async throws -> Int {
        let status = try await stage.program.run("status", "--json")
        let fields = try? JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: Any]
        return (fields?["pace"] as? [String: Any])?["window_count"] as? Int ?? 0
    }

    @Test("is kept while it runs, so that the next run spends no more than the rest of the window")
    func outlivesKill() async throws {
        var options = SandboxOptions()
        options.subscriptions = 100
        options.quota = SandboxOptions.Quota(limit: 40, window: .seconds(3600))
        try await Stage.with(options) { (stage: inout Stage) async throws -> Void in
            stage.environment["SUBMIRROR_PACE_QUOTA"] = "40"
            stage.environment["SUBMIRROR_PACE_QUOTA_WINDOW"] = "1h"
            let killed = try stage.program.start(["sync"])
            try await Patience.wait(killed.errorsSoFar, while: { !killed.isOver }) {
                try await Self.counted(stage) >= 35
            }
            killed.signal(SIGKILL)
            _ = try await killed.end()

            let next = try await stage.program.run("sync", "--max-duration", "1m")
            #expect(next.status == 75, "\(next.errors)")
            #expect(next.errors.contains("the API's pace allows the next request from"), "\(next.errors)")
            #expect(stage.sandbox.statistics.count(code: 42_901) == 0)
            let runs = try await stage.program.run(
                "query", "SELECT requests >= 35 FROM sync_run WHERE id = 1", "--format", "csv")
            #expect(runs.output.hasSuffix("\n1\n"), "\(runs.output)")
        }
    }
}
