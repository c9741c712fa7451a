import Foundation
import MirrorCore
import MirrorReading
import Reports
import TestSupport
import Testing

@Suite("The engine of reports")
struct ReportEngineTests {
    static let viewpoint = ReportTests.viewpoint

    static func report(_ header: String = "", _ sql: String) throws -> Report {
        try Report(
            name: "mine",
            sql: "-- title: Mine\n-- description: What I ask.\n" + header + (header.isEmpty ? "" : "\n") + sql
        )
    }

    @Test(
        "a day without a time is where it begins or ends in the time zone of reports",
        arguments: [
            ("start", "2026-10-31", "2026-10-30T23:00:00Z"), ("end", "2026-10-31", "2026-10-31T23:00:00Z"),
            ("instant", "2026-10-31", "2026-10-30T23:00:00Z"),
            // The nights on which clocks change.
            ("end", "2026-03-28", "2026-03-28T23:00:00Z"), ("end", "2026-03-29", "2026-03-29T22:00:00Z"),
            ("start", "2026-10-25", "2026-10-24T22:00:00Z"), ("end", "2026-10-25", "2026-10-25T23:00:00Z"),
            ("end", "2026-12-31", "2026-12-31T23:00:00Z"), ("end", "9999-12-31", "9999-12-31T23:00:00Z"),
            ("end", "-7d", "2026-11-15T12:00:00Z"), ("start", "now", "2026-11-22T12:00:00Z"),
        ])
    func days(kind: String, argument: String, bound: String) throws {
        let report = try Self.report("-- parameter: at \(kind) required \"When.\"", "SELECT :at")
        #expect(
            try report.query(["at": argument], from: Self.viewpoint).parameters == ["at": .text(bound)])
    }

    @Test("the end of the last day that has four digits of a year is its last second")
    func lastDay() throws {
        let report = try Self.report("-- parameter: at end required \"When.\"", "SELECT :at")
        var viewpoint = Self.viewpoint
        viewpoint.timeZone = .gmt
        #expect(
            try report.query(["at": "9999-12-31"], from: viewpoint).parameters
                == ["at": .text("9999-12-31T23:59:59Z")])
    }

    @Test("a moment of the past is what now and a distance back count from")
    func countsFromThePast() throws {
        var viewpoint = Self.viewpoint
        viewpoint.asOf = try AsOf("2026-10-31", now: viewpoint.now, in: viewpoint.timeZone)
        let report = try Self.report(
            "-- parameter: at start default -7d \"When.\"\n-- parameter: to end default now \"When.\"",
            "SELECT :at, :to")
        #expect(
            try report.query(from: viewpoint).parameters == [
                "at": .text("2026-10-24T23:00:00Z"), "to": .text("2026-10-31T23:00:00Z"),
            ])
    }

    @Test("a parameter may take what stands for it from a setting")
    func settings() throws {
        let report = try Self.report(
            "-- parameter: by text user_reference1|account_reference2 default setting:report.cost_centre \"By.\"",
            "SELECT :by")
        let viewpoint = Self.viewpoint
        #expect(try report.query(from: viewpoint).parameters == ["by": .text("user_reference1")])
        let other = CostCentres(reference: .accountReference2)
        #expect(
            try report.query(from: viewpoint, costCentres: other).parameters
                == ["by": .text("account_reference2")])
        #expect(
            try report.query(["by": "user_reference1"], from: viewpoint, costCentres: other).parameters
                == ["by": .text("user_reference1")])
        #expect(throws: ReportFailure.self) {
            try Self.report("-- parameter: by text default setting:log.level \"By.\"", "SELECT :by")
        }
    }

    @Test(
        "the cost centre is the pattern's first group, or all that it matches",
        arguments: [
            (nil, "KS 100", "KS 100"), (nil, "", ""), (nil, nil, nil),
            (#"KS (\d+)"#, "KS 100", "100"), (#"KS (\d+)"#, "avd. 7, KS 200 ", "200"),
            (#"KS (\d+)"#, "N/A", nil), (#"KS (\d+)"#, nil, nil), (#"\d{3}"#, "KS 1000", "100"),
            (#"^\d+$"#, "KS 100", nil), (#"x(y)?z"#, "xz", "xz"), (#"(?<n>Å.)"#, "på ÅB", "ÅB"),
        ] as [(String?, String?, String?)])
    func costCentre(pattern: String?, reference: String?, expected: String?) throws {
        try ExampleMirror.with { mirror in
            let pattern = try pattern.map { try #require(CostCentrePattern($0)) }
            let costCentres = CostCentres(pattern: pattern)
            let rows = try MirrorReader(path: mirror.path, costCentres: costCentres).rows(
                of: Query(
                    "SELECT cost_centre(:text) FROM (VALUES (1), (2))",
                    parameters: ["text": Value(reference)]))
            #expect(rows == [[Value(expected)], [Value(expected)]])
        }
    }

    @Test(
        "a pattern that would search a text for years ends the query",
        arguments: ["(a+)+$", "(a|aa)+$", "(.*a){20}$"])
    func costlyPattern(pattern: String) throws {
        try ExampleMirror.with { mirror in
            let costCentres = CostCentres(pattern: CostCentrePattern(pattern))
            let text = String(repeating: "a", count: 60) + "!"
            #expect(throws: QueryFailure.costlyPattern) {
                try MirrorReader(path: mirror.path, costCentres: costCentres).rows(
                    of: Query("SELECT cost_centre(:text)", parameters: ["text": .text(text)]))
            }
        }
    }

    @Test("a long text is searched to its end")
    func longText() throws {
        let pattern = try #require(CostCentrePattern(#"(?:.* )?KS (\d+)$"#))
        let text = String(repeating: "avdeling ", count: 100_000) + "KS 100"
        #expect(try pattern.costCentre(in: text) == "100")
    }

    @Test(
        "a day is that of the clocks of the time zone",
        arguments: [
            ("2026-10-31T22:59:59Z", "2026-10-31"), ("2026-10-31T23:00:00Z", "2026-11-01"),
            ("2026-06-30T22:00:00Z", "2026-07-01"), ("0987-06-05T12:00:00Z", "0987-06-05"),
            ("yesterday", nil), (nil, nil),
        ] as [(String?, String?)])
    func localDay(instant: String?, day: String?) throws {
        try ExampleMirror.with { mirror in
            let rows = try MirrorReader(path: mirror.path, viewpoint: Self.viewpoint).rows(
                of: Query(
                    "SELECT local_day(:at), report_time(), report_day()", parameters: ["at": Value(instant)]))
            #expect(rows == [[Value(day), .text("2026-11-22T12:00:00Z"), .text("2026-11-22")]])
        }
    }

    @Test("a header describes the result's columns with their units")
    func columns() throws {
        let report = try Self.report(
            "-- column: status text \"The status.\"\n-- column: n count \"How many.\"",
            "SELECT status, count(*) AS n FROM subscription GROUP BY 1")
        #expect(report.columns.map(\.name) == ["status", "n"])
        #expect(report.columns.map(\.unit) == ["text", "count"])
        #expect(report.columns.map(\.description) == ["The status.", "How many."])
        for line in ["-- column: n \"N.\"", "-- column: n count of \"N.\"", "-- column: n count"] {
            #expect(throws: ReportFailure.malformedHeader(report: "mine", number: 3, line: line)) {
                try Self.report(line, "SELECT 1 AS n")
            }
        }
    }

    @Test("as a table a report ends with what it covers")
    func table() throws {
        try ExampleMirror.with { mirror in
            let report = try Self.report("", "SELECT status, count(*) AS n FROM subscription GROUP BY 1")
            try #expect(
                mirror.text(report, as: .table, from: Self.viewpoint) == """
                    status  n
                    ──────  ─
                            1
                    active  3
                    barred  1

                    complete as of 2026-11-22T09:00:30+01:00 (run 3); gapless from 2026-11-01T09:00:00+01:00 to \
                    2026-11-22T09:00:00+01:00; 4 in the queue; 1 set aside; no unreadable values in the columns read; \
                    verified 75.0 % within 1 day, 75.0 % within 7 days, 100.0 % within 30 days; \
                    the search missed 1 of 2 fetched again

                    """)
        }
    }

    @Test("as JSON a report is one document, which says what it covers; as csv it is its rows")
    func document() throws {
        try ExampleMirror.with { mirror in
            let report = try Self.report(
                """
                -- parameter: id integer default 5 "Which."
                -- column: active boolean "On or off."
                -- column: n count "How many."
                """, "SELECT active, count(*) AS n FROM setting WHERE setting_id = :id GROUP BY 1")
            let completeness = try mirror.reader().read { db in try Completeness(in: db) }.json.text
            try #expect(
                mirror.text(report, as: .json, from: Self.viewpoint) == """
                    {
                      "report": "mine",
                      "title": "Mine",
                      "as_of": null,
                      "time_zone": null,
                      "coverage": {"complete_at": "2026-11-22T08:00:30Z", "run_id": 3, "gapless_from": \
                    "2026-11-01T08:00:00Z", "gapless_to": "2026-11-22T08:00:00Z", "queue_count": 4, \
                    "quarantine_count": 1, "unreadable_list_row_count": 0, \
                    "unreadable_value_count": 3, "unreadable": [{"column": "setting.active", \
                    "number_count": 1, "value_count": 3}], "listed_count": 4, "relations_as_now": [], \
                    "completeness": \(completeness)},
                      "parameters": {"id": 5},
                      "columns": [{"name": "active", "unit": "boolean", "description": "On or off."}, \
                    {"name": "n", "unit": "count", "description": "How many."}],
                      "rows": [
                    {"active":1,"n":1}
                    ]
                    }

                    """)
            try #expect(mirror.text(report, as: .csv, from: Self.viewpoint) == "active,n\n1,1\n")
            let none = try mirror.text(report, ["id": "6"], as: .json, from: Self.viewpoint)
            #expect(none.hasSuffix("  \"rows\": []\n}\n"))
            #expect(try JSONSerialization.jsonObject(with: Data(none.utf8)) is [String: Any])
        }
    }

    @Test("a mirror that was never complete says so")
    func neverComplete() throws {
        try ExampleMirror.with("") { mirror in
            let text = try mirror.text(Self.report("", "SELECT 1 AS n"), as: .table, from: Self.viewpoint)
            #expect(
                text.hasSuffix(
                    "\nnot complete yet; 0 in the queue; 0 set aside; "
                        + "no unreadable values in the columns read\n"))
        }
    }

    @Test(
        "a value counts as unreadable in the columns that come from its place, or from below it",
        arguments: [
            ("$.settings[].active", ["setting.active"]), ("$.settings", columnsOfSettings),
            ("$.settings[]", columnsOfSettings),
            ("$.settings[].id", ["setting.setting_id"]), ("$.setting", []), ("$.stat", []),
            ("$.status", ["subscription.status"]),
            ("$.simCards[].iccId", ["sim_card.icc_id"]),
        ] as [(String, [String])])
    func unreadable(path: String, columns: [String]) throws {
        let moved = """
            ; INSERT OR IGNORE INTO _text (value) VALUES ('\(path)');
            UPDATE _unreadable_version SET path = (SELECT id FROM _text WHERE value = '\(path)')
            """
        try ExampleMirror.with(ExampleRows.sql + moved) { mirror in
            let spoiled = try mirror.reader().read { db in try Completeness(in: db) }.entries
                .filter { $0.measure == "unreadable" }
            #expect(spoiled.compactMap(\.detail).sorted() == columns)
            let numbers = try mirror.reader().rows(
                of: Query(
                    "SELECT count(DISTINCT msisdn) FROM _unreadable_history WHERE observed_to IS NULL"))
            for entry in spoiled { #expect([[Value.integer(Int64(entry.count ?? -1))]] == numbers) }
        }
    }

    @Test(
        "unreadable values are counted where a column is read, through a view or a change as well",
        arguments: [
            ("SELECT active FROM setting", 3), ("SELECT * FROM setting_history", 3),
            ("SELECT name FROM setting", 0), ("SELECT count(*) FROM setting", 0),
            ("SELECT new_value FROM change", 3), ("SELECT msisdn FROM subscription_flat", 0),
            ("WITH s AS (SELECT * FROM setting) SELECT active FROM s", 3),
        ])
    func unreadableCounts(sql: String, count: Int) throws {
        try ExampleMirror.with { mirror in
            let coverage = try mirror.reader().write(Self.report("", sql), as: .csv) { _ in }
            #expect(coverage.unreadable.reduce(0) { $0 + $1.valueCount } == count)
        }
    }

    @Test("a ledger that ends in the future is not called gapless")
    func gaplessInTheFuture() throws {
        let lie = "; UPDATE coverage SET to_at = '2100-01-01T00:00:00Z' WHERE run_id = 3"
        try ExampleMirror.with(ExampleRows.sql + lie) { mirror in
            let report = try ReportCatalogue.named("subscriptions-by-status")
            let table = try mirror.text(report, as: .table, from: ReportTests.viewpoint)
            #expect(table.contains("; gapless up to an unknown time, as a clock was wrong; "))
            #expect(!table.contains("2100"))
            let json = try mirror.text(report, as: .json, from: ReportTests.viewpoint)
            #expect(json.contains("\"gapless_to\": null"))
        }
    }
}

/// The columns that come from one element of the list of settings.
private let columnsOfSettings = [
    "setting.active", "setting.can_activate", "setting.can_deactivate", "setting.name", "setting.setting_id",
]
