import Foundation
import GRDB
import MirrorCore
import MirrorQuery
import Testing

@Suite("Reports")
struct ReportTests {
    /// 22 November 2026, 12:00 UTC.
    static let now = Date(timeIntervalSince1970: 1_795_348_800)
    static let context = ReportContext(now: now)

    @Test("all four are there, each with a title, a description and a statement that its parameters fit")
    func all() throws {
        try #expect(
            Report.all.map(\.name) == [
                "changes", "subscriptions-by-reference", "subscriptions-by-type", "sync-runs",
            ])
        try ExampleMirror.with { mirror in
            let reader = try mirror.reader()
            for report in try Report.all {
                #expect(!report.title.isEmpty && report.description.hasSuffix("."))
                _ = try reader.rows(of: report.query(in: Self.context))
            }
        }
    }

    @Test("an unknown name is answered with the known ones")
    func unknown() {
        #expect(
            throws: ReportFailure.unknownReport(
                "sim",
                known: ["changes", "subscriptions-by-reference", "subscriptions-by-type", "sync-runs"])
        ) { try Report.named("sim") }
    }

    @Test("each gives the same as ever, in every format", arguments: ReportGoldens.all)
    func goldens(golden: ReportGoldens.Golden) throws {
        try ExampleMirror.with { mirror in
            let query = try Report.named(golden.report).query(golden.arguments, in: Self.context)
            try #expect(mirror.text(query, as: .table) == golden.table)
            try #expect(mirror.text(query, as: .csv) == golden.csv)
            try #expect(mirror.text(query, as: .json) == golden.json)
        }
    }

    @Test(
        "an argument is read by its type",
        arguments: [
            ("since", "-7d", "2026-11-15T12:00:00Z"), ("since", "-90s", "2026-11-22T11:58:30Z"),
            ("since", "-2w", "2026-11-08T12:00:00Z"), ("since", "now", "2026-11-22T12:00:00Z"),
            ("since", "2026-10-31", "2026-10-30T23:00:00Z"), ("since", "31.10.2026", "2026-10-30T23:00:00Z"),
            ("until", "2026-10-31T23:00:05Z", "2026-10-31T23:00:05Z"), ("relation", "party", "party"),
        ])
    func readsArguments(name: String, argument: String, bound: String) throws {
        let query = try Report.named("changes").query([name: argument], in: Self.context)
        #expect(query.parameters[name] == .text(bound))
    }

    @Test(
        "an argument that is not of its type is refused",
        arguments: [
            ("changes", "since", "7d"), ("changes", "since", "-7y"), ("changes", "since", "-+7d"),
            ("changes", "since", "2026-02-30"), ("changes", "since", "2026-10-31T23:00"),
            ("changes", "since", "-99999999999999999999d"), ("changes", "until", ""),
            ("changes", "relation", "subscriptions"),
            ("subscriptions-by-reference", "reference", "4"),
            ("subscriptions-by-reference", "reference", "one"),
        ])
    func refusesArguments(name: String, parameter: String, argument: String) throws {
        let report = try Report.named(name)
        let failure = #expect(throws: ReportFailure.self) {
            try report.query([parameter: argument], in: Self.context)
        }
        guard case .unreadableArgument(name, parameter, argument, _) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }

    @Test("a parameter that the report does not have is refused")
    func unknownParameter() throws {
        let report = try Report.named("sync-runs")
        #expect(
            throws: ReportFailure.unknownParameter(report: "sync-runs", name: "since", known: ["limit"])
        ) { try report.query(["since": "-7d"], in: Self.context) }
    }

    @Test("a header says what the report is; a required parameter has to be given")
    func header() throws {
        let report = try Report(
            name: "mine",
            sql: """
                -- title: Mine
                -- description: What I ask.
                -- parameter: day instant required "The day."
                -- parameter: who text anna|per default per "Who."
                -- parameter: many integer optional "How many."
                SELECT :day, :who, :many -- title: not here
                """)
        #expect(report.title == "Mine")
        #expect(report.description == "What I ask.")
        #expect(report.parameters.map(\.name) == ["day", "who", "many"])
        #expect(report.parameters.map(\.kind) == [.instant, .text(["anna", "per"]), .integer(nil)])
        #expect(report.parameters.map(\.isRequired) == [true, false, false])
        #expect(throws: ReportFailure.missingParameter(report: "mine", name: "day")) {
            try report.query(in: Self.context)
        }
        try #expect(
            report.query(["day": "2026-11-22"], in: Self.context).parameters
                == ["day": .text("2026-11-21T23:00:00Z"), "who": .text("per"), "many": .null])
    }

    @Test(
        "a header line that is not understood is an error",
        arguments: [
            "-- titel: Mine", "--title: Mine", "-- parameter: day instant", "-- parameter: day \"The day.\"",
            "-- parameter: day moment optional \"The day.\"", "-- parameter: day instant maybe \"The day.\"",
            "-- parameter: n integer 3..1 optional \"N.\"", "-- parameter: n integer 1..3 default 4 \"N.\"",
            "-- parameter: n integer optional \"\"", "-- title: Twice", "-- a remark",
        ])
    func malformedHeader(line: String) {
        #expect(throws: ReportFailure.malformedHeader(report: "mine", number: 3, line: line)) {
            try Report(name: "mine", sql: "-- title: Mine\n-- description: What.\n\(line)\nSELECT 1")
        }
    }

    @Test("a report without a title or a description is an error")
    func missingHeader() {
        #expect(throws: ReportFailure.missingHeader(report: "mine", key: "title")) {
            try Report(name: "mine", sql: "SELECT 1")
        }
        #expect(throws: ReportFailure.missingHeader(report: "mine", key: "description")) {
            try Report(name: "mine", sql: "-- title: Mine\nSELECT 1")
        }
    }
}
