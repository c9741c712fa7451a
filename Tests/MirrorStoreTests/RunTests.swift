import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariants: every run has one row; a run without an outcome is still in progress; the facts that a run
/// leaves to the next are committed at its end or earlier, so that a kill does not lose them.
@Suite("The record of runs")
struct RunTests {
    @Test("a run is opened, counted and closed, together with what it leaves to the next one")
    func life() async throws {
        try await withTemporaryMirror { store in
            let contents = MirrorContents(path: store.path)
            let run = try await store.beginRun(.backfill, at: .hour(9))
            #expect(
                try contents.rows("SELECT * FROM sync_run")
                    == [
                        "1|telenor|backfill|2026-03-01T09:00:00Z|NULL|NULL|0|0|0|0|0|0|0|0|NULL|\(ProgramVersion.text)"
                    ])
            for number in 1...2 {
                let fetched = FetchedDocument(.invented(.invented(number)))
                _ = try await store.save([.document(fetched)], of: run, at: .hour(10))
            }
            try await store.finishRun(
                run, outcome: .partial, totals: RequestTotals(requests: 7, throttled: 1),
                error: "requests spent",
                keeping: FactChanges(.lookback, .seconds(1)), at: .hour(11))
            #expect(
                try contents.rows("SELECT * FROM sync_run") == [
                    "1|telenor|backfill|2026-03-01T09:00:00Z|2026-03-01T11:00:00Z|partial|7|1|2|2|0|0|0|0|requests spent|\(ProgramVersion.text)"
                ])
            #expect(try await store.fact(.lookback) == .seconds(1))
            #expect(try await store.fact(.serverOffset) == nil)
        }
    }

    @Test("what was kept in the midst of a run outlives its being killed")
    func kept() async throws {
        try await withTemporaryMirror { store in
            let run = try await store.beginRun(.backfill, at: .hour(9))
            try await store.keepProgress(
                of: run, totals: RequestTotals(requests: 7, throttled: 1),
                keeping: FactChanges(.lookback, .seconds(1)))
            _ = try await store.beginRun(.incremental, at: .hour(10))
            #expect(
                try MirrorContents(path: store.path).rows(
                    "SELECT id, outcome, requests, throttled FROM sync_run ORDER BY id")
                    == ["1|failed|7|1", "2|NULL|0|0"])
            #expect(try await store.fact(.lookback) == .seconds(1))
        }
    }

    @Test("a run of one source neither closes another's nor says of when the subscriptions are")
    func sources() async throws {
        try await withTemporaryMirror { store in
            let contents = MirrorContents(path: store.path)
            let totals = RequestTotals(requests: 1, throttled: 0)
            let telenor = try await store.beginRun(.backfill, at: .hour(8))
            try await store.finishRun(telenor, outcome: .complete, totals: totals, error: nil, at: .hour(9))
            _ = try await store.beginRun(.incremental, at: .hour(9))
            let millom = try await store.beginRun(.incremental, of: .millom, at: .hour(10))
            try await store.finishRun(
                millom, outcome: .complete, totals: totals, error: nil, at: .hour(11))
            #expect(
                try contents.rows("SELECT source, outcome FROM sync_run ORDER BY id")
                    == ["telenor|complete", "telenor|NULL", "millom|complete"])
            #expect(
                try contents.rows("SELECT run_id, as_of FROM snapshot_info") == ["1|2026-03-01T09:00:00Z"])
        }
    }

    @Test("a run that was killed is closed as failed by the next one")
    func killed() async throws {
        try await withTemporaryMirror { store in
            _ = try await store.beginRun(.backfill, at: .hour(9))
            let next = try await store.beginRun(.incremental, at: .hour(10))
            try await store.finishRun(
                next, outcome: .complete, totals: RequestTotals(requests: 1, throttled: 0), error: nil,
                at: .hour(11))
            _ = try await store.beginRun(.reconcile, at: .hour(12))
            #expect(
                try MirrorContents(path: store.path).rows(
                    "SELECT id, kind, finished_at, outcome, error FROM sync_run ORDER BY id") == [
                        "1|backfill|NULL|failed|never ended: killed, or power lost",
                        "2|incremental|2026-03-01T11:00:00Z|complete|NULL", "3|reconcile|NULL|NULL|NULL",
                    ])
        }
    }

    @Test("anomalies are added up by path and kind, and keep an example when one was ever seen")
    func anomalies() async throws {
        try await StoreBench.with { bench in
            let unknown = Anomaly(path: "$.new", kind: .unknownKey)
            let unreadable = Anomaly(path: "$.new", kind: .unreadableValue, count: 2, example: "\"x\"")
            let anna = NormalizedSubscription.invented(.invented(1)).changed {
                $0.anomalies = [unknown, unknown, unreadable]
            }
            try await bench.save(anna, at: .hour(9))
            try await bench.save(anna, at: .hour(10))
            try await bench.store.save(
                [Anomaly(path: "$.new", kind: .unreadableValue)], at: .hour(11))
            // The clock was set back: last_seen_at does not move back.
            try await bench.store.save(
                [Anomaly(path: "$.new", kind: .unreadableValue)], at: .hour(8))
            try await bench.store.save([], at: .hour(12))
            #expect(
                try bench.contents.rows("SELECT * FROM anomaly ORDER BY kind") == [
                    "$.new|unknown_key|2|2026-03-01T09:00:00Z|2026-03-01T09:00:00Z|NULL",
                    "$.new|unreadable_value|4|2026-03-01T09:00:00Z|2026-03-01T11:00:00Z|\"x\"",
                ])
        }
    }
}
