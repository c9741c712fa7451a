import Foundation
import GRDB
import MirrorCore
import MirrorReading
import Reports
import TestSupport
import Testing

@Suite("Reports")
struct ReportTests {
    static let viewpoint = Viewpoint(now: ExampleMirror.now)

    static let names = [
        "add-ons", "add-ons-standing-twice", "allocation", "arrivals-and-departures",
        "arrivals-and-departures-by-month",
        "barred-subscriptions", "bindings", "bridge", "bridge-numbers", "changes", "changes-by-field",
        "cost-centres-not-in-map", "data-quality",
        "ended-but-listed", "events", "expiring", "expiring-quotas", "head-count-by-month",
        "malformed-references",
        "millom-balances",
        "millom-notifications", "millom-offers", "millom-purchases-by-state", "millom-running-out",
        "millom-settlement", "millom-unknown-subscribers", "missing-references",
        "month-bridge", "month-numbers", "possible-duplicates", "sim-cards",
        "sim-cards-by-type", "subscriptions-by-account", "subscriptions-by-cost-centre",
        "subscriptions-by-organization", "subscriptions-by-reference", "subscriptions-by-state",
        "subscriptions-by-status",
        "subscriptions-by-type", "sync-runs", "unused-twins", "users-without-name",
    ]

    @Test("all are there, by name")
    func all() throws { try #expect(Report.all.map(\.name) == Self.names) }

    /// The allowed words for units.
    static let units: Set = [
        "boolean", "count", "date", "days", "decimal", "id", "instant", "month", "msisdn", "number",
        "percent",
        "seconds", "text",
    ]

    @Test(
        "each says in sentences what it, its parameters and its columns are, and in which units",
        arguments: names)
    func isDescribed(name: String) throws {
        let report = try ReportCatalogue.named(name)
        for title in [report.title.english, report.title.norwegian] {
            #expect(!title.isEmpty && !title.hasSuffix("."))
        }
        let wordings = [report.description] + report.parameters.map(\.description)
        let sentences = wordings.flatMap { [$0.english, $0.norwegian] } + report.columns.map(\.description)
        for sentence in sentences { #expect(sentence.hasSuffix(".")) }
        // Names of columns, settings and commands are the same in both; nothing else is.
        for wording in wordings { #expect(wording.english != wording.norwegian) }
        #expect(!report.columns.isEmpty)
        #expect(report.columns.filter { !Self.units.contains($0.unit) }.map(\.name) == [])
        let suffixes = [
            "_at": "instant", "_count": "count", "_date": "date", "_percent": "percent",
            "_seconds": "seconds",
        ]
        for column in report.columns {
            let wanted = suffixes.first { column.name.hasSuffix($0.key) }?.value ?? column.unit
            #expect(column.unit == wanted, "\(column.name)")
        }
    }

    /// The parameters that each report requires.
    static let required = [
        "allocation": ["of": "invoice"], "month-bridge": ["month": "2026-10"],
        "month-numbers": ["month": "2026-10"],
    ]

    @Test("each has the columns that it describes, in their order, and reads a mirror", arguments: names)
    func columns(name: String) throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let report = try ReportCatalogue.named(name)
            var costCentres = CostCentres()
            costCentres.map = CostCentreMap([])
            let text = try mirror.text(
                report, Self.required[name] ?? [:], as: .csv, from: Self.viewpoint, costCentres: costCentres,
                prices: PriceList([]))
            let header = text.split(separator: "\n", maxSplits: 1)[0]
            #expect(header.split(separator: ",").map(String.init) == report.columns.map(\.name))
            // Without the company's lists nothing is shown of them.
            let plain = try mirror.text(report, Self.required[name] ?? [:], as: .csv, from: Self.viewpoint)
            let names = plain.split(separator: "\n", maxSplits: 1)[0].split(separator: ",")
            let ofLists: Set = [
                "opening_amount", "closing_amount", "unpriced_count", "cost_centre_name", "cost_centre_owner",
            ]
            let isPriced = report.columns.contains { $0.name == "unpriced_count" }
            #expect(
                names.map(String.init)
                    == report.columns.map(\.name).filter {
                        name == "cost-centres-not-in-map"
                            || !ofLists.contains($0) && !(isPriced && $0 == "amount")
                    })
        }
    }

    @Test("each reads a mirror that is empty", arguments: names)
    func empty(name: String) throws {
        try ExampleMirror.with("") { mirror in
            guard Self.required[name] == nil else {
                let report = try ReportCatalogue.named(name)
                #expect(throws: ReportFailure.self) {
                    try mirror.text(report, Self.required[name] ?? [:], as: .csv, from: Self.viewpoint)
                }
                return
            }
            let text = try mirror.text(
                ReportCatalogue.named(name), as: .csv, from: Self.viewpoint)
            // For living subscriptions, only the absence of these values counts.
            let most = ["bridge": 2, "data-quality": 5, "subscriptions-by-state": 7][name] ?? 1
            #expect(text.split(separator: "\n").count <= most)
        }
    }

    @Test("an unknown name is answered with the known ones")
    func unknown() {
        #expect(throws: ReportFailure.unknownReport("sim", known: Self.names)) {
            try ReportCatalogue.named("sim")
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
        let query = try ReportCatalogue.named("changes").query([name: argument], from: Self.viewpoint)
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
        let report = try ReportCatalogue.named(name)
        let failure = #expect(throws: ReportFailure.self) {
            try report.query([parameter: argument], from: Self.viewpoint)
        }
        guard case .unreadableArgument(name, parameter, argument, _) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }

    @Test("a parameter that the report does not have is refused")
    func unknownParameter() throws {
        let report = try ReportCatalogue.named("sync-runs")
        #expect(
            throws: ReportFailure.unknownParameter(report: "sync-runs", name: "since", known: ["limit"])
        ) { try report.query(["since": "-7d"], from: Self.viewpoint) }
    }

    @Test("a header says what the report is; a required parameter has to be given")
    func header() throws {
        let report = try Report(
            name: "mine",
            sql: """
                -- title: Mine
                -- title nb: Min
                -- description: What I ask.
                -- parameter: day instant required "The day." "Dagen."
                -- parameter: who text anna|per default per "Who."
                -- parameter: many integer optional "How many."
                SELECT :day, :who, :many -- title: not here
                """)
        #expect(report.title == Wording("Mine", norwegian: "Min"))
        #expect(report.description == Wording("What I ask.", norwegian: "What I ask."))
        #expect(report.parameters.map(\.name) == ["day", "who", "many"])
        #expect(report.parameters.map(\.description.norwegian) == ["Dagen.", "Who.", "How many."])
        #expect(report.parameters.map(\.kind) == [.instant, .text(["anna", "per"]), .integer(nil)])
        #expect(report.parameters.map(\.isRequired) == [true, false, false])
        #expect(throws: ReportFailure.missingParameter(report: "mine", name: "day")) {
            try report.query(from: Self.viewpoint)
        }
        try #expect(
            report.query(["day": "2026-11-22"], from: Self.viewpoint).parameters
                == ["day": .text("2026-11-21T23:00:00Z"), "who": .text("per"), "many": .null])
    }

    @Test("an integer may be bound to a single value")
    func singleValue() throws {
        let report = try Report(
            name: "mine",
            sql: """
                -- title: Mine
                -- description: What.
                -- parameter: n integer 7..7 default 7 "N."
                SELECT :n
                """)
        #expect(report.parameters.map(\.kind) == [.integer(7...7)])
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
