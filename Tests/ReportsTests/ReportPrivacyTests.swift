import Exports
import Foundation
import MirrorCore
import MirrorReading
import Reports
import TestSupport
import Testing

/// The personal data in a report's result at a level of privacy.
@Suite("A report at a privacy level")
struct ReportPrivacyTests {
    private static let key = PseudonymKey(bytes: Array(0..<32))

    private static func privacy(
        _ level: PrivacyLevel, smallestGroup: Int = 1, open: CostCentres? = nil
    ) -> ReportPrivacy {
        ReportPrivacy(ExportPrivacy(level, openCostCentres: open) { key }, smallestGroup: smallestGroup)
    }

    /// Ways to ask the reports, so that each has rows.
    private static let questions: [(name: String, arguments: [String: String])] =
        ReportTests.names.map { ($0, ReportTests.required[$0] ?? [:]) }
        + ["account", "cost-centre", "type", "organization"].flatMap { by in
            [
                ("bridge", ["from": "2026-11-02", "by": by]),
                ("bridge-numbers", ["from": "2026-11-02", "by": by]),
            ]
        }
        + ["changes", "events", "arrivals-and-departures"].map { ($0, ["since": "2026-11-02"]) }
        + [("bridge", ["from": "2026-11-02", "to": "9999-12-31T23:59:59Z", "by": "type"])]

