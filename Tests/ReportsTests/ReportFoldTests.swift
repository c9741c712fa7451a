import Exports
import Foundation
import MirrorCore
import MirrorReading
import Reports
import Schema
import TestSupport
import Testing

/// How groups of few people stand together, over all reports and levels.
@Suite("Small groups of a report")
struct ReportFoldTests {
    private static let key = PseudonymKey(bytes: Array(0..<32))
    private static let levels: [PrivacyLevel] = [.namesOnly, .pseudonymous, .minimal]

    private static func privacy(
        _ level: PrivacyLevel, smallestGroup: Int = 5, open: CostCentres? = nil
    ) -> ReportPrivacy {
        ReportPrivacy(ExportPrivacy(level, openCostCentres: open) { key }, smallestGroup: smallestGroup)
    }

    /// Reports with a count and columns of groups whose rows may be of few people all the same, and why.
    private static let unfolded: [String: String] = [
        "arrivals-and-departures-by-month": "rows are months of the whole company",
        "head-count-by-month": "rows are months of the whole company",
        "data-quality": "rows are what could not be read, of how many documents",
        "millom-notifications": "rows are days and types of messages",
        "millom-purchases-by-state": "rows are states of purchases, of how much money",
        "millom-settlement": "rows are months of a settlement that has to add up",
        "sync-runs": "rows are runs",
    ]

    @Test("are folded in each report that has groups, or a reason says why not", arguments: ReportTests.names)
    func declared(name: String) throws {
        let report = try ReportCatalogue.named(name)
        let hasCount = report.columns.contains { $0.unit == "count" }
        // A list of numbers has no groups.
        let isList = report.columns.contains {
            ($0.unit == "msisdn" || $0.privacy == .number) && !$0.name.hasPrefix("unbalanced")
        }
        let sql = try #require(Schema.reports.first { $0.name == name }?.sql)
        let isFolded = sql.contains("\n-- fold: ")
        #expect((hasCount && !isList && !isFolded) == (Self.unfolded[name] != nil), "\(name)")
    }

