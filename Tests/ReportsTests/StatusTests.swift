import Foundation
import MirrorCore
import MirrorReading
import Pacing
import Reports
import TestSupport
import Testing

@Suite("The status")
struct StatusTests {
    private func status(_ sql: String = ExampleRows.sql, now: Date = ExampleMirror.now) throws -> Status {
        var status: Status?
        try ExampleMirror.with(sql) { mirror in status = try Status(of: mirror.reader(), now: now) }
        return try #require(status)
    }

    @Test("says how fresh the mirror is, what waits and what the last runs did")
    func reads() throws {
        let status = try status()
        #expect(status.watermark == Instant.date("2026-11-22T08:00:00Z"))
        #expect(status.lagSeconds == 4 * 3600)
        #expect(status.lastCompleteRun?.id == 3)
        #expect(status.runs.map(\.id) == [4, 3, 2, 1])
        #expect(status.coverage.map(\.from) == ["2026-11-01T08:00:00Z"])
        #expect(status.coverage.map(\.to) == ["2026-11-22T08:00:00Z"])
        #expect(status.gaps == [])
        #expect(status.subscriptions.living == 4)
        #expect(status.subscriptions.gone == 1)
        #expect(status.subscriptions.oldestVerifiedAt == "2026-11-02T08:00:00Z")
        let queue = status.queue
        let counts: [Int] = [
            queue.total, queue.changed, queue.new, queue.missing, queue.retry, queue.unproven,
        ]
        #expect(counts == [4, 1, 2, 1, 0, 0])
        #expect(status.refresh.missRate == 0.5)
        #expect(status.refresh.lookbackSeconds == 600)
        #expect(status.parkedCount == 1)
        #expect(status.quarantine.map(\.msisdn) == ["4790000007"])
        #expect(status.pace?.quota == 1000)
        #expect(
            status.anomalies.map { "\($0.kind) \($0.pathCount) \($0.count)" } == [
                "unknown_key 2 7", "unreadable_value 1 3",
            ])
    }

    @Test(
        "counts the lag by the server's clock, and does not know it where the watermark lies ahead",
        arguments: [(3600.0, 5 * 3600), (-3600.0, 3 * 3600), (-4 * 3600.0 - 30, 0), (-5 * 3600.0, nil)]
            as [(Double, Int?)])
    func serverClock(offset: Double, lag: Int?) throws {
        let status = try status(
            ExampleRows.sql
                + "; INSERT OR REPLACE INTO _state (key, value) VALUES ('telenor.poll_offset_seconds', '\(offset)'),"
                // Seen by a later run that read nothing.
                + "('telenor.server_offset_seconds', '-86000')"
        )
        #expect(status.lagSeconds == lag)
        if lag == nil {
            #expect(status.isOlder(than: .seconds(1_000_000_000)))
            #expect(
                status.text().contains(
                    "unknown: 2026-11-22T08:00:00Z is in the future, so a clock is or was wrong")
            )
        }
    }

    @Test("is shown to people")
    func text() throws {
        var status = try status().text()
        status.replace(/mirror +\/.*\//, with: "mirror DIRECTORY/")
        #expect(status == StatusGoldens.text)
    }

    @Test("is shown to programs, with null for what is unknown")
    func json() throws {
        var json = try status().json
        json.replace(/"path": ".*\//, with: "\"path\": \"DIRECTORY/")
        #expect(json == StatusGoldens.json)
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(json.utf8)) }
    }

    @Test("of a new mirror is empty, and older than any age")
    func empty() throws {
        let status = try status("SELECT 1")
        #expect(status.watermark == nil)
        #expect(status.lagSeconds == nil)
        #expect(status.isOlder(than: .seconds(1_000_000_000)))
        #expect(status.text().contains("nothing yet: no completed search"))
        #expect(status.json.contains("\"watermark\": null,\n  \"lag_seconds\": null,"))
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(status.json.utf8)) }
    }

    @Test(
        "coverage is joined where it touches or overlaps, and fresh only up to the first gap",
        arguments: [
            (["1-3", "3-5"], ["1-5"]),
            (["1-3", "2-5"], ["1-5"]),
            (["1-9", "2-3", "4-5"], ["1-9"]),
            (["1-9", "2-3", "8-9", "9-9"], ["1-9"]),
            (["4-5", "1-3"], ["1-3", "4-5"]),
            (["1-2", "3-4", "2-3", "6-7"], ["1-4", "6-7"]),
            (["2-2"], ["2-2"]),
        ] as [([String], [String])])
    func coverage(ledger: [String], stretches: [String]) throws {
        func days(_ text: String) -> [String] {
            text.split(separator: "-").map { "2026-11-0\($0)T00:00:00Z" }
        }
        let rows = ledger.map(days).map { "('\($0[0])', '\($0[1])', 1, 1, 1, 0)" }
        let status = try status(
            """
            INSERT INTO sync_run (id, kind, started_at) VALUES (1, 'backfill', '2026-11-01T00:00:00Z');
            INSERT INTO coverage VALUES \(rows.joined(separator: ", "));
            """)
        let expected = stretches.map(days)
        #expect(status.coverage.map { [$0.from, $0.to] } == expected)
        #expect(status.gaps.count == expected.count - 1)
        #expect(status.watermark == expected.first.flatMap { Instant.date($0[1]) })
    }

    @Test("is older than an age when its watermark is", arguments: [(14399, true), (14400, false)])
    func age(seconds: Int, isOlder: Bool) throws {
        try #expect(status().isOlder(than: .seconds(seconds)) == isOlder)
    }
}
