import Foundation
import MirrorCore
import Sandbox
import TestSupport
import Testing

@Suite("The plan command")
struct PlanCommandTests {
    private static func plan(
        _ stage: CommandStage, isFull: Bool = false
    ) async throws -> [String: Any] {
        let result = try await stage.program.run(["plan", "--json"] + (isFull ? ["--full"] : []))
        #expect(result.status == 0, "\(result.errors)")
        return try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }

    private static func steps(_ plan: [String: Any]) -> [String: Int?] {
        let steps = plan["steps"] as? [[String: Any]] ?? []
        return Dictionary(steps.map { ($0["purpose"] as? String ?? "", $0["requests"] as? Int) }) { $1 }
    }

    @Test("says what a run would cost, sends nothing and writes nothing")
    func plans() async throws {
        try await CommandStage.with { (stage: inout CommandStage) async throws -> Void in
            stage.environment["SUBMIRROR_PACE_PER_SECOND"] = "10"
            let first = try await Self.plan(stage)
            #expect(first["kind"] as? String == "backfill")
            #expect(first["is_open"] as? Bool == true)
            #expect(!FileManager.default.fileExists(atPath: stage.state.path))

            stage.environment["SUBMIRROR_PACE_PER_SECOND"] = nil
            #expect(try await stage.program.run("sync", "--max-requests", "20").status == 75)
            let sent = stage.sandbox.statistics.total
            let before = try Data(contentsOf: stage.state.appendingPathComponent("mirror.sqlite"))
            stage.environment["SUBMIRROR_PACE_QUOTA"] = "10"
            stage.environment["SUBMIRROR_PACE_QUOTA_WINDOW"] = "60s"
            let rest = try await Self.plan(stage)
            #expect(rest["kind"] as? String == "incremental")
            let waiting = try await stage.program.run(
                "query", "SELECT count(*) FROM _queue", "--format", "csv")
            #expect(
                waiting.output.hasSuffix("\n\((Self.steps(rest)["new"] ?? 0) ?? 0)\n"), "\(rest)")
            #expect(rest["pace_basis"] as? String == "configured")
            #expect(rest["finishes_at"] is String)
            #expect((rest["waiting_for_quota_seconds"] as? Double ?? 0) > 60)
            #expect(stage.sandbox.statistics.total == sent)
            #expect(try Data(contentsOf: stage.state.appendingPathComponent("mirror.sqlite")) == before)
        }
    }

    @Test("foresees what the next run then does")
    func comesTrue() async throws {
        try await CommandStage.with { (stage: inout CommandStage) async throws -> Void in
            #expect(try await stage.program.run("sync").status == 0)
            for isFull in [false, true] {
                let plan = try await Self.plan(stage, isFull: isFull)
                let before = stage.sandbox.statistics.total
                #expect(try await stage.program.run(isFull ? ["sync", "--full"] : ["sync"]).status == 0)
                let sent = stage.sandbox.statistics.total - before
                // The previous run's token is still valid.
                #expect(plan["requests"] as? Int == sent + 1, "\(plan)")
            }
        }
    }

    @Test("is told to people in a few lines")
    func text() async throws {
        try await CommandStage.with { (stage: inout CommandStage) async throws -> Void in
            #expect(try await stage.program.run("sync").status == 0)
            let plan = try await stage.program.run("plan")
            #expect(
                plan.output == """
                    the next run would be an incremental run:
                      a token, unless the last one is still valid: about 1
                      search for changes: 1
                    total: 2 requests
                    no limit is configured or learned: finished as fast as the API answers

                    """)
        }
    }

    @Test("says until when the quota is spent though nothing else is known of it")
    func spentQuota() async throws {
        var options = CommandStage.small
        options.quota = SandboxOptions.Quota(limit: 30, window: .seconds(3600))
        options.announcesRetryAfter = true
        try await CommandStage.with(options) {
            (stage: inout CommandStage) async throws -> Void in
            stage.environment["SUBMIRROR_PACE_LONGEST_WAIT"] = "5s"
            #expect(try await stage.program.run("sync").status == 75)
            let plan = try await stage.program.run("plan")
            let spent = try #require(
                plan.output.components(separatedBy: "the quota is spent until ").dropFirst().first)
            #expect(spent.hasSuffix(" at least; its size is not known yet\n"))
            #expect(Instant.date(String(spent.prefix(20))) != nil, "\(plan.output)")
        }
    }
}
