import Foundation
import MirrorCore
import MirrorReading
import Reports
import TestSupport
import Testing

/// One way of running a report on ``ReportRows``.
struct ReportQuestion: Sendable, CustomTestStringConvertible {
    var report: String
    var arguments: [String: String] = [:]
    /// The day at whose end to run it; nil for now.
    var asOf: String?
    /// The value of the setting `report.cost_centre_pattern`.
    var costCentrePattern: String? = #"^KS (\d+)"#

    /// 22 November 2026, 12:00 UTC.
    static let now = Date(timeIntervalSince1970: 1_795_348_800)
    /// The 15th: after part of the history in ``ReportRows``, and before the rest.
    static let earlierDay = "2026-11-15"

    var testDescription: String { commandLine }

    var commandLine: String {
        let setting = costCentrePattern == nil ? "SUBMIRROR_REPORT_COST_CENTRE_PATTERN= " : ""
        return setting + "submirror report " + report
            + arguments.sorted { $0.key < $1.key }.map { " --parameter \($0.key)=\($0.value)" }.joined()
            + (asOf.map { " --as-of \($0)" } ?? "")
    }

    var viewpoint: Viewpoint {
        get throws {
            var viewpoint = Viewpoint(now: Self.now)
            viewpoint.asOf = try asOf.map { try AsOf($0, now: Self.now, in: viewpoint.timeZone) }
            return viewpoint
        }
    }

    var costCentres: CostCentres {
        CostCentres(pattern: costCentrePattern.flatMap(CostCentrePattern.init))
    }

    /// The same question as of ``earlierDay``.
    var earlier: ReportQuestion {
        var question = self
        question.asOf = Self.earlierDay
        return question
    }

    /// The columns and the rows of the answer.
    func rows(in mirror: ExampleMirror) throws -> [[String: Value]] {
        let viewpoint = try viewpoint
        let report = try ReportCatalogue.named(report)
        let rows = try MirrorReader(
            path: mirror.path, viewpoint: viewpoint, costCentres: costCentres
        ).rows(
            of: report.query(arguments, from: viewpoint, costCentres: costCentres))
        return rows.map { row in
            Dictionary(uniqueKeysWithValues: zip(report.columns.map(\.name), row))
        }
    }

    /// Further parameters for a report's golden.
    static let furtherArguments: [String: [[String: String]]] = [
        "add-ons-standing-twice": [["product": "701"]],
        "allocation": [
            ["of": "invoice"], ["of": "1", "by": "account", "decimals": "0"], ["of": "nobody"],
        ],
        "arrivals-and-departures": [["since": "2026-11-12", "until": "2026-11-16"], ["kind": "ended"]],
        "arrivals-and-departures-by-month": [["until": "2027-01-05", "months": "2"]],
        "bridge": ["total", "account", "cost-centre", "type", "organization"].map {
            ["from": "2026-11-10", "to": "2026-11-16", "by": $0]
        },
        "bridge-numbers": [
            ["from": "2026-11-10", "to": "2026-11-16", "by": "cost-centre"],
            ["from": "2026-11-10", "to": "2026-11-16", "by": "account", "figure": "closing"],
        ],
        "changes": [["since": "2026-11-01", "until": "2026-11-14", "relation": "subscription"]],
        "changes-by-field": [["since": "2026-11-01"]],
        "expiring": [
            ["from": "2026-11-25", "days": "10"], ["what": "add-on", "days": "400"],
            ["what": "on-notice", "days": "36500"],
        ],
        "expiring-quotas": [["days": "0"]],
        "head-count-by-month": [["until": "2027-01-05", "months": "2"]],
        "malformed-references": [["reference": "account_reference1"]],
        "missing-references": [["reference": "2"]],
        "month-bridge": [["month": "2026-10", "by": "cost-centre"], ["month": "2026-09"]],
        "month-numbers": [
            ["month": "2026-10", "by": "cost-centre", "figure": "moved-in"], ["month": "2026-10"],
        ],
        "sim-cards": [["at_least": "2"]],
        "subscriptions-by-cost-centre": [["reference": "account_reference1"]],
        "subscriptions-by-organization": [["role": "user"]],
        "subscriptions-by-reference": [["reference": "2"]],
        "sync-runs": [["limit": "1"]],
        "unused-twins": [["product": "data-sim", "card_type": "data"]],
    ]

    /// The questions of a report's golden: now and earlier; those with further parameters only now.
    static func golden(of report: String) -> [ReportQuestion] {
        let usual = ReportQuestion(report: report)
        var questions = [usual, usual.earlier]
        for arguments in furtherArguments[report] ?? [] {
            questions.append(ReportQuestion(report: report, arguments: arguments))
        }
        if ["malformed-references", "subscriptions-by-cost-centre"].contains(report) {
            questions.append(ReportQuestion(report: report, costCentrePattern: nil))
        }
        return questions
    }
}
