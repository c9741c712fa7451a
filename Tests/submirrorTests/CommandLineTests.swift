import Foundation
import Sandbox
import TestSupport
import Testing

/// The program called by a person or a timer: a real process and a real server.
@Suite("The command line")
struct CommandLineTests {
    private typealias Stage = CommandStage

    @Test("sync, status, report, query and export work in any locale and time zone and folder")
    func wholeJob() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            stage.environment["LANG"] = "C"
            stage.environment["TZ"] = "Pacific/Auckland"
            let sync = try await stage.program.run("sync", "--json")
            #expect(sync.status == 0, "\(sync.errors)")
            let report = try #require(
                try JSONSerialization.jsonObject(with: Data(sync.output.utf8)) as? [String: Any])
            #expect(report["outcome"] as? String == "complete")
            #expect(report["fetched"] as? Int == 50)

            let status = try await stage.program.run("status", "--json", "--max-age", "1h")
            #expect(status.status == 0, "\(status.errors)")
            #expect(try JSONSerialization.jsonObject(with: Data(status.output.utf8)) is [String: Any])

            let types = try await stage.program.run("report", "subscriptions-by-type", "--format", "json")
            #expect(types.status == 0, "\(types.errors)")
            let document = try #require(
                try JSONSerialization.jsonObject(with: Data(types.output.utf8)) as? [String: Any])
            let rows = try #require(document["rows"] as? [[String: Any]])
            #expect(rows.compactMap { $0["subscription_count"] as? Int }.reduce(0, +) == 50)

            let query = try await stage.program.run(
                "query", "SELECT count(*) AS n FROM subscription WHERE msisdn <> :none", "--parameter",
                "none=1",
                "--format", "csv")
            #expect(query.output == "n\n50\n")

            let export = try await stage.program.run("export", "out")
            #expect(export.status == 0, "\(export.errors)")
            let csv = try String(
                contentsOf: stage.directory.appendingPathComponent("out/subscription.csv"), encoding: .utf8)
            #expect(csv.split(separator: "\n").count == 51)
        }
    }

    @Test("a second sync asks for the changes only, with the token of the first")
    func secondRun() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            #expect(try await stage.program.run("sync").status == 0)
            stage.sandbox.resetStatistics()
            #expect(try await stage.program.run("sync").status == 0)
            #expect(stage.sandbox.statistics.count(of: .search, code: 200) == 1)
            let statistics = stage.sandbox.statistics
            #expect(statistics.count(of: .token, code: 200) == 0)
            #expect(statistics.total == 1)
        }
    }

    @Test("init writes a private file with every setting, and never overwrites one")
    func initialises() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            let path = stage.directory.appendingPathComponent(".config/submirror/config.yaml").path
            let first = try await stage.program.run("init")
            #expect(first.status == 0, "\(first.errors)")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let second = try await stage.program.run("init")
            #expect(second.status == 78)
            #expect(second.errors.contains("already exists"))
            // The generated file is valid, with credentials from the environment replacing the empty ones.
            #expect(try await stage.program.run("sync").status == 0)
        }
    }

    @Test(
        "a wrong setting is one sentence and 78",
        arguments: [
            (text: "sync:\n  lookbak: 5m\n", says: "unknown setting sync.lookbak"),
            (text: "sync:\n  lookbak: 5m\n", says: "did you mean sync.lookback?"),
            (text: "sync:\n  lookback: soon\n", says: "sync.lookback \"soon\""),
            (text: "pace:\n  quota: 5\n", says: "belong together"),
            (text: "api:\n  base_url: http://example.com\n", says: "api.base_url"),
            (text: "a: [1\n", says: "is not YAML"),
            (text: "- lookback\n", says: "c.yaml is not a map of settings"),
            (text: "lookback 5m\n", says: "c.yaml is not a map of settings"),
            (text: "sync: 5m\n", says: "sync in c.yaml:1 is not a map of settings"),
            (text: "sync:\n  lookback: 5m\n  lookback: 6m\n", says: "holds a key twice"),
        ])
    func wrongSettings(text: String, says: String) async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            stage.environment["SUBMIRROR_API_BASE_URL"] = nil
            let file = stage.directory.appendingPathComponent("c.yaml")
            try text.write(to: file, atomically: true, encoding: .utf8)
            let result = try await stage.program.run("sync", "--config", "c.yaml")
            #expect(result.status == 78)
            #expect(result.errors.contains(says), "\(result.errors)")
            #expect(result.errors.split(separator: "\n").count == 1)
        }
    }

    @Test("a state directory without a name is refused, and one that cannot be used is named")
    func wrongStateDirectory() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            stage.environment["SUBMIRROR_STATE_DIRECTORY"] = ""
            let nameless = try await stage.program.run("sync")
            #expect(nameless.status == 78)
            #expect(nameless.errors.contains("state.directory"))

            let file = stage.directory.appendingPathComponent("taken")
            try "".write(to: file, atomically: true, encoding: .utf8)
            let taken = try await stage.program.run("sync", "--state-directory", "taken")
            #expect(taken.status == 74)
            #expect(taken.errors.contains(file.path), "\(taken.errors)")
        }
    }

    @Test("secrets in a file that others can read are refused")
    func openSecrets() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            let file = stage.directory.appendingPathComponent("c.yaml")
            try "oauth:\n  client_secret: made-up\n".write(to: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
            let result = try await stage.program.run("sync", "--config", "c.yaml")
            #expect(result.status == 78)
            #expect(result.errors.contains("chmod 600"))
            #expect(!result.errors.contains("made-up"))
        }
    }

    @Test("each way to fail has its exit code")
    func exitCodes() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            #expect(try await stage.program.run("sync", "--frequently").status == 64)
            #expect(try await stage.program.run("query", "DELETE FROM anomaly").status == 65)
            let missing = try await stage.program.run("status")
            #expect(missing.status == 65)
            #expect(missing.errors.contains("there is no mirror"))

            var wrong = stage
            wrong.environment["SUBMIRROR_OAUTH_CLIENT_SECRET"] = "not-it"
            let refused = try await wrong.program.run("sync")
            #expect(refused.status == 77)
            #expect(!refused.errors.contains("not-it"))

            var nowhere = stage
            nowhere.environment["SUBMIRROR_API_BASE_URL"] = "http://127.0.0.1:1"
            #expect(try await nowhere.program.run("sync").status == 69)

            #expect(try await stage.program.run("sync", "--max-requests", "5").status == 75)
            #expect(try await stage.program.run("sync").status == 0)
            #expect(try await stage.program.run("query", "DELETE FROM anomaly").status == 64)
            #expect(try await stage.program.run("query", "SELECT nothing FROM nowhere").status == 64)
            let address = try await stage.program.run("query", "SELECT hex(fts3_tokenizer('simple'))")
            #expect(address.status == 64)
            #expect(address.output == "")
            #expect(address.errors.hasPrefix("submirror: the function fts3_tokenizer is not allowed: "))
            let large = try await stage.program.run(
                "query",
                """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
                SELECT count(*) FROM (SELECT randomblob(1000000) AS b FROM n ORDER BY b LIMIT 1000000)
                """)
            #expect(large.status == 64)
            #expect(large.errors.hasPrefix("submirror: the query needs more than 512 MB of memory: "))
            #expect(try await stage.program.run("report", "no-such-report").status == 64)
        }
    }

    @Test("a second run while one is at work ends at once with 75 and says who is")
    func locked() async throws {
        var options = Stage.small
        options.latency = .milliseconds(400)
        try await Stage.with(options) { (stage: inout Stage) async throws -> Void in
            let first = try stage.program.start(["sync"])
            try await until { first.errorsSoFar.contains("reading the complete list") }
            let second = try await stage.program.run("sync")
            #expect(second.status == 75)
            #expect(second.errors.contains("process \(first.identifier)"))
            #expect(try await first.end().status == 0)
        }
    }

    @Test(
        "after SIGTERM a run begins nothing more, ends as partial, and the next goes on",
        arguments: [SIGTERM, SIGINT])
    func interrupted(signal: Int32) async throws {
        var options = Stage.small
        options.subscriptions = 200
        options.latency = .milliseconds(150)
        try await Stage.with(options) { (stage: inout Stage) async throws -> Void in
            let run = try stage.program.start(["sync"])
            try await until { stage.sandbox.statistics.count(of: .detail) > 20 }
            let asked = stage.sandbox.statistics.count(of: .detail)
            run.signal(signal)
            let result = try await run.end()
            // Those in flight, and those begun before the signal arrived: 16 at a time.
            #expect(stage.sandbox.statistics.count(of: .detail) <= asked + 32)
            #expect(result.status == 75)
            #expect(result.errors.contains("interrupted"))
            let fetched = stage.sandbox.statistics.count(of: .detail, code: 200)
            #expect(try await stage.program.run("sync").status == 0)
            // Only those dropped in flight are fetched again: 16 at a time.
            #expect(stage.sandbox.statistics.count(of: .detail, code: 200) <= 200 + 16)
            #expect(fetched < 200)
        }
    }

    @Test("kill -9 at any moment loses nothing that was committed, and the next run goes on")
    func killed() async throws {
        var options = Stage.small
        options.subscriptions = 400
        try await Stage.with(options) { (stage: inout Stage) async throws -> Void in
            let mirror = stage.state.appendingPathComponent("mirror.sqlite").path
            var kills = 0
            while kills < 15 {
                let run = try stage.program.start(["sync", "--quiet"])
                let target = stage.sandbox.statistics.total + 3 + kills * 4
                let isOver = try await untilOver(run) { stage.sandbox.statistics.total >= target }
                run.signal(SIGKILL)
                _ = try await run.end()
                if isOver { break }
                kills += 1
                let check = try await Shell.run(
                    "/usr/bin/sqlite3", [mirror, "PRAGMA integrity_check; PRAGMA foreign_key_check;"])
                #expect(check == "ok\n" || check.isEmpty)
            }
            #expect(kills > 3)
            #expect(try await stage.program.run("sync").status == 0)
            let counts = try await stage.program.run(
                "query", "SELECT count(*) AS n FROM subscription WHERE gone_at IS NULL", "--format", "csv")
            #expect(counts.output == "n\n400\n")
            // A kill costs at most the details in flight or awaiting their commit.
            #expect(stage.sandbox.statistics.count(of: .detail, code: 200) <= 400 + kills * 64)
        }
    }

    /// Polls until `condition` holds; fails when patience is over.
    private func until(_ condition: () -> Bool) async throws {
        try await Patience.wait(until: condition)
    }

    /// Waits until `condition` holds or the process has ended; returns whether it has ended.
    private func untilOver(_ run: BuiltBinary.Running, _ condition: () -> Bool) async throws -> Bool {
        var isOver = false
        try await Patience.wait(every: .milliseconds(1)) {
            if condition() { return true }
            isOver = run.isOver
            return isOver
        }
        return isOver
    }
}
