import Foundation
import GRDB
import MirrorCore
import MirrorReading
import MirrorStore
import Schema
import TestSupport
import Testing

/// Invariant: the mirror as of a moment shows what it held at that moment, whatever was observed later.
@Suite("A mirror as of an earlier time")
struct AsOfTests {
    @Test(
        "equals the mirror as it was then, in every relation that has a history",
        arguments: 1...4 as ClosedRange<UInt64>)
    func equals(seed: UInt64) async throws {
        try await withTemporaryMirror { store in
            var history = InventedHistory(store: store, seed: seed)
            var past: [(end: Date, rows: [String: [String]])] = []
            let first = Date(timeIntervalSince1970: 1_793_000_000)
            for step in 0..<20 {
                // An hour apart, since a second change of a number within one second is dated a second later.
                let start = first.addingTimeInterval(Double(step * 3600))
                try await history.observe(at: start)
                past.append((start.addingTimeInterval(3600), try Self.rows(of: store.path)))
            }
            for moment in past {
                // At 0 the next run observes, which is not part of the past that ends there.
                for before in [-1800, 0] as [TimeInterval] {
                    let then = try Self.rows(
                        of: store.path, asOf: AsOf(before: moment.end.addingTimeInterval(before)))
                    for (relation, rows) in moment.rows {
                        #expect(
                            then[relation] == rows,
                            "\(relation) \(before) s from \(moment.end), seed \(seed)")
                    }
                }
            }
            #expect(Set(past.map { $0.rows["change"]?.count }).count > 10)
        }
    }

    /// All rows of the relations with history, as text; data that the mirror does not
    /// keep for the past is left out.
    private static func rows(of path: String, asOf: AsOf? = nil) throws -> [String: [String]] {
        let reader = try MirrorReader(path: path, asOf: asOf)
        return try relations.reduce(into: [:]) { result, relation in
            let columns = try reader.read { db in
                try String.fetchAll(
                    db, sql: "SELECT name FROM pragma_table_info(:relation)",
                    arguments: ["relation": relation])
            }.filter { !forgotten.contains($0) }
            let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
            result[relation] = try reader.rows(of: Query("SELECT \(list) FROM \(relation)")).map { "\($0)" }
                .sorted()
        }
    }

    private static let forgotten: Set<String> = [
        "verified_at", "as_of", "verified_within_1_day_count", "verified_within_7_days_count",
        "verified_within_30_days_count", "unreadable_value_count", "unreadable_list_row_count",
        "quarantined_count",
    ]

    private static let relations = [
        "subscription", "party", "sim_card", "setting", "add_on", "subscription_history", "party_history",
        "sim_card_history", "setting_history", "add_on_history", "change", "subscription_flat", "sync_run",
        "coverage", "snapshot_info", "_living", "_gone", "_number_count",
    ]

    @Test("a moment is not part of the past that it ends: what was observed at it is not there yet")
    func isExclusive() throws {
        try ExampleMirror.with { mirror in
            func status(_ text: String) throws -> [[Value]] {
                let now = ExampleMirror.now
                let asOf = try AsOf(text, now: now, in: Viewpoint.usualTimeZone)
                return try MirrorReader(path: mirror.path, asOf: asOf).rows(
                    of: Query(
                        """
                        SELECT status, changed_at, verified_at FROM subscription WHERE msisdn = '4790000001'
                        """))
            }
            try #expect(
                status("2026-11-20T08:00:00Z") == [
                    [.text("active"), .text("2026-11-01T08:00:00Z"), .text("2026-11-19T08:00:00Z")]
                ])
            try #expect(
                status("2026-11-20T08:00:01Z") == [
                    [.text("barred"), .text("2026-11-20T08:00:00Z"), .null]
                ])
            try #expect(
                status("2026-11-19") == [
                    [.text("active"), .text("2026-11-01T08:00:00Z"), .text("2026-11-19T08:00:00Z")]
                ])
        }
    }

    @Test("a number that is gone was living before, and one that came later was not there")
    func goneAndNew() throws {
        try ExampleMirror.with { mirror in
            func numbers(_ day: String) throws -> [[Value]] {
                let asOf = try AsOf(day, now: ExampleMirror.now, in: Viewpoint.usualTimeZone)
                return try MirrorReader(path: mirror.path, asOf: asOf).rows(
                    of: Query(
                        "SELECT msisdn, gone_at FROM subscription WHERE msisdn LIKE '479000000_' ORDER BY 1"))
            }
            try #expect(
                numbers("2026-11-18") == ["1", "2", "3"].map { [.text("479000000" + $0), .null] })
            try #expect(
                numbers("2026-11-21") == [
                    [.text("4790000001"), .null], [.text("4790000002"), .null],
                    [.text("4790000003"), .text("2026-11-21T08:00:00Z")], [.text("4790000004"), .null],
                ])
        }
    }

    @Test(
        "every relation has the columns that it has now, in their order",
        arguments: Schema.snapshot.keys.sorted())
    func columns(relation: String) throws {
        try ExampleMirror.with { mirror in
            let query = Query("SELECT name FROM pragma_table_info('\(relation)')")
            let asOf = AsOf(before: ExampleMirror.now)
            try #expect(
                MirrorReader(path: mirror.path, asOf: asOf).rows(of: query) == mirror.reader().rows(of: query)
            )
        }
    }

    @Test(
        "a relation without history is refused, with rows and without, and any other can be read",
        arguments: Schema.snapshot.keys.sorted(),
        ["SELECT * FROM ", "SELECT count(*) FROM ", "SELECT 1 FROM account, "])
    func withoutHistory(relation: String, start: String) throws {
        try ExampleMirror.with { mirror in
            let reader = try MirrorReader(path: mirror.path, asOf: AsOf(before: ExampleMirror.now))
            let query = Query(start + relation)
            if AsOfRelations.isKnown(relation) {
                #expect(throws: Never.self) { try reader.rows(of: query) }
            } else {
                #expect(throws: QueryFailure.noHistory(relation)) { try reader.rows(of: query) }
            }
        }
    }

    @Test("what is not known of the past is unknown in snapshot_info")
    func snapshotInfo() throws {
        try ExampleMirror.with { mirror in
            let asOf = try AsOf("2026-11-21", now: ExampleMirror.now, in: Viewpoint.usualTimeZone)
            try #expect(
                MirrorReader(path: mirror.path, asOf: asOf).rows(of: Query("SELECT * FROM snapshot_info"))
                    == [
                        [
                            .text("2026-11-21T23:00:00Z"), .text("0123456789abcdef0123456789abcdef"),
                            .integer(1), Value(Schema.version), .text("full"),
                            .text("2026-11-01T08:00:00Z"), .integer(4), .null, .null, .null,
                            .integer(3), .null, .null, .null,
                        ]
                    ])
        }
    }

    @Test("the ledger of runs ends at the moment")
    func runs() throws {
        try ExampleMirror.with { mirror in
            let asOf = AsOf(before: try #require(Instant.date("2026-11-22T08:00:30Z")))
            let reader = try MirrorReader(path: mirror.path, asOf: asOf)
            try #expect(
                reader.rows(of: Query("SELECT id, outcome, finished_at, requests FROM sync_run")) == [
                    [.integer(1), .text("complete"), .text("2026-11-01T08:10:00Z"), .integer(20)],
                    [.integer(2), .text("partial"), .text("2026-11-20T08:00:05Z"), .integer(3)],
                    [.integer(3), .null, .null, .null],
                ])
            let early = AsOf(before: try #require(Instant.date("2026-11-20T07:55:00Z")))
            try #expect(
                MirrorReader(path: mirror.path, asOf: early).rows(
                    of: Query("SELECT from_at, to_at FROM coverage"))
                    == [[.text("2026-11-01T08:00:00Z"), .text("2026-11-20T07:55:00Z")]],
                "run 3, which had not begun, adds nothing after the last complete run")
        }
    }

    @Test("a past before the first run is refused, as no rows would not mean that there was nothing")
    func beforeFirstRun() throws {
        try ExampleMirror.with { mirror in
            let first = try #require(Instant.date("2026-11-01T08:00:00Z"))
            #expect(
                throws: MirrorReadFailure.beforeFirstRun(
                    path: mirror.path, asOf: "2026-11-01T08:00:00Z", firstRunAt: "2026-11-01T08:00:00Z")
            ) { try MirrorReader(path: mirror.path, asOf: AsOf(before: first)) }
            _ = try MirrorReader(path: mirror.path, asOf: AsOf(before: first.addingTimeInterval(1)))
        }
        try ExampleMirror.with("") { mirror in
            #expect(
                throws: MirrorReadFailure.beforeFirstRun(
                    path: mirror.path, asOf: "2026-11-22T12:00:00Z", firstRunAt: nil)
            ) { try MirrorReader(path: mirror.path, asOf: AsOf(before: ExampleMirror.now)) }
        }
    }
}
