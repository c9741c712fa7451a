import Foundation
import MirrorCore
import Sandbox
import TestSupport
import Testing

/// `submirror status --check` called by a monitor.
@Suite("status --check")
struct MonitorTests {
    private typealias Stage = CommandStage

    /// Syncs once, changes the mirror by `sql`, and runs the check.
    private func answer(
        _ stage: Stage, after sql: String, _ arguments: [String] = []
    ) async throws -> BuiltBinary.Result {
        #expect(try await stage.program.run("sync", "--quiet").status == 0)
        let file = stage.state.appendingPathComponent("mirror.sqlite").path
        _ = try await Shell.run("/usr/bin/sqlite3", ["-cmd", ".dbconfig defensive off", file, sql])
        return try await stage.program.run(["status", "--check"] + arguments)
    }

    @Test("is 0 and one line with figures for a mirror that equals the API")
    func fine() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            let result = try await answer(stage, after: "SELECT 1", ["--max-age", "1h"])
            #expect(result.status == 0)
            #expect(result.errors.isEmpty)
            let line =
                #/SUBMIRROR OK - 50 numbers, data \d+ s old \| age=\d+s;;3600;0 numbers=50;;;0 parked=0;;0;0/#
            #expect(result.output.starts(with: line), "\(result.output)")
            #expect(result.output.hasSuffix(" queued=0;;;0\n"))
            #expect(result.output.split(separator: "\n").count == 1)
        }
    }

    @Test(
        "is never green when something is not as it should be",
        arguments: [
            (
                "INSERT INTO _parked SELECT msisdn, 'x', '2026-01-01T00:00:00Z' FROM _subscription",
                2 as Int32,
                "CRITICAL - numbers that look gone and await a decision (sync --accept-gone): 50 | "
            ),
            (
                """
                INSERT INTO quarantine (msisdn, stage, error, attempts, first_failed_at, next_attempt_at)
                VALUES ('4790000000', 'fetch', '404', 1, '2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z')
                """, 1, "WARNING - numbers never fetched: 1 | "
            ),
            (
                "INSERT INTO _queue VALUES ('4790000000', 2, '2026-01-01T00:00:00Z')", 1,
                "WARNING - numbers never fetched: 1 | "
            ),
            (
                "UPDATE coverage SET from_at = '2026-01-01T00:00:00Z', to_at = '2026-01-02T00:00:00Z'", 2,
                "maximum 24 h 0 min"
            ),
            ("UPDATE sync_run SET outcome = 'partial'", 2, "CRITICAL - no complete run yet"),
            (
                """
                INSERT INTO sync_run (id, kind, started_at, finished_at, outcome, requests, throttled,
                    fetched, changed, gone, quarantined, refreshed, missed, error)
                SELECT 2, 'incremental', started_at, finished_at, 'failed', 1, 0, 0, 0, 0, 0, 0, 0,
                    'the search | failed' FROM sync_run
                """, 1, "WARNING - run 2 failed (the search / failed) | "
            ),
        ])
    func problems(sql: String, status: Int32, says: String) async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            let result = try await answer(stage, after: sql)
            #expect(result.status == status)
            #expect(result.output.contains(says), "\(result.output) \(result.errors)")
            #expect(result.output.split(separator: "\n").count == 1)
        }
    }

    @Test("says of rows of a list that cannot be read that the list is not complete")
    func incompleteList() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            #expect(try await stage.program.run("sync", "--quiet").status == 0)
            stage.sandbox.inject(
                .body(#"[{"phoneNumber": {"countryCode": "47"}}]"#), endpoint: .search, times: nil)
            #expect(try await stage.program.run("sync", "--quiet").status == 75)
            let result = try await stage.program.run("status", "--check")
            #expect(result.status == 1)
            #expect(result.output.contains("list incomplete, unreadable rows: 1"))
        }
    }

    @Test(
        "is not satisfied by a server whose clock lied, once the API is gone",
        arguments: ["9999-06-01T00:00:00Z", "2100-01-01T00:00:00Z", "1970-01-02T00:00:00Z"], [true, false])
    func lyingClock(says: String, isFirst: Bool) async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            if !isFirst { #expect(try await stage.program.run("sync", "--quiet").status == 0) }
            let synced = Date()
            let lie = try #require(Instant.date(says)).timeIntervalSince(stage.sandbox.now)
            stage.sandbox.jumpClock(by: .seconds(lie))
            for _ in 0..<2 { #expect(try await stage.program.run("sync", "--quiet").status == 75) }
            await stage.sandbox.stop()
            #expect(try await stage.program.run("sync", "--quiet").status == 69)
            try await Patience.wait { Date().timeIntervalSince(synced) > 3 }
            let status = try await stage.program.run("status", "--max-age", "1s")
            #expect(status.status == 75, "\(status.output) \(status.errors)")
            #expect(!status.output.contains(says.prefix(4)), "\(status.output)")
            let check = try await stage.program.run("status", "--check", "--max-age", "1s")
            #expect(check.status == 2, "\(check.output)")
            #expect(!check.output.contains(says.prefix(4)), "\(check.output)")
        }
    }

    @Test("leaves it to --format openmetrics to count every request of all runs, by purpose and outcome")
    func figures() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            for _ in 0..<2 { #expect(try await stage.program.run("sync", "--quiet").status == 0) }
            let result = try await stage.program.run("status", "--format", "openmetrics")
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.hasSuffix("\n# EOF\n"))
            let counted = result.output.matches(of: /(?m)^submirror_requests_total\{.*\} (\d+)$/)
                .compactMap { Int($0.output.1) }.reduce(0, +)
            let file = stage.state.appendingPathComponent("mirror.sqlite").path
            let sent = try await Shell.run("/usr/bin/sqlite3", [file, "SELECT sum(requests) FROM sync_run"])
            #expect(Int(sent.trimmingCharacters(in: .whitespacesAndNewlines)) == counted)
            #expect(result.output.contains(#"{source="telenor",purpose="detail",outcome="answered"} 50"#))
            for options in [["--check"], ["--completeness"]] {
                let wrong = try await stage.program.run(["status", "--format", "prometheus"] + options)
                #expect(wrong.status == 64)
            }
        }
    }

    @Test("is 2 without a mirror, and 3 where nothing can be judged")
    func nothing() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            let missing = try await stage.program.run("status", "--check")
            #expect(missing.status == 2)
            #expect(missing.output.hasPrefix("SUBMIRROR CRITICAL - there is no mirror at "))
            stage.environment["SUBMIRROR_LOG_LEVEL"] = "loud"
            let unset = try await stage.program.run("status", "--check")
            #expect(unset.status == 3)
            #expect(unset.output.hasPrefix("SUBMIRROR UNKNOWN - log.level"))
            #expect(try await stage.program.run("status", "--check", "--json").status == 64)
        }
    }
}
