import Foundation
import MirrorCore
import Sandbox
import Scheduler
import TestSupport
import Testing

/// `submirror watch` as systemd runs it: a real process, real signals, a real notification socket.
@Suite("watch")
struct WatchTests {
    private typealias Stage = CommandStage

    /// Starts `watch` on `stage`, passes `body` the process, and ends it if `body`
    /// did not; returns its status.
    @discardableResult
    private func watching(
        _ stage: inout Stage, _ arguments: [String] = ["--interval", "1s"], abstract: Bool = false,
        body: (BuiltBinary.Running, NotifySocket) async throws -> Void
    ) async throws -> BuiltBinary.Result {
        let socket = try NotifySocket(
            abstract ? "@submirror-\(UUID().uuidString)" : stage.directory.appendingPathComponent("n").path)
        stage.environment["NOTIFY_SOCKET"] = socket.name
        let watch = try stage.program.start(["watch"] + arguments)
        socket.sender = watch
        do {
            try await body(watch, socket)
            let result = try await watch.end()
            socket.drain()
            return result
        } catch {
            Issue.record("standard error was: \(watch.errorsSoFar)")
            watch.signal(SIGKILL)
            _ = try await watch.end()
            throw error
        }
    }

    /// The next start named in a status line.
    private func nextStart(_ status: String) throws -> Date {
        let text = try #require(status.components(separatedBy: "next run at ").last)
        return try #require(Instant.date(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    @Test("is ready, tells of each run, feeds the watchdog, and stops with 0", arguments: [false, true])
    func wholeLife(abstract: Bool) async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            stage.environment["WATCHDOG_USEC"] = "200000"
            var messages: [String] = []
            let began = Date()
            let result = try await watching(&stage, abstract: abstract) { watch, socket in
                let ready = try await socket.wait(for: "READY=1")
                #expect(ready == "READY=1\nSTATUS=the first run is in progress\n")
                let status = try await socket.wait(for: "STATUS=run 2 complete · 1 request · ")
                #expect(try nextStart(status) > began)
                try await socket.wait(for: "WATCHDOG=1", times: 5)
                watch.signal(SIGTERM)
                try await socket.wait(for: "STOPPING=1\nSTATUS=")
                messages = socket.received
            }
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.isEmpty)
            #expect(result.errors.contains("run 1 complete"))
            #expect(result.errors.contains("next run at"))
            #expect(messages.first { !$0.hasPrefix("WATCHDOG") }?.hasPrefix("READY=1") == true)
            #expect(messages.filter { $0.hasPrefix("READY=1") }.count == 1)
        }
    }

    @Test("a test that waits for a message of a process that has ended hears so at once, with its exit code")
    func hearsOfTheEnd() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            let socket = try NotifySocket(stage.directory.appendingPathComponent("n").path)
            let watch = try stage.program.start(["watch", "--interval", "soon"])
            socket.sender = watch
            let error = await #expect(throws: PatienceOver.self) { try await socket.wait(for: "READY=1") }
            #expect(error?.what == "no READY=1 came, only []; the process ended with 64")
            #expect(try await watch.end().status == 64)
        }
    }

    @Test("without a service manager it runs just the same", arguments: [SIGTERM, SIGINT])
    func alone(signal: Int32) async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            let watch = try stage.program.start(["watch"])
            try await until(watch) { watch.errorsSoFar.contains("run 1 complete") }
            watch.signal(signal)
            let result = try await watch.end()
            #expect(result.status == 0, "\(result.errors)")
        }
    }

    @Test("a run under way begins nothing more, ends as partial, and what was fetched is kept")
    func interrupted() async throws {
        var options = Stage.small
        options.subscriptions = 200
        options.latency = .milliseconds(150)
        try await Stage.with(options) { (stage: inout Stage) async throws -> Void in
            let sandbox = stage.sandbox
            var asked = 0
            let result = try await watching(&stage) { watch, socket in
                try await until(watch) { sandbox.statistics.count(of: .detail) > 40 }
                asked = sandbox.statistics.count(of: .detail)
                watch.signal(SIGTERM)
            }
            // Those in flight, and those begun before the signal arrived: 16 at a time.
            #expect(sandbox.statistics.count(of: .detail) <= asked + 32)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.errors.contains("interrupted"))
            let runs = try await stage.program.run(
                "query", "SELECT outcome, fetched > 0 AS some FROM sync_run", "--format", "csv")
            #expect(runs.output == "outcome,some\npartial,1\n")
            #expect(try await stage.program.run("sync").status == 0)
            // At most those were answered without being stored.
            #expect(sandbox.statistics.count(of: .detail, code: 200) <= 200 + 32)
        }
    }

    @Test("SIGHUP reads the settings again; a bad file leaves the old ones in force, in one sentence")
    func reload() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            stage.environment["SUBMIRROR_STATE_DIRECTORY"] = nil
            let directory = stage.directory
            let file = directory.appendingPathComponent("c.yaml")
            func write(_ text: String) throws { try text.write(to: file, atomically: true, encoding: .utf8) }
            func exists(_ name: String) -> Bool {
                FileManager.default.fileExists(atPath: directory.appendingPathComponent(name).path)
            }
            try write("state:\n  directory: \(directory.path)/one\n")
            try await watching(&stage, ["--interval", "1s", "--config", "c.yaml"]) { watch, socket in
                try await socket.wait(for: "STATUS=run 1 complete")
                try write("state:\n  directry: \(directory.path)/two\n")
                watch.signal(SIGHUP)
                let reloading = try await socket.wait(for: "RELOADING=1\nMONOTONIC_USEC=")
                let microseconds = reloading.filter(\.isNumber).dropFirst()
                #expect((UInt64(microseconds) ?? 0) > 0)
                let refusal = try await socket.wait(for: "READY=1", times: 2)
                #expect(refusal.contains("unknown setting state.directry"))
                #expect(refusal.contains("did you mean state.directory?"))
                try await until(watch) { watch.errorsSoFar.contains("settings not reloaded") }
                let lines = watch.errorsSoFar.split(separator: "\n").filter { $0.contains("directry") }
                #expect(lines.count == 1)
                #expect(!exists("two"))

                try write("state:\n  directory: \(directory.path)/two\n")
                watch.signal(SIGHUP)
                let ready = try await socket.wait(for: "READY=1", times: 3)
                #expect(ready.contains("the settings were reloaded"))
                try await until(watch) { exists("two/mirror.sqlite") }
                watch.signal(SIGTERM)
            }
        }
    }

    @Test("a mirror that another run holds is tried again at the next interval")
    func locked() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            try FileManager.default.createDirectory(at: stage.state, withIntermediateDirectories: true)
            var lock: RunLock? = try RunLock(directory: stage.state, now: "long ago")
            let result = try await watching(&stage) { watch, socket in
                try await socket.wait(for: "READY=1")
                let status = try await socket.wait(for: "STATUS=process \(getpid())", times: 2)
                #expect(status.contains("is at work on this mirror"))
                withExtendedLifetime(lock) {}
                lock = nil
                try await socket.wait(for: "STATUS=run 1 complete")
                watch.signal(SIGTERM)
            }
            #expect(result.status == 0, "\(result.errors)")
        }
    }

    @Test("an API that cannot be reached is tried again")
    func unreachable() async throws {
        let began = Date()
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            // One more than the tries of a request.
            stage.sandbox.inject(.error(503_200), endpoint: .token, times: 6)
            let result = try await watching(&stage) { watch, socket in
                let status = try await socket.wait(for: "STATUS=the token request failed 6 times")
                #expect(try nextStart(status) > began)
                try await socket.wait(for: "STATUS=run 2 complete")
                watch.signal(SIGTERM)
            }
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.errors.contains("error run failed error=the token request failed 6 times"))
        }
    }

    @Test("a spent quota is waited for until it reopens, not asked about in between")
    func quotaSpent() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            let sandbox = stage.sandbox
            stage.environment["WATCHDOG_USEC"] = "200000"
            sandbox.inject(.error(42_901, retryAfter: "7200"), endpoint: .detail)
            let result = try await watching(&stage) { watch, socket in
                let status = try await socket.wait(for: "STATUS=run 1 partial")
                let requests = sandbox.statistics.total
                #expect(try nextStart(status).timeIntervalSinceNow > 7000)
                try await socket.beats(25)
                #expect(sandbox.statistics.total == requests)
                watch.signal(SIGTERM)
            }
            #expect(result.status == 0, "\(result.errors)")
        }
    }

    @Test(
        "ends at the first run when only a person can help",
        arguments: [
            (name: "SUBMIRROR_OAUTH_CLIENT_SECRET", value: "not-it", status: 77),
            (name: "SUBMIRROR_OAUTH_CLIENT_SECRET", value: "", status: 78),
            (name: "SUBMIRROR_API_ACCOUNTS_PATH", value: "", status: 78),
            (name: "SUBMIRROR_STATE_DIRECTORY", value: "/proc/none", status: 74),
        ])
    func endsAtOnce(name: String, value: String, status: Int32) async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            stage.environment[name] = value
            let result = try await watching(&stage) { _, _ in }
            #expect(result.status == status, "\(result.errors)")
            #expect(!result.errors.contains("not-it"))
            #expect(stage.sandbox.statistics.count(of: .token) <= 1)
        }
    }

    @Test("a file that is no mirror ends it with 65")
    func notAMirror() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            try FileManager.default.createDirectory(at: stage.state, withIntermediateDirectories: true)
            try "a shopping list, and long enough to be taken for a file of its own".write(
                to: stage.state.appendingPathComponent("mirror.sqlite"), atomically: true, encoding: .utf8)
            let result = try await watching(&stage) { _, socket in }
            #expect(result.status == 65, "\(result.errors)")
            #expect(result.errors.contains("is not a mirror of submirror"))
        }
    }

    @Test("a revoked password is not tried again for an hour, or until the settings are read again")
    func refused() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            let sandbox = stage.sandbox
            stage.environment["WATCHDOG_USEC"] = "200000"
            let result = try await watching(&stage) { watch, socket in
                try await socket.wait(for: "STATUS=run 1 complete")
                sandbox.inject(
                    .body(#"{"error": "invalid_grant"}"#, status: 400), endpoint: .token, times: nil)
                sandbox.revokeTokens()
                let status = try await socket.wait(for: "STATUS=no token given")
                #expect(try nextStart(status).timeIntervalSinceNow > 3500)
                try await socket.beats(25)
                #expect(sandbox.statistics.count(of: .token) == 2)

                watch.signal(SIGHUP)
                try await socket.wait(for: "STATUS=no token given", times: 2)
                #expect(sandbox.statistics.count(of: .token) == 3)

                sandbox.clearInjected()
                watch.signal(SIGHUP)
                try await socket.wait(for: "STATUS=run 4 complete")
                watch.signal(SIGTERM)
            }
            #expect(result.status == 0, "\(result.errors)")
        }
    }

    @Test("a wrong interval is a wrong command line", arguments: ["0s", "soon", "999ms"])
    func wrongInterval(text: String) async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            #expect(try await stage.program.run("watch", "--interval", text).status == 64)
        }
    }

    /// Waits until `condition` holds; fails when patience is over, or when the process has ended.
    private func until(_ run: BuiltBinary.Running, _ condition: () -> Bool) async throws {
        try await Patience.wait(while: { !run.isOver }, until: condition)
    }
}
