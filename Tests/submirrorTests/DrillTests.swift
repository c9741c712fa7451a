import Foundation
import MirrorCore
import Sandbox
import TestSupport
import Testing

@testable import submirror

/// `submirror drill`, as an operator and CI call it.
@Suite("drill")
struct DrillTests {
    /// The output of `drill --json`.
    private struct Document: Decodable {
        struct Drill: Decodable {
            struct Step: Decodable {
                let command: String?
                let exit_code: Int32?
                let told: [String]
                let problems: [String]
            }
            let name: String
            let ok: Bool
            let steps: [Step]
            let problems: [String]

            func codes(_ start: String) -> [Int32] {
                steps.filter { $0.command?.hasPrefix(start) == true }.compactMap(\.exit_code)
            }
        }
        let mirror: String
        let drills: [Drill]
        let ok: Bool
    }

    /// The result that a drill must have, whatever its text says.
    struct Outcome: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// The exit codes of its runs, in order.
        let syncs: [Int32]
        /// The exit codes of `status --check`, in order.
        let checks: [Int32]
        let doctors: [Int32]
        /// Part of a line of `status` or of the metrics.
        let state: String
    }

    static let outcomes = [
        Outcome(
            testDescription: "quota-spent", syncs: [75, 75, 0], checks: [0], doctors: [0],
            state: "quota spent"),
        Outcome(
            testDescription: "spike-arrest", syncs: [0, 0], checks: [0], doctors: [], state: "a second"),
        Outcome(
            testDescription: "token-revoked", syncs: [0], checks: [0], doctors: [0],
            state: #"kind="token"}"#),
        Outcome(
            testDescription: "password-refused", syncs: [77, 0], checks: [1], doctors: [77],
            state: #"outcome="failed"} 1"#),
        Outcome(
            testDescription: "accounts-not-granted", syncs: [0, 0], checks: [0], doctors: [0],
            state: #"purpose="accounts",outcome="refused""#),
        Outcome(
            testDescription: "half-a-list", syncs: [0, 75, 0], checks: [1], doctors: [0],
            state: "not complete: 1 unreadable row"),
        Outcome(
            testDescription: "mass-disappearance", syncs: [76, 0], checks: [2], doctors: [0],
            state: "look gone, too many to mark at once"),
        Outcome(
            testDescription: "clock-skew", syncs: [0, 75, 0], checks: [0], doctors: [0, 0],
            state: #"outcome="partial"} 1"#),
        Outcome(
            testDescription: "api-down", syncs: [69, 0], checks: [1], doctors: [69],
            state: #"outcome="failed"} 1"#),
        Outcome(
            testDescription: "disk-full", syncs: [74, 0], checks: [1], doctors: [0], state: "living, "),
        Outcome(
            testDescription: "mirror-damaged", syncs: [65, 0], checks: [2], doctors: [65],
            state: "is damaged"),
        Outcome(
            testDescription: "kill-9", syncs: [137, 0], checks: [0], doctors: [0],
            state: "never ended: killed, or power lost"),
        Outcome(
            testDescription: "late-changes", syncs: [0, 0, 0, 0, 0], checks: [0], doctors: [],
            state: "miss rate"),
    ]

    /// A program with its own folder for temporary files.
    private func program(in directory: URL, _ environment: [String: String] = [:]) throws -> (
        BuiltBinary, temporary: URL
    ) {
        let temporary = directory.appendingPathComponent("temporary")
        try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
        let all = ["HOME": directory.path, "TMPDIR": temporary.path].merging(environment) { $1 }
        return (BuiltBinary(environment: all, in: directory), temporary)
    }

    private func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.hasPrefix("submirror-drill")
        }
    }

    /// The quick ones of each kind; `.ci/run` plays all of them.
    private static let played = LongMode.choose(
        outcomes.filter {
            ["token-revoked", "mass-disappearance", "disk-full", "mirror-damaged", "kill-9"]
                .contains($0.testDescription)
        }, long: outcomes)

    @Test("goes as the runbook says, and leaves nothing behind", arguments: played)
    func plays(outcome: Outcome) async throws {
        try await withTemporaryDirectory { directory in
            let (program, temporary) = try program(in: directory)
            let result = try await program.run("drill", outcome.testDescription, "--json")
            let document = try JSONDecoder().decode(Document.self, from: Data(result.output.utf8))
            let drill = try #require(document.drills.first)
            #expect(drill.ok, "\(drill.problems + drill.steps.flatMap { $0.problems + $0.told })")
            #expect(result.status == 0)
            #expect(document.mirror == "an invented mirror of 300 numbers")
            #expect(drill.codes("sync") == outcome.syncs)
            #expect(drill.codes("status --check") == outcome.checks)
            #expect(drill.codes("doctor") == outcome.doctors)
            #expect(drill.steps.contains { $0.told.contains { $0.contains(outcome.state) } })
            #expect(try names(in: temporary) == [])
        }
    }

    @Test("there is an outcome for each, and --list names them")
    func lists() async throws {
        try await withTemporaryDirectory { directory in
            let (program, _) = try program(in: directory)
            let list = try await program.run("drill", "--list")
            #expect(list.status == 0)
            #expect(
                list.output.split(separator: "\n").map { $0.prefix { $0 != " " } }.map(String.init)
                    == Self.outcomes.map(\.testDescription))
            let unknown = try await program.run("drill", "quota-spend")
            #expect(unknown.status == 64)
            #expect(
                unknown.errors == "submirror: there is no drill quota-spend; did you mean quota-spent?\n")
            #expect(try await program.run("drill").status == 64)
            #expect(try await program.run("drill", "kill-9", "--all").status == 64)
        }
    }

    @Test("shows a person the steps, the lines and what to do, and ends with ok")
    func shows() async throws {
        try await withTemporaryDirectory { directory in
            let (program, _) = try program(in: directory)
            let result = try await program.run("drill", "token-revoked", "--invented")
            #expect(result.status == 0, "\(result.output)")
            #expect(result.errors.isEmpty)
            for line in [
                "token-revoked: ", "What you notice:", "  $ submirror sync\n", "  exit code 0: done",
                "What to do:", "\nok: token-revoked went as the runbook says (",
            ] {
                #expect(result.output.contains(line), "\(line)")
            }
        }
    }

    @Test("a program that does not do what the runbook says is found out")
    func sabotage() async throws {
        try await withTemporaryDirectory { directory in
            // It always ends with 0, whatever happens.
            let liar = directory.appendingPathComponent("liar")
            try Data("#!/bin/sh\n'\(BuiltBinary.path.path)' \"$@\"\nexit 0\n".utf8).write(to: liar)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: liar.path)
            let result = try await DrillRun(
                drill: try .named("password-refused"), mirror: .invented, program: liar.path, time: .system
            ).run()
            #expect(!result.isOK)
            #expect(
                result.verdict.hasPrefix("NOT OK: password-refused, 3 things are not as the runbook says"))
            #expect(result.steps.first?.problems == ["exit code 0, expected 77"])
            #expect(
                result.steps.first?.text(isVerbose: false).contains(
                    "NOT AS THE RUNBOOK SAYS: exit code 0, expected 77\n") == true)
        }
    }

    @Test("a mirror that is set up is copied and not touched, and its API is not asked")
    func copies() async throws {
        var options = CommandStage.small
        options.subscriptions = 120
        try await CommandStage.with(options) { (stage: inout CommandStage) async throws -> Void in
            #expect(try await stage.program.run("sync").status == 0)
            let mirror = stage.state.appendingPathComponent("mirror.sqlite")
            let before = try Data(contentsOf: mirror)
            stage.sandbox.resetStatistics()
            let (program, temporary) = try program(in: stage.directory, stage.environment)
            let result = try await program.run("drill", "mass-disappearance", "--json")
            let document = try JSONDecoder().decode(Document.self, from: Data(result.output.utf8))
            #expect(document.ok, "\(result.output)")
            #expect(document.mirror == "a copy of \(mirror.path) with its 120 numbers")
            #expect(try Data(contentsOf: mirror) == before)
            #expect(stage.sandbox.statistics.total == 0)
            #expect(try names(in: temporary) == [])
        }
    }

    @Test("SIGTERM ends it with its processes, and nothing of it is left")
    func stops() async throws {
        try await withTemporaryDirectory { directory in
            let (program, temporary) = try program(in: directory)
            let run = try program.start(["drill", "kill-9"])
            try await Patience.wait("the drill did not begin") { try names(in: temporary).count == 1 }
            run.signal(SIGTERM)
            let result = try await run.end()
            #expect(result.status == 75)
            #expect(result.errors == "submirror: interrupted: nothing is left of the drill\n")
            #expect(try names(in: temporary) == [])
            let commands = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { name in
                // A process may end while the test reads about it.
                Int(name).flatMap { try? String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8) }
            }
            #expect(!commands.contains { $0.contains(temporary.path) })
        }
    }
}