    @Test(
        "show what a check found as its class leaves, and nothing else",
        arguments: levels.dropFirst(), ["number", "name", "reference", "birth"])
    func checks(level: PrivacyLevel, kind: String) throws {
        try ExampleMirror.with { mirror in
            let report = try Report(
                name: "broken",
                sql: """
                    -- title: Broken
                    -- description: A group that does not add up.
                    -- column: group_is text "The group."
                    -- column: count count "How many."
                    -- column: wrong text \(kind) "What is wrong."
                    -- check: wrong "it is wrong"
                    -- fold: count adding
                    SELECT 'type' AS group_is, 1 AS count, 'Zq4790000001' AS wrong
                    UNION ALL SELECT 'other', 2, 'Zq4790000002';
                    """)
            var text = ""
            #expect(throws: ReportFailure.self) {
                try MirrorReader(path: mirror.path, viewpoint: ReportTests.viewpoint).write(
                    report, at: Self.privacy(level), as: .csv
                ) { text += String(decoding: $0, as: UTF8.self) }
                // A column that does not leave finds nothing.
                if !text.contains("wrong") { throw ReportFailure.unknownReport("", known: []) }
            }
            #expect(text.contains("2 smaller groups,3"))
            #expect(!text.contains("Zq"))
        }
    }

    @Test(
        "can be told of the past in every report that has one, at every level", arguments: ReportTests.names,
        levels)
    func past(name: String, level: PrivacyLevel) throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let report = try ReportCatalogue.named(name)
            var ways = [ReportTests.required[name] ?? [:]]
            if report.parameters.contains(where: { $0.name == "from" }) {
                ways.append(["from": "2026-11-02"])
            }
            if report.parameters.contains(where: { $0.name == "by" }) {
                ways += ["account", "cost-centre", "type", "organization"].map {
                    (ReportTests.required[name] ?? [:]).merging(["by": $0]) { $1 }
                }
            }
            let viewpoint = try ReportQuestion(report: name, asOf: ReportQuestion.earlierDay).viewpoint
            for arguments in ways {
                do {
                    _ = try mirror.text(
                        report, arguments, as: .csv, from: viewpoint,
                        at: Self.privacy(level, open: level == .pseudonymous ? CostCentres() : nil))
                } catch let failure as ReportFailure {
                    switch failure {
                    case .withheld, .failedCheck, .unanswered, .noHistory, .unreadableArgument: break
                    default: Issue.record("\(arguments): \(failure)")
                    }
                }
            }
        }
    }

    @Test("never has an end after which a bridge does not add up")
    func lastDay() throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            for to in ["9999-12-31", "9999-12-31T22:59:59Z", "9999-12-31T23:00:00Z", "9999-12-31T23:59:59Z"] {
                let text = try mirror.text(
                    ReportCatalogue.named("bridge"), ["from": "2026-11-02", "to": to, "by": "type"], as: .csv,
                    from: ReportTests.viewpoint)
                #expect(text.split(separator: "\n").count > 2, "\(to)")
            }
        }
    }

    /// Cost centres of closings and audits that were found by another pattern, or in another field.
    private static let stored = """
        UPDATE _month_group SET value = 'cost centre:KS 200/Zqname' WHERE id = 3;
        UPDATE _audit_entry SET cost_centre = 'Zqname Nordmann' WHERE entry = 2;
        UPDATE _audit_entry SET cost_centre = 'KS 200/Zqname' WHERE entry = 3;
        INSERT INTO _month_group VALUES (4, 'cost centre:Zqname Nordmann');
        INSERT INTO _month_subscription VALUES
            (1, 1, NULL, 'in use', 1, 3, 1, 1, NULL, NULL, NULL, x'01'), (1, 2, NULL, 'in use', 1, 4, 1, 1, NULL, NULL, NULL, x'01'),
            (1, 3, NULL, 'in use', 1, 2, 1, 1, NULL, NULL, NULL, x'01');
        UPDATE _month_event SET to_group = 4 WHERE place = 4;
        INSERT INTO _month_count
        SELECT closing, grouping, 4, name, salt, digest, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM _month_count
        WHERE grouping = 'cost-centre' AND "group" = 3;
        """

    @Test("of cost centres that are older than the pattern leave as what the pattern finds in them")
    func stored() throws {
        try ExampleMirror.with(ReportRows.sql + Self.stored) { mirror in
            let centres = CostCentres(pattern: CostCentrePattern(#"^KS (\d+)"#))
            let privacy = Self.privacy(.pseudonymous, smallestGroup: 1, open: centres)
            for (name, arguments) in [
                ("month-bridge", ["month": "2026-10", "by": "cost-centre"]),
                ("month-numbers", ["month": "2026-10", "by": "cost-centre"]),
                ("allocation", ["of": "invoice"]),
            ] {
                let text = try mirror.text(
                    ReportCatalogue.named(name), arguments, as: .csv, from: ReportTests.viewpoint,
                    costCentres: centres, at: privacy)
                #expect(!text.contains("Zqname"), "\(name): \(text)")
                #expect(text.contains("200") && text.contains(/[0-9a-f]{32}/), "\(name): \(text)")
                // Rows found by the same pattern stay.
                #expect(text.contains(/[,:]100[,\n]/), "\(name): \(text)")
            }
            for relation in ["month_bridge", "month_event", "month_subscription", "audit_entry"] {
                let text = try Self.text(of: relation, in: mirror, centres, privacy)
                #expect(!text.contains("Zqname"), "\(relation): \(text)")
                #expect(text.contains("200") && text.contains(/[,:]100[,\n]/), "\(relation): \(text)")
            }
        }
    }

    private static func text(
        of relation: String, in mirror: ExampleMirror, _ centres: CostCentres, _ privacy: ReportPrivacy
    ) throws -> String {
        var text = ""
        try MirrorReader(path: mirror.path, viewpoint: ReportTests.viewpoint, costCentres: centres)
            .write(Query("SELECT * FROM \(relation)"), at: privacy.privacy, as: .csv) {
                text += String(decoding: $0, as: UTF8.self)
            }
        return text
    }

    @Test("of cost centres that were found in another field do not leave, without a pattern either")
    func storedOfAnotherField() throws {
        try ExampleMirror.with(ReportRows.sql + Self.stored) { mirror in
            let centres = CostCentres(reference: .userReference2)
            let privacy = Self.privacy(.pseudonymous, smallestGroup: 1, open: centres)
            for relation in ["month_bridge", "month_event", "month_subscription", "audit_entry"] {
                let text = try Self.text(of: relation, in: mirror, centres, privacy)
                #expect(!text.contains("Zqname") && text.contains(/[0-9a-f]{32}/), "\(relation): \(text)")
            }
        }
    }
}
