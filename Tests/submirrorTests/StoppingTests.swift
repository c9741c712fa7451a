import Foundation
import MirrorCore
import Sandbox
import TestSupport
import Testing

/// The program ends within seconds when it is asked to, or when its time is over, whatever it is waiting for.
///
/// Here it waits for something that never comes, so the proof is that it ends at all.
@Suite("Ending in the midst of a wait")
struct StoppingTests {
    private typealias Stage = CommandStage

    /// Puts a program named duckdb on PATH that reads nothing, ignores SIGTERM and
    /// writes down its process id.
    static func installDeafDuckDB(in stage: inout FileStage) throws -> URL {
        let folder = stage.directory.appendingPathComponent("programs")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        let number = stage.directory.appendingPathComponent("number")
        let script = "#!/bin/sh\ntrap '' TERM\necho $$ > '\(number.path)'\nwhile :; do sleep 0.1; done\n"
        let program = folder.appendingPathComponent("duckdb")
        try Data(script.utf8).write(to: program)
        try stage.setMode(0o755, of: program)
        stage.environment["PATH"] = "\(folder.path):/usr/bin:/bin"
        return number
    }

    /// Waits until the deaf program runs.
    static func waitForStart(_ number: URL, of run: BuiltBinary.Running) async throws {
        try await Patience.wait(run.errorsSoFar, while: { !run.isOver }) {
            ((try? String(contentsOf: number, encoding: .utf8)) ?? "").hasSuffix("\n")
        }
    }

    /// Expects the deaf program to have ended.
    private static func expectEnd(of number: URL) async throws {
        let text = try String(contentsOf: number, encoding: .utf8)
        let process = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        try await Patience.wait("duckdb still runs") { kill(process, 0) != 0 }
    }

    private static func publishing(
        _ body: (inout FileStage, _ number: URL, _ published: URL) async throws -> Void
    ) async throws {
        try await FileStage.with { (stage: inout FileStage) in
            try await stage.expectRecovery()
            let published = stage.directory.appendingPathComponent("published")
            stage.environment["SUBMIRROR_PUBLISH_DIRECTORY"] = published.path
            stage.environment["SUBMIRROR_PUBLISH_FORMATS"] = "csv,parquet"
            let number = try installDeafDuckDB(in: &stage)
            try await body(&stage, number, published)
            // The folder's mark, which names its mirror, stays.
            let left = try FileManager.default.contentsOfDirectory(atPath: published.path)
            #expect(left.filter { !$0.hasPrefix(".submirror") } == [])
            try await expectEnd(of: number)
        }
    }

