import Foundation
import MirrorReading
import Sandbox
import TestSupport
import Testing

/// Retention with the real program, on a mirror that SQLite's own shell has backdated.
@Suite("Retention")
struct RetentionCommandTests {
    /// A mirror whose runs began years ago, with a number long gone, one recently gone, and a version superseded long
    /// ago.
    private static func withStage(
        _ body: (inout FileStage, _ gone: String, _ changed: String) async throws -> Void
    ) async throws {
        try await FileStage.with(subscriptions: 40) { (stage: inout FileStage) in
            try await stage.expectRecovery()
            for _ in 0..<2 { try stage.sandbox.change(.removedSubscription) }
            #expect(try await stage.program.run("sync", "--full", "--quiet").status == 0)
            let gone = try MirrorContents(path: stage.mirror.path).rows("SELECT msisdn FROM _gone ORDER BY 1")
            try #require(gone.count == 2)
            let tables = ["party", "sim_card", "setting", "add_on", "unreadable"].map { "_\($0)_version" }
            let changed = try MirrorContents(path: stage.mirror.path).rows(
                "SELECT msisdn FROM _living ORDER BY 1 LIMIT 1")
            _ = try await stage.execute(
                """
                UPDATE sync_run SET started_at = '2020-01-01T00:00:00Z' WHERE id = 1;
                INSERT INTO _instant SELECT unixepoch(column1), column1 FROM (VALUES
                    ('2020-01-01T00:00:00Z'), ('2020-02-01T00:00:00Z'), ('2020-03-01T00:00:00Z'),
                    ('2021-05-01T00:00:00Z'));
                UPDATE _number SET first_seen_at = '2020-01-01T00:00:00Z' WHERE msisdn IN ('\(gone[0])', '\(changed[0])');
                UPDATE _number_version SET gone_at = '2021-05-01T00:00:00Z', observed_from = unixepoch('2021-05-01T00:00:00Z')
                    WHERE gone_at IS NOT NULL AND number = (SELECT id FROM _number WHERE msisdn = '\(gone[0])');
                UPDATE _number_version SET observed_from = unixepoch('2020-01-01T00:00:00Z'),
                    observed_to = unixepoch('2021-05-01T00:00:00Z')
                    WHERE gone_at IS NULL AND number = (SELECT id FROM _number WHERE msisdn = '\(gone[0])');
                UPDATE _number_version SET observed_from = unixepoch('2020-01-01T00:00:00Z')
                    WHERE number = (SELECT id FROM _number WHERE msisdn = '\(changed[0])');
                \(tables.map { """
                    UPDATE \($0) SET observed_from = unixepoch('2020-01-01T00:00:00Z'),
                        observed_to = unixepoch('2021-05-01T00:00:00Z') WHERE msisdn = '\(gone[0])';
                    """ }.joined(separator: "\n"))
                INSERT INTO _party_version (msisdn, role, observed_from, kind, first_name, last_name, observed_to)
                    SELECT '\(changed[0])', 'user', unixepoch(column1), 'person', column2, 'Invented', unixepoch(column3)
                    FROM (VALUES ('2020-01-01T00:00:00Z', 'Longgone', '2020-02-01T00:00:00Z'),
                        ('2020-02-01T00:00:00Z', 'Older', '2020-03-01T00:00:00Z'));
                """, on: stage.mirror)
            try await body(&stage, gone[0], changed[0])
        }
    }

