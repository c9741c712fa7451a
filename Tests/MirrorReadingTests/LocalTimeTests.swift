import Foundation
import GRDB
import MirrorCore
import MirrorReading
import TestSupport
import Testing

@Suite("The times that people are shown")
struct LocalTimeTests {
    @Test(
        "are by the clocks of the time zone, in summer and in winter",
        arguments: [
            ("Europe/Oslo", "2026-11-22T13:05:00Z", "2026-11-22 14:05:00"),
            ("Europe/Oslo", "2026-07-31T22:30:15Z", "2026-08-01 00:30:15"),
            // Summer time begins at 02:00, and 02:30 occurs twice when it ends.
            ("Europe/Oslo", "2026-03-29T00:59:59Z", "2026-03-29 01:59:59"),
            ("Europe/Oslo", "2026-03-29T01:00:00Z", "2026-03-29 03:00:00"),
            ("Europe/Oslo", "2026-10-25T00:30:00Z", "2026-10-25 02:30:00"),
            ("Europe/Oslo", "2026-10-25T01:30:00Z", "2026-10-25 02:30:00"),
            ("Asia/Kolkata", "2026-11-22T13:05:00Z", "2026-11-22 18:35:00"),
            ("GMT", "2026-11-22T13:05:00Z", "2026-11-22 13:05:00"),
        ])
    func texts(zone: String, instant: String, expected: String) throws {
        let time = LocalTime(try #require(TimeZone(identifier: zone)))
        #expect(time.text(of: instant) == expected)
        #expect(time.text(of: instant) == expected)
    }

    @Test(
        "are only those that the mirror writes as instants; every other text stays",
        arguments: [
            "", "2026-11-22", "2026-11-22T13:05:00", "2026-11-22 13:05:00Z", "2026-13-22T13:05:00Z",
            "2026-11-22T25:05:00Z", "2026-11-22T13:05:6xZ", "=1+1................", "2026-11-22t13:05:00Z",
        ])
    func others(text: String) { #expect(LocalTime(.gmt).text(of: text) == nil) }

    private static let query = Query(
        """
        SELECT '2026-10-25T00:30:00Z' AS changed_at, '2026-10-25T01:30:00Z' AS verified_at, 'soon' AS gone_at,
            '2026-10-25T01:30:00Z' AS note
        """)

    @Test("stand in a table and in csv-excel, with the zone in the header")
    func people() throws {
        try ExampleMirror.with { mirror in
            try #expect(
                mirror.text(Self.query, as: .table) == """
                    changed_at (Europe/Oslo)  verified_at (Europe/Oslo)  gone_at (Europe/Oslo)  note
                    ────────────────────────  ─────────────────────────  ─────────────────────  ────────────────────
                    2026-10-25 02:30:00       2026-10-25 02:30:00        soon                   2026-10-25T01:30:00Z

                    """)
            try #expect(
                mirror.text(Self.query, as: .csvExcel) == #"""
                    \#u{FEFF}changed_at (Europe/Oslo);verified_at (Europe/Oslo);gone_at (Europe/Oslo);note\#r
                    2026-10-25 02:30:00;2026-10-25 02:30:00;soon;"=""2026-10-25T01:30:00Z"""\#r\#n
                    """#)
        }
    }

    @Test("are UTC for programs, which tells the hour that comes twice apart")
    func programs() throws {
        try ExampleMirror.with { mirror in
            try #expect(
                mirror.text(Self.query, as: .csv) == """
                    changed_at,verified_at,gone_at,note
                    2026-10-25T00:30:00Z,2026-10-25T01:30:00Z,soon,2026-10-25T01:30:00Z

                    """)
            try #expect(
                mirror.text(Self.query, as: .json) == #"""
                    [
                    {"changed_at":"2026-10-25T00:30:00Z","verified_at":"2026-10-25T01:30:00Z",\#
                    "gone_at":"soon","note":"2026-10-25T01:30:00Z"}
                    ]

                    """#)
        }
    }
}