    @Test(
        "has no value of a class that does not leave",
        arguments: [
            (.namesOnly, PersonalRows.births),
            (
                .pseudonymous,
                PersonalRows.births + PersonalRows.numbers + PersonalRows.names + PersonalRows.references
            ),
            (
                .minimal,
                PersonalRows.births + PersonalRows.numbers + PersonalRows.names + PersonalRows.references
                    + PersonalRows.days
            ),
        ] as [(PrivacyLevel, [String])])
    func bytes(level: PrivacyLevel, hidden: [String]) throws {
        try ExampleMirror.with(PersonalRows.sql) { mirror in
            var rows = 0
            for (index, (name, arguments)) in (Self.questions + Self.questions).enumerated() {
                let smallest = index < Self.questions.count ? 1 : 1000
                let report = try ReportCatalogue.named(name)
                do {
                    let text = try mirror.text(
                        report, arguments, as: .csv, from: ReportTests.viewpoint,
                        at: Self.privacy(level, smallestGroup: smallest))
                    rows += text.split(separator: "\n").count - 1
                    for value in hidden { #expect(!text.contains(value), "\(name) \(arguments)") }
                } catch let failure as ReportFailure {
                    switch failure {
                    case .withheld, .failedCheck, .unanswered: break
                    default: Issue.record("\(name): \(failure)")
                    }
                }
            }
            #expect(rows > 20)
        }
    }

    @Test(
        "that would mean nothing is refused",
        arguments: [
            ("subscriptions-by-cost-centre", [:], "cost_centre"),
            ("subscriptions-by-reference", [:], "reference"),
            ("malformed-references", [:], "reference"), ("events", [:], "event"),
            ("possible-duplicates", [:], "name"), ("bridge", ["by": "cost-centre"], "group_name"),
            ("allocation", ["of": "invoice"], "group_id"),
        ] as [(String, [String: String], String)])
    func withheld(name: String, arguments: [String: String], column: String) throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let report = try ReportCatalogue.named(name)
            #expect(throws: ReportFailure.withheld(report: name, column: column, level: "minimal")) {
                try mirror.text(
                    report, arguments, as: .csv, from: ReportTests.viewpoint, at: Self.privacy(.minimal))
            }
        }
    }

    @Test("tells small groups together, and its figures add up to the same", arguments: [2, 5, 1000])
    func folds(smallest: Int) throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            for (name, arguments) in [
                ("subscriptions-by-type", [:]), ("subscriptions-by-account", [:]),
                ("subscriptions-by-organization", [:]), ("subscriptions-by-cost-centre", [:]),
                ("bridge", ["by": "cost-centre", "from": "2026-11-02"]),
                ("bridge", ["by": "account", "from": "2026-11-02"]),
            ] as [(String, [String: String])] {
                let report = try ReportCatalogue.named(name)
                func rows(_ privacy: ReportPrivacy) throws -> [[String: String]] {
                    let text = try mirror.text(
                        report, arguments, as: .json, from: ReportTests.viewpoint, at: privacy)
                    let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
                    return try #require(document?["rows"] as? [[String: Any]]).map { row in
                        row.mapValues { "\($0)" }
                    }
                }
                let (all, told) = (
                    try rows(Self.privacy(.pseudonymous)),
                    try rows(Self.privacy(.pseudonymous, smallestGroup: smallest))
                )
                let isBridge = name == "bridge"
                let figures = isBridge ? ["opening_count", "closing_count"] : ["subscription_count"]
                func size(_ row: [String: String]) -> Int {
                    figures.compactMap { row[$0].flatMap { Int($0) } }.max() ?? 0
                }
                #expect(told.count <= all.count)
                // The total is no group: it stands as it is.
                func isTotal(_ row: [String: String]) -> Bool { row["group_is"] == "total" }
                #expect(told.filter(isTotal) == all.filter(isTotal))
                for figure in figures {
                    func sum(_ rows: [[String: String]]) -> Int {
                        rows.reduce(0) { $0 + (Int($1[figure] ?? "") ?? 0) }
                    }
                    #expect(sum(told) == sum(all), "\(name) \(figure)")
                }
                let isFolded = told.contains { $0.values.contains { $0.hasSuffix(" smaller groups") } }
                let groups = all.filter { !isTotal($0) }
                #expect(isFolded == (told.count < all.count || groups.contains { size($0) < smallest }))
                let total = groups.reduce(0) { $0 + size($1) }
                if total >= smallest {
                    for row in told where size(row) > 0 && !isTotal(row) {
                        #expect(size(row) >= smallest, "\(name) \(row)")
                    }
                }
            }
        }
    }

    @Test("has the pseudonyms of exports, months in place of days, and no order by what is hidden")
    func pseudonyms() throws {
        try ExampleMirror.with(PersonalRows.sql) { mirror in
            let report = try ReportCatalogue.named("barred-subscriptions")
            let text = try mirror.text(
                report, as: .csv, from: ReportTests.viewpoint, at: Self.privacy(.minimal))
            let number = try #require(Pseudonyms(Self.key).pseudonym(of: "4791111111", as: .number))
            #expect(
                text == """
                    msisdn,status,barred_since_at,first_seen_at,subscription_type,account_id,valid_to_date,add_on_count
                    \(number),barred,2026-11,2026-11,Zqproduct,70099,,0

                    """)
        }
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let report = try ReportCatalogue.named("sim-cards")
            let text = try mirror.text(
                report, as: .csv, from: ReportTests.viewpoint, at: Self.privacy(.pseudonymous))
            let numbers = text.split(separator: "\n").dropFirst().map { $0.prefix(32) }
            #expect(numbers.count > 3 && numbers == numbers.sorted())
        }
    }

    @Test("leaves cost centres open where that is set")
    func openCostCentres() throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let report = try ReportCatalogue.named("subscriptions-by-cost-centre")
            func text(_ arguments: [String: String]) throws -> String {
                try mirror.text(
                    report, arguments, as: .csv, from: ReportTests.viewpoint,
                    at: Self.privacy(.pseudonymous, open: CostCentres()))
            }
            #expect(try text([:]).contains(/\n[^\n]*100[^\n]*,cost centre,/))
            // Another reference is not where cost centres are.
            let other = try text(["reference": "account_reference1"])
            #expect(!other.contains("K-2") && other.contains(/\n[0-9a-f]{32},cost centre,/))
        }
    }

    @Test(
        "names a cost centre of a closed month by the same pseudonym as today",
        arguments: [nil, CostCentres(pattern: CostCentrePattern("[0-9]+"))])
    func storedCostCentres(open: CostCentres?) throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let text = try mirror.text(
                ReportCatalogue.named("month-numbers"), ["month": "2026-10", "by": "cost-centre"], as: .csv,
                from: ReportTests.viewpoint, at: Self.privacy(.pseudonymous, open: open))
            let hidden = try #require(Pseudonyms(Self.key).pseudonym(of: "100", as: .reference))
            #expect(text.contains("cost centre:\(open == nil ? hidden : "100"),forgotten:3,"))
        }
    }

    @Test("of one's own reads the relations as they leave")
    func own() throws {
        try ExampleMirror.with(PersonalRows.sql) { mirror in
            let folder = mirror.directory.appendingPathComponent("reports")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            func report(_ name: String, _ sql: String) throws -> Report {
                try Data("-- title: Mine\n-- description: Mine.\n\(sql)\n".utf8)
                    .write(to: folder.appendingPathComponent(name + ".sql"))
                return try ReportCatalogue.named(name, in: folder.path)
            }
            let mine = try report(
                "mine", "SELECT msisdn, 'x' || msisdn AS other FROM subscription ORDER BY 1;")
            let text = try mirror.text(
                mine, as: .csv, from: ReportTests.viewpoint, at: Self.privacy(.minimal))
            let numbers = ["4791111111", "4792222222"].compactMap {
                Pseudonyms(Self.key).pseudonym(of: $0, as: .number)
            }
            #expect(text == "msisdn,other\n" + numbers.sorted().map { "\($0),x\($0)\n" }.joined())
            let named = try report("named", "SELECT last_name FROM party;")
            #expect(throws: QueryFailure.withheld(column: "last_name", level: "minimal")) {
                try mirror.text(named, as: .csv, from: ReportTests.viewpoint, at: Self.privacy(.minimal))
            }
        }
    }
}
