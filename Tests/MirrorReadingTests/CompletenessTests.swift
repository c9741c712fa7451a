import MirrorCore
import MirrorReading
import TestSupport
import Testing

@Suite("Completeness")
struct CompletenessTests {
    @Test("every measure counts what the mirror holds")
    func present() throws {
        let gap = """
            ; INSERT INTO coverage VALUES ('2026-10-01T00:00:00Z', '2026-10-20T00:00:00Z', 1, 1, 1, 5),
                ('2026-10-21T00:00:00Z', '2026-10-30T00:00:00Z', 1, 1, 1, 5);
            INSERT INTO _state VALUES ('telenor.unreadable_list_rows', '2')
            """
        try ExampleMirror.with(ExampleRows.sql + gap) { mirror in
            let rows = try mirror.reader().rows(of: Query("SELECT * FROM completeness")).map(Self.text)
            #expect(
                rows == [
                    "telenor|gapless||||2026-11-01T08:00:00Z|2026-11-22T08:00:00Z",
                    "telenor|gap||||2026-10-20T00:00:00Z|2026-10-21T00:00:00Z",
                    "telenor|gap||||2026-10-30T00:00:00Z|2026-11-01T08:00:00Z",
                    "telenor|verified|within 1 day|3|4|2026-11-21T08:00:30Z|2026-11-22T08:00:30Z",
                    "telenor|verified|within 7 days|3|4|2026-11-15T08:00:30Z|2026-11-22T08:00:30Z",
                    "telenor|verified|within 30 days|4|4|2026-10-23T08:00:30Z|2026-11-22T08:00:30Z",
                    "telenor|missed|changes that the search had not shown|1|2|2026-11-01T08:00:00Z|2026-11-22T08:00:30Z",
                    "telenor|unconfirmed|changed, waits to be fetched|1|4|2026-11-22T08:00:00Z|",
                    "telenor|unconfirmed|new, waits to be fetched|2|4|2026-11-22T08:00:00Z|",
                    "telenor|unconfirmed|missing from a list, waits to be verified|1|4|2026-11-22T08:00:00Z|",
                    "telenor|unconfirmed|looks gone with too many others|1|4|2026-11-22T08:00:00Z|",
                    "telenor|quarantined|fetch: 400018|1|4|2026-11-20T08:00:00Z|",
                    "telenor|unreadable_list_row|newest complete list|2|4||",
                    "telenor|unreadable|setting.active|1|4||",
                ])
        }
    }

    @Test("of the past it tells what was known then, and that the rest is not known")
    func past() throws {
        try ExampleMirror.with { mirror in
            let asOf = try AsOf("2026-11-21", now: ExampleMirror.now, in: Viewpoint.usualTimeZone)
            let reader = try MirrorReader(path: mirror.path, asOf: asOf)
            let rows = try reader.rows(of: Query("SELECT * FROM completeness")).map(Self.text)
            #expect(
                rows == [
                    "telenor|gapless||||2026-11-01T08:00:00Z|2026-11-20T08:00:00Z",
                    "telenor|verified|within 1 day||4|2026-11-20T23:00:00Z|2026-11-21T23:00:00Z",
                    "telenor|verified|within 7 days||4|2026-11-14T23:00:00Z|2026-11-21T23:00:00Z",
                    "telenor|verified|within 30 days||4|2026-10-22T23:00:00Z|2026-11-21T23:00:00Z",
                    "telenor|unconfirmed|||4||", "telenor|quarantined|||4||",
                    "telenor|unreadable_list_row|||4||",
                    "telenor|unreadable|setting.active|1|4||",
                ])
        }
    }

    @Test("a share is rounded down, so that 100.0 is all of them")
    func share() throws {
        try ExampleMirror.with("") { mirror in
            let completeness = try mirror.reader().read { db in try Completeness(in: db) }
            #expect(completeness.clauses == [])
            #expect(completeness.entries.map(\.measure) == ["verified", "verified", "verified"])
        }
        try ExampleMirror.with { mirror in
            let completeness = try mirror.reader().read { db in try Completeness(in: db) }
            #expect(
                completeness.clauses == [
                    "verified 75.0 % within 1 day, 75.0 % within 7 days, 100.0 % within 30 days",
                    "the search missed 1 of 2 fetched again",
                ])
        }
    }

    private static func text(_ row: [Value]) -> String {
        row.map { value in
            switch value {
            case .null: ""
            case .integer(let number): "\(number)"
            case .real(let number): "\(number)"
            case .text(let text): text
            }
        }.joined(separator: "|")
    }
}