    @Test("does nothing unless it is set, then forgets, thins, says so, and has nothing left to do")
    func removes() async throws {
        try await Self.withStage { stage, gone, changed in
            let contents = MirrorContents(path: stage.mirror.path)
            let party =
                "SELECT first_name FROM party_history WHERE msisdn = '\(changed)' AND role = 'user' ORDER BY observed_from"
            #expect(try await stage.sync().status == 0)
            #expect(try contents.rows("SELECT count(*) FROM _gone") == ["2"])
            #expect(try contents.rows(party).count == 3)
            stage.environment["SUBMIRROR_RETENTION_HISTORY"] = "400d"
            stage.environment["SUBMIRROR_RETENTION_GONE"] = "400d"
            stage.environment["SUBMIRROR_PUBLISH_DIRECTORY"] = stage.directory.path + "/published"
            let result = try await stage.program.run("sync")
            #expect(result.status == 0, "\(result.errors)")
            #expect(
                result.errors.contains("retention") && result.errors.contains("forgotten_numbers=1"),
                "\(result.errors)")
            #expect(try contents.rows("SELECT count(*) FROM _gone") == ["1"])
            #expect(try contents.rows("SELECT count(*) FROM subscription WHERE msisdn = '\(gone)'") == ["0"])
            #expect(try contents.rows(party).count == 2)
            #expect(try MirrorInvariants.breaches(of: contents) == [:])
            // Not a byte of them is left in the mirror or its log.
            #expect(try FileBytes.traces(of: ["Longgone", gone], in: stage.state) == [:])
            let status = try await stage.program.run("status")
            #expect(status.output.contains("removed 1 versions and 1 numbers"), "\(status.output)")
            let json = try await stage.program.run("status", "--json")
            #expect(json.output.contains(#""forgotten_numbers": 1"#), "\(json.output)")
            let doctor = try await stage.program.run("doctor", "--quick")
            #expect(doctor.output.contains("the past can be told from"), "\(doctor.output)")
            let past = try await stage.program.run(
                "query", "SELECT 1 AS one FROM subscription", "--as-of", "2020-06-01")
            #expect(past.status == 64 && past.errors.contains("retention has removed"), "\(past.errors)")
            let report = try await stage.program.run("report", "changes", "--parameter", "since=2020-06-01")
            #expect(
                report.status == 64 && report.errors.contains("retention has removed"), "\(report.errors)")
            #expect(try await stage.program.run("report", "changes").status == 0)
            // Retention runs at most daily.
            let next = try await stage.program.run("sync")
            #expect(next.status == 0 && !next.errors.contains("retention"), "\(next.errors)")
        }
    }

    @Test("that is killed goes on with the next run")
    func killed() async throws {
        try await Self.withStage { stage, gone, changed in
            let copy = stage.directory.appendingPathComponent("before.sqlite")
            try? stage.removeLog()
            try FileManager.default.copyItem(at: stage.mirror, to: copy)
            stage.environment["SUBMIRROR_RETENTION_HISTORY"] = "400d"
            stage.environment["SUBMIRROR_RETENTION_GONE"] = "400d"
            stage.environment["SUBMIRROR_LOG_LEVEL"] = "info"
            var random = SeededRandom(seed: 3)
            var kills = 0
            for _ in 0..<LongMode.choose(12, long: 120) {
                for suffix in ["", "-wal", "-shm"] {
                    try? FileManager.default.removeItem(atPath: stage.mirror.path + suffix)
                }
                try FileManager.default.copyItem(at: copy, to: stage.mirror)
                let run = try stage.program.start(["sync"])
                let moment = KillMoment.logSize(1 + random.below(900_000))
                if try await moment.wait(for: run, mirror: stage.mirror, sandbox: stage.sandbox) {
                    run.signal(SIGKILL)
                }
                if try await run.end().status == SIGKILL { kills += 1 }
                let contents = MirrorContents(path: stage.mirror.path)
                try #require(try MirrorInvariants.breaches(of: contents) == [:])
                #expect(try await stage.sync().status == 0)
                #expect(
                    try contents.rows("SELECT count(*) FROM subscription WHERE msisdn = '\(gone)'") == ["0"])
                #expect(
                    try contents.rows(
                        "SELECT count(*) FROM party_history WHERE msisdn = '\(changed)' AND role = 'user'")
                        == ["2"])
                #expect(try FileBytes.traces(of: ["Longgone", gone], in: stage.state) == [:])
            }
            print("runs with retention killed: \(kills)")
        }
    }

    @Test("closed months keep their counts, and are verified as before")
    func months() async throws {
        try await Self.withStage { stage, _, _ in
            // The runs are from today, so the test closes a month by hand: all that matters is that it does not change.
            let close = try await stage.program.run("month", "close", "2020-01", "--with-gaps")
            stage.environment["SUBMIRROR_RETENTION_HISTORY"] = "400d"
            stage.environment["SUBMIRROR_RETENTION_GONE"] = "400d"
            let before = try await stage.program.run("month", "list")
            #expect(try await stage.sync().status == 0)
            #expect(try await stage.program.run("month", "list").output == before.output)
            let verified = try await stage.program.run("month", "verify")
            #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
            guard close.status == 0 else { return }
            let diff = try await stage.program.run("month", "diff", "2020-01")
            #expect(diff.status == 64 && diff.errors.contains("retention has removed"), "\(diff.errors)")
        }
    }
}
