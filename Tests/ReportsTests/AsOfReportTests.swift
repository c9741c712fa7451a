import Foundation
import MirrorReading
import Reports
import TestSupport
import Testing

@Suite("A report as of an earlier time")
struct AsOfReportTests {
    @Test("says which past it shows, and what in it is as now")
    func report() throws {
        try ExampleMirror.with { mirror in
            var viewpoint = ReportTests.viewpoint
            viewpoint.asOf = try AsOf("2026-11-18", now: viewpoint.now, in: viewpoint.timeZone)
            let report = try ReportEngineTests.report(
                "",
                """
                SELECT name, count(*) AS n FROM subscription
                JOIN subscription_type ON id = subscription_type_id GROUP BY 1 ORDER BY 1
                """)
            try #expect(
                mirror.text(report, as: .table, from: viewpoint) == """
                    name                n
                    ──────────────────  ─
                    Bedrift Fri         2
                    Måler "M2M", liten  1

                    as observed before 2026-11-19T00:00:00+01:00 (Europe/Oslo): complete as of \
                    2026-11-01T09:10:00+01:00 (run 1); gapless from 2026-11-01T09:00:00+01:00 to \
                    2026-11-19T00:00:00+01:00; the numbers queued or set aside at that time are unknown; no unreadable values in the columns read; \
                    as now: subscription_type

                    """)
            let document = try mirror.text(report, as: .json, from: viewpoint)
            #expect(
                document.hasPrefix(
                    """
                    {
                      "report": "mine",
                      "title": "Mine",
                      "as_of": "2026-11-18T23:00:00Z",
                      "time_zone": "Europe/Oslo",
                      "coverage": {"complete_at": "2026-11-01T08:10:00Z", "run_id": 1, "gapless_from": \
                    "2026-11-01T08:00:00Z", "gapless_to": "2026-11-18T23:00:00Z", "queue_count": null, \
                    "quarantine_count": null, "unreadable_list_row_count": null, \
                    "unreadable_value_count": 0, "unreadable": [], "listed_count": null, \
                    "relations_as_now": ["subscription_type"], "completeness": [{"source": "telenor", \
                    "measure": "gapless"
                    """))
        }
    }

    @Test("that reads what has no history is refused before it is run")
    func reportWithoutHistory() throws {
        try ExampleMirror.with { mirror in
            let reader = try MirrorReader(path: mirror.path, asOf: AsOf(before: ExampleMirror.now))
            let report = try ReportEngineTests.report(
                "", "SELECT 1 AS n FROM subscription_flat, _queue, add_on_binding WHERE 0")
            #expect(
                throws: ReportFailure.noHistory(report: "mine", relations: ["_queue", "add_on_binding"])
            ) { try reader.write(report, as: .csv) { _ in } }
        }
    }
}
