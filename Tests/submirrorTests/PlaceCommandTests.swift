import Foundation
import Sandbox
import TestSupport
import Testing

/// Removes files of the state directory while a run uses them.
@Suite("A run whose files are taken away")
struct PlaceCommandTests {
    enum Disruption: CaseIterable {
        case lockRemoved, lockReplaced, mirrorMoved, mirrorReplaced, directoryMoved
    }

    private func disrupt(_ disruption: Disruption, in state: URL) throws {
        let files = FileManager.default
        let (lock, mirror) = (state.path + "/lock", state.path + "/mirror.sqlite")
        switch disruption {
        case .lockRemoved: try files.removeItem(atPath: lock)
        case .lockReplaced:
            try files.copyItem(atPath: lock, toPath: lock + ".copy")
            #expect(rename(lock + ".copy", lock) == 0)
        case .mirrorMoved: try files.moveItem(atPath: mirror, toPath: mirror + ".old")
        case .mirrorReplaced:
            try files.copyItem(atPath: mirror, toPath: mirror + ".copy")
            #expect(rename(mirror + ".copy", mirror) == 0)
        case .directoryMoved: try files.moveItem(atPath: state.path, toPath: state.path + ".old")
        }
    }

    @Test("ends with 74 and a sentence, and never says complete", arguments: Disruption.allCases)
    func ends(disruption: Disruption) async throws {
        try await FileStage.with(subscriptions: 60) { (stage: inout FileStage) async throws -> Void in
            stage.environment["SUBMIRROR_PACE_PER_SECOND"] = "20"
            let run = try stage.program.start(["sync"])
            try await Patience.wait(run.errorsSoFar, while: { !run.isOver }) {
                stage.sandbox.statistics.count(of: .detail) >= 5
            }
            try disrupt(disruption, in: stage.state)
            let result = try await run.end()
            #expect(result.status == 74)
            #expect(
                result.errors.contains(
                    /submirror: .*\/(lock|mirror\.sqlite( or its log)?) was moved, removed or replaced .* nothing more was written/
                ),
                "\(result.errors)")
            #expect(!result.errors.contains("run 1 complete"))
        }
    }

    @Test(
        "whose mirror is cut off ends with 65, as damaged; whose log is cut off, with 74",
        arguments: [("", 65), ("-wal", 74)])
    func cutOff(suffix: String, status: Int32) async throws {
        try await FileStage.with(subscriptions: 300) { (stage: inout FileStage) async throws -> Void in
            stage.environment["SUBMIRROR_PACE_PER_SECOND"] = "100000"
            try await stage.expectRecovery()
            for _ in 0..<200 { try stage.sandbox.change(.reference) }
            stage.environment["SUBMIRROR_PACE_PER_SECOND"] = "20"
            stage.sandbox.resetStatistics()
            let run = try stage.program.start(["sync"])
            try await Patience.wait(run.errorsSoFar, while: { !run.isOver }) {
                stage.sandbox.statistics.count(of: .detail) >= 5
            }
            #expect(truncate(stage.mirror.path + suffix, 20_000) == 0)
            let result = try await run.end()
            #expect(result.status == status, "\(result.errors)")
            #expect(!result.errors.contains("run 2 complete"))
        }
    }
}
