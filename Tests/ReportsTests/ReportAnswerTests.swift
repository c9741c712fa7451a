import Foundation
import MirrorCore
import MirrorReading
import TestSupport
import Testing

@testable import Reports

/// Invariant: reports asked together answer like each asked alone, though they share what they read.
@Suite("Reports asked together")
struct ReportAnswerTests {
    static let requests: [(name: String, arguments: [String: String])] = [
        ("subscriptions-by-state", [:]), ("subscriptions-by-type", [:]),
        ("subscriptions-by-cost-centre", [:]),
        ("subscriptions-by-organization", [:]), ("barred-subscriptions", [:]), ("ended-but-listed", [:]),
        ("changes", ["since": "-400d"]), ("changes-by-field", ["since": "-400d"]),
        ("add-ons-standing-twice", [:]), ("missing-references", ["reference": "1"]),
        ("users-without-name", [:]),
    ]

    @Test("give the rows that each gives alone, now and in the past", arguments: [nil, "2026-11-18"])
    func together(asOf: String?) throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            var viewpoint = ReportTests.viewpoint
            viewpoint.asOf = try asOf.map { try AsOf($0, now: viewpoint.now, in: viewpoint.timeZone) }
            let reader = try MirrorReader(path: mirror.path, viewpoint: viewpoint)
            let asked = try Self.requests.map {
                ReportRequest(try ReportCatalogue.named($0.name), $0.arguments, keeping: 1000)
            }
            let together = try reader.answers(
                to: asked, beside: Query("SELECT msisdn, state FROM subscription_flat ORDER BY msisdn"))
            for (request, answer) in zip(asked, together.reports) {
                let alone = try reader.answers(to: [request]).reports
                #expect(alone.map(\.rows) == [answer.rows], "\(request.report.name)")
                #expect(answer.rowCount == answer.rows.count)
            }
            #expect(!together.rows.isEmpty)
            // A second answer of the same reader finds the mirror's own relations again.
            #expect(try reader.answers(to: asked).reports.map(\.rows) == together.reports.map(\.rows))
        }
    }

    @Test("find the states and the changes once, though several of them read these")
    func shared() throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let reader = try MirrorReader(path: mirror.path, viewpoint: ReportTests.viewpoint)
            let asked = try Self.requests.map { request in
                let report = try ReportCatalogue.named(request.name)
                return (
                    report: report,
                    query: try report.query(
                        request.arguments, from: reader.viewpoint, costCentres: reader.costCentres),
                    reads: try reader.reads(of: report)
                )
            }
            #expect(SharedRows.all(of: asked).map(\.relation) == ["_subscription_state", "change"])
            #expect(SharedRows.all(of: Array(asked.prefix(1))).isEmpty)
        }
    }

    @Test("give the number of rows without the rows, now and in the past", arguments: [nil, "2026-11-18"])
    func counted(asOf: String?) throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            var viewpoint = ReportTests.viewpoint
            viewpoint.asOf = try asOf.map { try AsOf($0, now: viewpoint.now, in: viewpoint.timeZone) }
            let reader = try MirrorReader(path: mirror.path, viewpoint: viewpoint)
            func answers(keeping limit: Int) throws -> [ReportAnswer] {
                try reader.answers(
                    to: Self.requests.map {
                        ReportRequest(try ReportCatalogue.named($0.name), $0.arguments, keeping: limit)
                    }
                ).reports
            }
            let (counted, kept) = (try answers(keeping: 0), try answers(keeping: 1000))
            #expect(counted.map(\.rowCount) == kept.map(\.rowCount))
            #expect(counted.allSatisfy { $0.rows.isEmpty })
        }
    }
}
