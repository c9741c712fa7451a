import Foundation
import Sandbox
import TestSupport
import Testing

/// A run's output on standard error, for people, for programs and for the journal.
@Suite("Log lines")
struct LogLineTests {
    private typealias Stage = CommandStage

    private func objects(_ text: String) throws -> [[String: Any]] {
        try text.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
        }
    }

    @Test("say the result of a run once, as a sentence")
    func once() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            let result = try await stage.program.run("sync")
            #expect(result.errors.split(separator: "\n").count { $0.contains("complete ·") } == 1)
            #expect(!result.errors.contains("run ended"))
            stage.environment["SUBMIRROR_OAUTH_PASSWORD"] = "mistyped"
            let failed = try await stage.program.run("sync")
            #expect(failed.errors.split(separator: "\n").count { $0.contains("no token given") } == 1)
        }
    }

    @Test("are JSON with numbers as numbers where log.format is json, the result once among them")
    func json() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            stage.environment["SUBMIRROR_LOG_FORMAT"] = "json"
            let lines = try objects(try await stage.program.run("sync").errors)
            let ends = lines.filter { $0["outcome"] != nil }
            #expect(ends.count == 1)
            #expect(ends.first?["message"] as? String == "run ended")
            #expect(ends.first?["level"] as? String == "notice")
            #expect(ends.first?["run"] as? Int == 1)
            #expect(ends.first?["fetched"] as? Int == 50)
            #expect(ends.first?["outcome"] as? String == "complete")

            stage.environment["SUBMIRROR_OAUTH_PASSWORD"] = "mistyped"
            let failed = try objects(try await stage.program.run("sync").errors)
            #expect(failed.filter { $0["level"] as? String == "error" }.count == 1)
            let unknown = try objects(try await stage.program.run("sync", "--frequently").errors)
            #expect(unknown.count == 1)
            #expect((unknown.first?["error"] as? String)?.contains("--frequently") == true)
        }
    }

    @Test(
        "begin with how grave they are where the journal reads them, and only there",
        arguments: ["text", "json"])
    func journal(format: String) async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            stage.environment["SUBMIRROR_LOG_FORMAT"] = format
            // In systemd's form: device and inode of standard error.
            let script = "JOURNAL_STREAM=$(stat -Lc %d:%i /proc/self/fd/2) exec \"$0\" \"$@\""
            let program = BuiltBinary(
                environment: stage.environment, in: stage.directory, startedBy: ["/bin/sh", "-c", script])
            let sync = try await program.run("sync")
            #expect(sync.status == 0)
            let started = try #require(
                sync.errors.split(separator: "\n").first { $0.contains("run started") })
            #expect(started.hasPrefix(format == "json" ? "<5>{" : "<5>2"))
            #expect(sync.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("<") }, "\(sync.errors)")
            for arguments in [["report", "no-such-report"], ["report"]] {
                let failed = try await program.run(arguments)
                #expect(failed.status == 64)
                #expect(
                    failed.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("<3>") },
                    "\(failed.errors)")
            }
            stage.environment["JOURNAL_STREAM"] = "1:1"
            #expect(try await !stage.program.run("report", "no-such-report").errors.hasPrefix("<"))
        }
    }

    @Test("hold nothing that a terminal obeys and no secret, though the command line has both")
    func harmless() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            for argument in ["\u{1b}[31m\nError: forged", "sandbox-password", "--sandbox-secret"] {
                let result = try await stage.program.run("sync", argument)
                #expect(result.status == 64)
                #expect(
                    !result.errors.contains("sandbox-password") && !result.errors.contains("sandbox-secret"))
                #expect(!result.errors.unicodeScalars.contains { $0 != "\n" && $0.value < 0x20 })
                #expect(result.errors.split(separator: "\n").count { $0.hasPrefix("Error:") } == 1)
                #expect(result.errors.contains("Usage: submirror sync"))
            }
        }
    }
}
