import Foundation
import MirrorCore
import Sandbox
import ScriptedHTTP
import Synchronization
import TestSupport
import Testing

import struct ScriptedHTTP.ScriptedReply

@testable import submirror

/// Notifications about runs, by a real process to a real server.
@Suite("Notifications")
struct NotifyTests {
    private typealias Stage = CommandStage

    /// A stage whose heartbeat and webhook go to a server that plays `replies`.
    private static func with(
        _ replies: [ScriptedReply] = [.json("ok")],
        body: (inout Stage, ScriptedServer) async throws -> Void
    ) async throws {
        let server = ScriptedServer(replies: replies, tokens: [], date: nil)
        try await server.run { port in
            try await Stage.with { (stage: inout Stage) async throws -> Void in
                stage.environment["SUBMIRROR_NOTIFY_HEARTBEAT_URL"] =
                    "http://127.0.0.1:\(port)/ping/hidden-beat"
                stage.environment["SUBMIRROR_NOTIFY_WEBHOOK_URL"] =
                    "http://127.0.0.1:\(port)/hook?key=hidden-hook"
                try await body(&stage, server)
            }
        }
    }

    private static func beats(_ server: ScriptedServer) -> [RecordedRequest] {
        server.requests.filter { $0.target == "/ping/hidden-beat" }
    }

    private static func told(_ server: ScriptedServer) throws -> [[String: Any]] {
        try server.requests.filter { $0.target == "/hook?key=hidden-hook" }.map { request in
            #expect(request.method == "POST")
            #expect(request.headers["content-type"] == "application/json")
            let document = try JSONSerialization.jsonObject(with: Data(request.body.utf8))
            return try #require(document as? [String: Any])
        }
    }

    private static func turns(_ document: [String: Any]) -> [String] {
        ((document["turns"] as? [[String: Any]]) ?? []).map {
            "\($0["subject"] ?? "") \($0["outcome"] ?? "") \($0["reason"] ?? "-") \($0["exit_code"] ?? "")"
        }
    }

    @Test("a complete run is followed by a heartbeat, another is not")
    func heartbeat() async throws {
        try await Self.with { (stage: inout Stage, server: ScriptedServer) async throws -> Void in
            #expect(try await stage.program.run("sync", "--max-requests", "5").status == 75)
            #expect(Self.beats(server).isEmpty)
            #expect(try await stage.program.run("sync").status == 0)
            #expect(Self.beats(server).map(\.method) == ["GET"])
            stage.environment["SUBMIRROR_OAUTH_PASSWORD"] = "mistyped"
            #expect(try await stage.program.run("sync").status == 77)
            #expect(Self.beats(server).count == 1)
            #expect(try Self.told(server).count == 1)
        }
    }

    @Test("an outcome that turns bad, or good again, is told once, whatever runs follow")
    func once() async throws {
        try await Self.with { (stage: inout Stage, server: ScriptedServer) async throws -> Void in
            #expect(try await stage.program.run("sync").status == 0)
            #expect(try Self.told(server).map(Self.turns) == [])
            var wrong = stage
            wrong.environment["SUBMIRROR_OAUTH_PASSWORD"] = "mistyped"
            for _ in 0..<2 { #expect(try await wrong.program.run("sync").status == 77) }
            var nowhere = stage
            nowhere.environment["SUBMIRROR_API_BASE_URL"] = "http://127.0.0.1:1"
            // Another origin: refused before any request; a reason of another kind is no turn.
            #expect(try await nowhere.program.run("sync").status == 78)
            for _ in 0..<2 { #expect(try await stage.program.run("sync").status == 0) }
            let told = try Self.told(server)
            #expect(told.map(Self.turns) == [["telenor bad credentials 77"], ["telenor good - 0"]])
            #expect(Set(told.compactMap { $0["id"] as? String }).count == 2)
            #expect(
                told.first?["text"] as? String
                    == "submirror: telenor has a problem: credentials refused (exit code 77)")
        }
    }

    @Test("what is told holds nothing of a person, a secret or a path")
    func nobody() async throws {
        try await Self.with { (stage: inout Stage, server: ScriptedServer) async throws -> Void in
            #expect(try await stage.program.run("sync").status == 0)
            let file = stage.state.appendingPathComponent("mirror.sqlite").path
            // 50 numbers look gone.
            _ = try await Shell.run(
                "/usr/bin/sqlite3",
                [
                    "-cmd", ".dbconfig defensive off", file,
                    "INSERT INTO _parked SELECT msisdn, 'x', '2026-01-01T00:00:00Z' FROM _subscription",
                ])
            #expect(try await stage.program.run("sync").status == 76)
            let document = try #require(try Self.told(server).first)
            #expect(Self.turns(document) == ["telenor bad decision 76"])
            let body = try #require(server.requests.first { $0.method == "POST" }).body
            for word in ["47", "sandbox", "hidden", "mirror.sqlite", stage.directory.path, "127.0.0.1"] {
                let words = word == "47" ? body.replacing(/"(id|at)":"[^"]*"/, with: "") : body
                #expect(!words.contains(word), "\(body)")
            }
        }
    }

    @Test(
        "what fails is a warning without the address, and the run is what it was",
        arguments: [
            .json("", status: 500), .json("", status: 404), .json("").with(.close),
            ScriptedReply(status: 302, headers: [("location", "http://127.0.0.1:1/elsewhere")]),
        ] as [ScriptedReply])
    func failure(reply: ScriptedReply) async throws {
        try await Self.with([reply]) { (stage: inout Stage, server: ScriptedServer) async throws -> Void in
            let result = try await stage.program.run("sync", "--json")
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.errors.contains("warning heartbeat not sent"), "\(result.errors)")
            stage.environment["SUBMIRROR_OAUTH_PASSWORD"] = "mistyped"
            stage.environment["SUBMIRROR_LOG_LEVEL"] = "debug"
            let failed = try await stage.program.run("sync")
            #expect(failed.status == 77)
            #expect(failed.errors.contains("warning notification not sent"), "\(failed.errors)")
            #expect(!(result.errors + failed.errors).contains("hidden-"))
            #expect(Self.beats(server).count == 1)
        }
    }

