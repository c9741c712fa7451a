import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

@Suite("Reports and queries of the past")
struct AsOfCommandTests {
    /// A mirror whose only number was loaded on 1 October 2026, a Thursday, and
    /// barred on 31 October, 22:30 UTC.
    private static func with(_ body: (BuiltBinary, URL) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let state = directory.appendingPathComponent("state")
            try FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
            let store = try MirrorStore.open(at: state.appendingPathComponent("mirror.sqlite"))
            var document = NormalizedSubscription.invented(.invented(1))
            for (time, status) in [("2026-10-01T06:00:00Z", "ACTIVE"), ("2026-10-31T22:30:00Z", "BARRED")] {
                let now = try #require(Instant.date(time))
                document = document.changed { $0.subscription.status = status }
                let run = try await store.beginRun(.incremental, at: now)
                _ = try await store.save([.document(FetchedDocument(document))], of: run, at: now)
                try await store.finishRun(
                    run, outcome: .complete, totals: RequestTotals(requests: 1, throttled: 0), error: nil,
                    at: now)
            }
            try store.close()
            try await body(
                BuiltBinary(
                    environment: [
                        "HOME": directory.path, "TZ": "Pacific/Auckland",
                        "SUBMIRROR_STATE_DIRECTORY": state.path,
                    ], in: directory), directory)
        }
    }

    private static let status = "SELECT status FROM subscription"

    @Test(
        "a day is its end in report.time_zone, and standard error says what it was taken for",
        arguments: [
            ("Europe/Oslo", "2026-10-30", "ACTIVE", "2026-10-31T00:00:00+01:00"),
            ("Europe/Oslo", "2026-10-31", "BARRED", "2026-11-01T00:00:00+01:00"),
            ("Asia/Kolkata", "2026-10-31", "ACTIVE", "2026-11-01T00:00:00+05:30"),
            ("GMT", "2026-10-31T22:30:00Z", "ACTIVE", "2026-10-31T22:30:00Z"),
        ])
    func days(zone: String, asOf: String, status: String, taken: String) async throws {
        try await Self.with { program, directory in
            let config = directory.appendingPathComponent("c.yaml").path
            try "report:\n  time_zone: \(zone)\n".write(toFile: config, atomically: true, encoding: .utf8)
            let query = try await program.run("query", Self.status, "--as-of", asOf, "--config", config)
            #expect(query.status == 0)
            #expect(query.output == "status\n\(status)\n")
            #expect(query.errors == "as observed before \(taken) (\(zone))\n")
            let report = try await program.run(
                "report", "subscriptions-by-type", "--as-of", asOf, "--config", config)
            #expect(report.status == 0)
            #expect(
                report.errors.hasPrefix("as observed before \(taken) (\(zone)): complete as of "),
                "\(report.errors)")
        }
    }

    @Test(
        "what cannot be had of the past is a wrong command line, and one sentence",
        arguments: [
            (["query", status, "--as-of", "2026-09-30"], "has no data before 2026-09-30T22:00:00Z"),
            (["query", status, "--as-of", "2999-12-31"], "--as-of 2999-12-31 has not ended in Europe/Oslo"),
            (["query", status, "--as-of", "soon"], "--as-of soon is invalid"),
            (
                ["query", "SELECT * FROM quarantine", "--as-of", "-1s"],
                "quarantine is not available as of an earlier time"
            ),
        ] as [([String], String)])
    func refuses(arguments: [String], sentence: String) async throws {
        try await Self.with { program, _ in
            let result = try await program.run(arguments)
            #expect(result.status == 64)
            #expect(result.output == "")
            #expect(result.errors.contains(sentence), "\(result.errors)")
            #expect(result.errors.split(separator: "\n").count <= 2)
        }
    }

    @Test("an export takes a distance back like a report; from where on it takes changes, it does not")
    func distanceBack() async throws {
        try await Self.with { program, _ in
            let export = try await program.run("export", "out", "--as-of", "-1s")
            #expect(export.status == 0, "\(export.errors)")
            let changes = try await program.run("export", "changes", "--changes-since", "-1d")
            #expect(changes.status == 64)
            #expect(
                changes.errors.hasPrefix(
                    "submirror: -1d is not a run's number, a time or an earlier export: "))
        }
    }

    @Test("an analyst's own report is run by its name; one with a fault is named on standard error")
    func ownReports() async throws {
        try await Self.with { program, directory in
            let reports = directory.appendingPathComponent("reports")
            try FileManager.default.createDirectory(at: reports, withIntermediateDirectories: true)
            func write(_ name: String, _ text: String) throws {
                try text.write(
                    to: reports.appendingPathComponent(name), atomically: true, encoding: .utf8)
            }
            let header = "-- title: Mine\n-- description: What I ask.\n"
            try write(
                "Cost centres.sql",
                header + "SELECT cost_centre(user_reference1) AS cost_centre FROM subscription")
            try write("broken.sql", header + "SELECT\n  stats FROM subscription")
            let config = directory.appendingPathComponent("c.yaml").path
            try """
            report:
              directory: \(reports.path)
              cost_centre_pattern: 'Kostnadssted (\\d+)'
            """.write(toFile: config, atomically: true, encoding: .utf8)
            let own = try await program.run("report", "cost-centres", "--config", config)
            #expect(own.output == "cost_centre\n4711\n", "\(own.errors)")
            let list = try await program.run("report", "--list", "--config", config)
            #expect(list.status == 0)
            #expect(list.output.contains("\ncost-centres: Mine\n"))
            let fault = "the report broken cannot be run, line 4: no such column: stats"
            #expect(list.errors == "\(reports.path)/broken.sql: \(fault)\n")
            let broken = try await program.run("report", "broken", "--config", config)
            #expect(broken.status == 65)
            #expect(broken.errors == "submirror: \(fault)\n")
        }
    }

    @Test(
        "a report setting that cannot be used is named",
        arguments: [
            ("TIME_ZONE", "Europa/Oslo", "must be the name of a time zone such as Europe/Oslo"),
            ("COST_CENTRE", "reference1", "must be one of user_reference1, "),
            ("COST_CENTRE_PATTERN", "KS (", "must be a regular expression"),
            ("DIRECTORY", "/nowhere", "report.directory /nowhere is not a readable folder"),
        ])
    func settings(key: String, value: String, sentence: String) async throws {
        try await withTemporaryDirectory { directory in
            let program = BuiltBinary(
                environment: ["HOME": directory.path, "SUBMIRROR_REPORT_\(key)": value], in: directory)
            let result = try await program.run("report", "sync-runs")
            #expect(result.status == 78)
            #expect(result.errors.contains(sentence), "\(result.errors)")
        }
    }
}