    @Test("SIGTERM ends publishing and the program that writes Parquet; the run is kept")
    func publishing() async throws {
        try await Self.publishing { stage, number, _ in
            let run = try stage.program.start(["sync"])
            try await Self.waitForStart(number, of: run)
            run.signal(SIGTERM)
            let result = try await run.end()
            #expect(result.status == 75)
            #expect(result.errors.contains("run 2 complete"), "\(result.errors)")
            #expect(
                result.errors.hasSuffix(
                    "but the run's data is stored: interrupted; the next run publishes it\n"),
                "\(result.errors)")
        }
    }

    @Test("--max-duration ends publishing, too")
    func publishingInTime() async throws {
        try await Self.publishing { stage, number, _ in
            let run = try stage.program.start(["sync", "--max-duration", "45s"])
            try await Self.waitForStart(number, of: run)
            let result = try await run.end()
            #expect(result.status == 75)
            #expect(
                result.errors.hasSuffix(
                    "but the run's data is stored: the allowed time is over; the next run publishes it\n"),
                "\(result.errors)")
        }
    }

    @Test("SIGTERM ends watch while it publishes")
    func watchPublishing() async throws {
        try await Self.publishing { stage, number, _ in
            let run = try stage.program.start(["watch"])
            try await Self.waitForStart(number, of: run)
            run.signal(SIGTERM)
            let result = try await run.end()
            #expect(result.status == 0, "\(result.errors)")
        }
    }

    @Test("SIGTERM ends an export and its program, and leaves nothing behind")
    func export() async throws {
        try await FileStage.with { (stage: inout FileStage) in
            try await stage.expectRecovery()
            let number = try Self.installDeafDuckDB(in: &stage)
            let run = try stage.program.start(["export", "out", "--format", "parquet"])
            try await Self.waitForStart(number, of: run)
            run.signal(SIGTERM)
            let result = try await run.end()
            #expect(result.status == 75)
            #expect(result.errors == "submirror: interrupted: nothing was written to out\n")
            try await Self.expectEnd(of: number)
            let names = try FileManager.default.contentsOfDirectory(atPath: stage.directory.path)
            #expect(names.filter { $0.contains("out") } == [])
        }
    }

    @Test("details that never come are cut off at --max-duration, stay queued, and are no fault of theirs")
    func hangingDetails() async throws {
        var options = Stage.small
        options.hangLimit = .seconds(3600)
        options.faults = [SandboxFaultRule(.hang, endpoint: .detail)]
        try await Stage.with(options) { (stage: inout Stage) in
            let began = ContinuousClock.now
            let result = try await stage.program.run("sync", "--max-duration", "5s")
            // The exchange's own limit for the first byte would end it after 60 s.
            #expect(began.duration(to: .now) < .seconds(40))
            #expect(result.status == 75, "\(result.errors)")
            #expect(result.errors.contains("the allowed time is over"), "\(result.errors)")
            // Those in flight, and none from the queue.
            #expect(stage.sandbox.statistics.count(of: .detail) <= 16)
            let state = try await stage.program.run(
                "query",
                """
                SELECT (SELECT outcome FROM sync_run) AS outcome, (SELECT count(*) FROM quarantine) AS aside
                """)
            #expect(state.output == "outcome,aside\npartial,0\n")
            stage.sandbox.clearFaults()
            #expect(try await stage.program.run("sync").status == 0)
        }
    }

    @Test("one that hangs is cut off and stays queued, and is not set aside")
    func oneHangingDetail() async throws {
        var options = Stage.small
        options.hangLimit = .seconds(3600)
        var rule = SandboxFaultRule(.hang, endpoint: .detail)
        rule.at = [20]
        options.faults = [rule]
        try await Stage.with(options) { (stage: inout Stage) in
            let began = ContinuousClock.now
            let result = try await stage.program.run("sync", "--max-duration", "15s")
            #expect(began.duration(to: .now) < .seconds(45))
            #expect(result.status == 75, "\(result.errors)")
            #expect(result.errors.contains("still queued · the allowed time is over"), "\(result.errors)")
            let state = try await stage.program.run("query", "SELECT count(*) AS aside FROM quarantine")
            #expect(state.output == "aside\n0\n")
            #expect(try await stage.program.run("sync").status == 0)
        }
    }

    @Test("SIGTERM is heard while another program keeps the mirror locked")
    func locked() async throws {
        try await FileStage.with(subscriptions: 2000) { (stage: inout FileStage) in
            try await stage.expectRecovery()
            for _ in 0..<100 { try stage.sandbox.change(.reference) }
            let holder = try DiskTests.holdOpen(stage, with: "BEGIN IMMEDIATE; SELECT 1;")
            try await holder.ready()
            let run = try stage.program.start(["sync", "--quiet"])
            let lock = stage.state.appendingPathComponent("lock")
            try await Patience.wait(run.errorsSoFar, while: { !run.isOver }) {
                try String(contentsOf: lock, encoding: .utf8).contains("process \(run.identifier) ")
            }
            let signalled = ContinuousClock.now
            run.signal(SIGTERM)
            let result = try await run.end()
            // It takes half a minute if the signal is not checked.
            #expect(signalled.duration(to: .now) < .seconds(20))
            #expect(result.status == 75, "\(result.errors)")
            _ = try await holder.end()
            try await stage.expectRecovery()
        }
    }

    @Test("SIGTERM ends a renormalization, which says that nothing was changed and what comes next")
    func renormalization() async throws {
        try await FileStage.with(subscriptions: 1000) { (stage: inout FileStage) in
            try await stage.expectRecovery()
            let lock = stage.state.appendingPathComponent("lock")
            // One that ended before it heard the signal has done its work.
            var result: BuiltBinary.Result
            repeat {
                let run = try stage.program.start(["renormalize"])
                try await Patience.wait(run.errorsSoFar, while: { !run.isOver }) {
                    try String(contentsOf: lock, encoding: .utf8).contains("process \(run.identifier) ")
                }
                run.signal(SIGTERM)
                result = try await run.end()
            } while result.status == 0 && result.output == "no differences\n"
            #expect(result.status == 75 && result.output == "", "\(result.output)")
            #expect(
                result.errors.hasSuffix(
                    "interrupted while reading the stored documents: the mirror is unchanged; "
                        + "the next renormalize reads all of them again from the first\n"),
                "\(result.errors)")
            #expect(try await stage.program.run("renormalize").output == "no differences\n")
        }
    }

    @Test(
        "--max-duration is over while another program keeps the mirror locked before a run"
    )
    func lockedInTime() async throws {
        try await FileStage.with(subscriptions: 200) { (stage: inout FileStage) in
            try await stage.expectRecovery()
            for _ in 0..<20 { try stage.sandbox.change(.reference) }
            let holder = try DiskTests.holdOpen(
                stage, with: "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; SELECT 1;")
            try await holder.ready()
            // It takes half a minute if the time is not checked, and gives another message.
            let before = try await stage.program.run("sync", "--quiet", "--max-duration", "2s")
            #expect(before.status == 75)
            #expect(before.errors == "submirror: the allowed time is over: run again\n")
            _ = try await holder.end()
            try await stage.expectRecovery()
        }
    }

    @Test("--max-duration is over while another program has locked the mirror in the midst of a run")
    func lockedInMidRun() async throws {
        try await FileStage.with(subscriptions: 200) { (stage: inout FileStage) in
            try await stage.expectRecovery()
            for _ in 0..<50 { try stage.sandbox.change(.reference) }
            var late = ScriptedReply(.real)
            late.delay = .milliseconds(500)
            stage.sandbox.inject(late, endpoint: .detail, times: nil)
            stage.sandbox.resetStatistics()
            let began = ContinuousClock.now
            let run = try stage.program.start(["sync", "--quiet", "--max-duration", "5s"])
            try await Patience.wait(run.errorsSoFar, while: { !run.isOver }) {
                stage.sandbox.statistics.count(of: .detail) > 0
            }
            let holder = try DiskTests.holdOpen(stage, with: "BEGIN IMMEDIATE; SELECT 1;")
            try await holder.ready()
            let result = try await run.end()
            // By itself it would wait half a minute for its first write alone.
            #expect(began.duration(to: .now) < .seconds(25))
            #expect(result.status == 75, "\(result.errors)")
            _ = try await holder.end()
            stage.sandbox.clearInjected()
            try await stage.expectRecovery()
        }
    }

    @Test("a token endpoint that asks for a day ends the run with 75 and the time from which it may be asked")
    func longTokenWait() async throws {
        try await Stage.with { (stage: inout Stage) in
            var reply = ScriptedReply.body("{}", status: 503)
            reply.headers = [("Retry-After", "86400")]
            stage.sandbox.inject(reply, endpoint: .token, times: nil)
            let begins = Date()
            let result = try await stage.program.run("sync")
            #expect(result.status == 75)
            let sentence =
                /the API's pace allows the next request from (\S+) on, after the end of this run\n$/
            let until = try #require(result.errors.firstMatch(of: sentence), "\(result.errors)").output.1
            let day = try #require(Instant.date(String(until))).timeIntervalSince(begins)
            #expect((86_398...86_400 + 600).contains(day))
            #expect(stage.sandbox.statistics.count(of: .token) == 1)

            // As long as a run may wait, it does.
            stage.environment["SUBMIRROR_PACE_LONGEST_WAIT"] = "2d"
            let run = try stage.program.start(["sync"])
            try await Patience.wait(run.errorsSoFar, while: { !run.isOver }) {
                run.errorsSoFar.contains("notice no token received, waiting to retry until=2")
            }
            run.signal(SIGTERM)
            #expect(try await run.end().status == 75)
        }
    }

    /// Whether this machine allows creating a process namespace, as a container has.
    private static func canContain() async -> Bool {
        let arguments = ["--map-root-user", "--pid", "--fork", "/bin/true"]
        return (try? await Shell.result("/usr/bin/unshare", arguments).status) == 0
    }

    @Test("SIGTERM ends a query that is a container's first process", .enabled { await canContain() })
    func firstProcess() async throws {
        try await FileStage.with { (stage: inout FileStage) in
            try await stage.expectRecovery()
            let container = BuiltBinary(
                environment: stage.environment, in: stage.directory,
                startedBy: ["/usr/bin/unshare", "--map-root-user", "--pid", "--fork"])
            let run = try container.start([
                "query",
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
            ])
            let children = "/proc/\(run.identifier)/task/\(run.identifier)/children"
            // Signals are ignored until it handles them: then the next one arrives.
            try await Patience.wait(run.errorsSoFar) {
                let text = (try? String(contentsOfFile: children, encoding: .utf8)) ?? ""
                for child in text.split(separator: " ").compactMap({ Int32($0) }) { kill(child, SIGTERM) }
                return run.isOver
            }
            #expect(try await run.end().status == 128 + SIGTERM)
        }
    }
}