    @Test("a reply that is not HTTP is called that, and no connection that failed")
    func brokenReply() async throws {
        let reply = ScriptedReply(headers: [("content-length", "none")])
        try await Self.with([reply]) { (stage: inout Stage, _: ScriptedServer) async throws -> Void in
            let result = try await stage.program.run("sync")
            #expect(result.status == 0)
            #expect(result.errors.contains("the reply is not HTTP"), "\(result.errors)")
            #expect(!result.errors.contains("no connection"), "\(result.errors)")
        }
    }

    @Test("nobody listens: the run is what it was")
    func closedPort() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            stage.environment["SUBMIRROR_NOTIFY_HEARTBEAT_URL"] = "http://127.0.0.1:1/hidden-beat"
            let result = try await stage.program.run("sync")
            #expect(result.status == 0)
            #expect(result.errors.contains("warning heartbeat not sent"), "\(result.errors)")
            #expect(!result.errors.contains("hidden-beat"))
        }
    }

    @Test("a server that never answers is not waited for longer than the limit")
    func silence() async throws {
        try await Self.with([.json("").with(.silence)]) {
            (stage: inout Stage, _: ScriptedServer) async throws -> Void in
            let result = try await stage.program.run("sync")
            #expect(result.status == 0)
            #expect(result.errors.contains("no answer in time"), "\(result.errors)")
        }
    }

    @Test("what could not be told is told by the next run, under the same id")
    func later() async throws {
        try await Self.with([.json("", status: 503), .json("ok")]) {
            (stage: inout Stage, server: ScriptedServer) async throws -> Void in
            stage.environment["SUBMIRROR_NOTIFY_HEARTBEAT_URL"] = nil
            stage.environment["SUBMIRROR_OAUTH_PASSWORD"] = "mistyped"
            for _ in 0..<3 { #expect(try await stage.program.run("sync").status == 77) }
            let told = try Self.told(server)
            #expect(told.map(Self.turns) == Array(repeating: ["telenor bad credentials 77"], count: 2))
            #expect(Set(told.compactMap { $0["id"] as? String }).count == 1)
            #expect(
                Set(server.requests.compactMap { $0.headers["idempotency-key"] })
                    == Set(told.compactMap { $0["id"] as? String }))
        }
    }

    @Test("a process that is killed while it tells leaves it to the next, under the same id")
    func killed() async throws {
        try await Self.with([.json("").with(.silence), .json("ok")]) {
            (stage: inout Stage, server: ScriptedServer) async throws -> Void in
            stage.environment["SUBMIRROR_NOTIFY_HEARTBEAT_URL"] = nil
            stage.environment["SUBMIRROR_OAUTH_PASSWORD"] = "mistyped"
            let running = try stage.program.start(["sync"])
            try await Patience.wait(while: { !running.isOver }) { server.requests.count == 1 }
            running.signal(SIGKILL)
            #expect(try await running.end().status == SIGKILL)
            for _ in 0..<2 { #expect(try await stage.program.run("sync").status == 77) }
            let told = try Self.told(server)
            #expect(told.count == 2)
            #expect(Set(told.compactMap { $0["id"] as? String }).count == 1)
        }
    }

    @Test("watch tells the same, once")
    func watch() async throws {
        try await Self.with { (stage: inout Stage, server: ScriptedServer) async throws -> Void in
            stage.environment["SUBMIRROR_OAUTH_PASSWORD"] = "mistyped"
            #expect(try await stage.program.run("watch", "--interval", "1s").status == 77)
            stage.environment["SUBMIRROR_OAUTH_PASSWORD"] = SandboxOptions().password
            let running = try stage.program.start(["watch", "--interval", "1s"])
            try await Patience.wait(while: { !running.isOver }) { Self.beats(server).count >= 3 }
            running.signal(SIGTERM)
            #expect(try await running.end().status == 0)
            let told = try Self.told(server)
            #expect(told.map(Self.turns) == [["telenor bad credentials 77"], ["telenor good - 0"]])
        }
    }

    @Test("a run that finds another at work tells nothing")
    func locked() async throws {
        try await Self.with { (stage: inout Stage, server: ScriptedServer) async throws -> Void in
            #expect(try await stage.program.run("sync").status == 0)
            let before = server.requests.count
            let lock = stage.state.appendingPathComponent("lock").path
            let program = BuiltBinary(
                environment: stage.environment, in: stage.directory,
                startedBy: ["/usr/bin/flock", "--no-fork", lock])
            #expect(try await program.run("sync").status == 75)
            #expect(server.requests.count == before)
        }
    }

    @Test("a webhook that is told of in the config file makes that one that others must not read")
    func privateFile() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            let file = stage.directory.appendingPathComponent("c.yaml")
            try Data("notify:\n  webhook_url: https://hooks.example/hidden-hook\n".utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
            let result = try await stage.program.run("status", "--config", file.path)
            #expect(result.status == 78)
            #expect(result.errors.contains("chmod 600") && !result.errors.contains("hidden-hook"))
        }
    }

    @Test(
        "an address that could be overheard, or is none, is refused and not shown",
        arguments: [
            "http://hooks.example/hidden", "ftp://127.0.0.1/hidden", "https://me:hidden@hooks.example/",
            "https://hooks.example/#hidden", "https://hooks.example:0/hidden", "hidden", "https:///hidden",
            "https://hooks.example/a hidden", "https://hooks.example:99999/hidden",
            "http://127.0.0.1.x/hidden",
            "http://localhost@hooks.example/hidden",
        ])
    func addresses(text: String) async throws {
        try await withTemporaryDirectory { directory in
            for key in ["SUBMIRROR_NOTIFY_HEARTBEAT_URL", "SUBMIRROR_NOTIFY_WEBHOOK_URL"] {
                let environment = ["HOME": directory.path, key: text]
                let result = try await BuiltBinary(environment: environment, in: directory).run("status")
                #expect(result.status == 78)
                #expect(result.errors.contains("notify.") && !result.errors.contains("hidden"))
            }
        }
    }
}

/// The rules for detecting turns.
@Suite("A turn of an outcome")
struct OutcomeChangeTests {
    private static func outcomes(_ error: any Error, at source: RunSource? = .telenor) -> RunOutcomes {
        RunOutcomes(error, at: source)
    }

    private static func complaint(_ kind: FailureKind) -> CommandFailure {
        CommandFailure(kind: kind, message: "x")
    }

    @Test("is one from good to bad and back, not one from bad to bad")
    func turns() {
        var told = AnnouncedOutcomes()
        let refused = Self.outcomes(Self.complaint(.credentials))
        let unreachable = Self.outcomes(Self.complaint(.unreachable))
        #expect(told.turns(to: refused) == [OutcomeChange(subject: .telenor, reason: .credentials)])
        told.note(told.turns(to: refused))
        #expect(told.turns(to: refused) == [])
        #expect(told.turns(to: unreachable) == [])
        let good = RunOutcomes(SyncResult(sources: []), publishes: false)
        #expect(told.turns(to: good) == [])
    }

    @Test("is none where work is left for later, or the run was interrupted")
    func later() {
        #expect(Self.outcomes(Self.complaint(.tryLater)).known == [.run: .good])
        #expect(Self.outcomes(CancellationError()).known == [:])
    }

    @Test("concerns the run where no source was asked")
    func run() {
        let outcomes = Self.outcomes(Self.complaint(.disk), at: nil)
        #expect(outcomes.known == [.run: .bad(.disk)])
    }

    @Test(
        "every kind of failure is bad with a code, or leaves things as they are",
        arguments: FailureKind.allCases)
    func kinds(kind: FailureKind) {
        let bad = BadOutcome(kind)
        #expect((bad == nil) == (kind == .tryLater))
        if let bad, kind != .usage { #expect(bad.status == submirror.ExitStatus(kind)) }
    }
}
