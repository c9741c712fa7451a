import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariant: every change missing from the mirror is later than the last poll's
/// end, or its number is queued.
@Suite("Gaps in what the search has covered")
struct GapTests {
    let numbers = (1...3).map { Msisdn.invented($0) }

    private func poll(_ bench: StoreBench, listed: Set<Msisdn> = [], from: Date, to: Date) async throws {
        try await bench.store.save(
            PollRecord(from: from, to: to, pages: 1, passes: 1, rows: 1, listed: listed, changed: listed),
            of: bench.run, at: to)
    }

    private func finish(_ bench: StoreBench, _ outcome: RunOutcome) async throws {
        try await bench.store.finishRun(
            bench.run, outcome: outcome, totals: RequestTotals(requests: 0, throttled: 0), error: nil,
            at: .hour(20))
    }

    private func stretches(_ bench: StoreBench) throws -> [String] {
        try bench.contents.rows("SELECT substr(from_at, 12, 5), substr(to_at, 12, 5) FROM _coverage_stretch")
    }

    @Test("a poll that does not reach back to the one before queues every number that lives")
    func queuesAll() async throws {
        try await StoreBench.with { bench in
            _ = try await bench.beginReconcile(accounts: [], at: .hour(8))
            for number in numbers { try await bench.save(.invented(number), at: .hour(8)) }
            try await bench.bury(numbers[2], listed: Array(numbers.prefix(2)), at: .hour(8))
            try await poll(bench, from: .hour(8), to: .hour(9))
            #expect(try await bench.store.queueCount() == 0)
            #expect(try await bench.store.listFacts().hasUnlistedGap == false)

            try await poll(bench, listed: [numbers[0]], from: .hour(12), to: .hour(13))
            #expect(
                try bench.contents.rows("SELECT msisdn, reason FROM _queue ORDER BY 1")
                    == ["4790000001|1", "4790000002|5"])
            #expect(try stretches(bench) == ["08:00|09:00", "12:00|13:00"])
            #expect(try await bench.store.pollMemory()?.reached == .hour(13))
            #expect(try await bench.store.listFacts().hasUnlistedGap)
        }
    }

    @Test("the gap is closed by a complete run, when a list was begun after it, and by no other")
    func closes() async throws {
        try await StoreBench.with { bench in
            _ = try await bench.beginReconcile(accounts: [], at: .hour(8))
            try await poll(bench, from: .hour(8), to: .hour(9))
            try await poll(bench, from: .hour(12), to: .hour(13))
            try await finish(bench, .complete)
            #expect(try stretches(bench).count == 2)
            try await bench.reconcile(listed: [], at: .hour(13))
            #expect(try await bench.store.listFacts().hasUnlistedGap == false)
            try await finish(bench, .partial)
            #expect(try stretches(bench).count == 2)
            try await finish(bench, .complete)
            #expect(try stretches(bench) == ["08:00|13:00"])
            #expect(
                try bench.contents.rows("SELECT * FROM coverage WHERE from_at LIKE '%T09%'")
                    == ["2026-03-01T09:00:00Z|2026-03-01T12:00:00Z|1|0|0|0"])
            #expect(try await bench.store.pollMemory()?.reached == .hour(13))
        }
    }

    @Test("after a server's clock was set back the next poll goes on where the newest one ended")
    func setBack() async throws {
        try await StoreBench.with { bench in
            _ = try await bench.beginReconcile(accounts: [], at: .hour(8))
            try await poll(bench, from: .hour(8), to: .hour(12))
            try await poll(bench, from: .hour(9), to: .hour(10))
            #expect(try await bench.store.pollMemory()?.reached == .hour(10))
        }
    }

    @Test("nothing stays covered beyond the end of the newest poll: that time is still to come")
    func cutsBack() async throws {
        try await StoreBench.with { bench in
            _ = try await bench.beginReconcile(accounts: [], at: .hour(8))
            try await poll(bench, from: .hour(8), to: .hour(9))
            let lie = 24 * 365 * 74
            try await poll(bench, from: .hour(8, 55), to: .hour(lie))
            try await poll(bench, from: .hour(lie - 1), to: .hour(lie + 1))
            try await poll(bench, from: .hour(9, 10), to: .hour(10))
            #expect(try stretches(bench) == ["08:00|10:00"])
            #expect(try bench.contents.rows("SELECT count(*) FROM coverage") == ["4"])
            #expect(try await bench.store.fact(.listAskedFor) == nil)
        }
    }

    @Test(
        "a gap that is cut away with a wrong time asks for a list; one that began in the future proves nothing"
    )
    func cutsGap() async throws {
        try await StoreBench.with { bench in
            _ = try await bench.beginReconcile(accounts: [], at: .hour(8))
            try await poll(bench, from: .hour(8), to: .hour(9))
            try await poll(bench, from: .hour(12), to: .hour(13))
            try await bench.reconcile(listed: [], at: .hour(13))
            #expect(try await bench.store.fact(.listAskedFor) == nil)
            try await bench.store.save(
                PollRecord(
                    from: .hour(8, 30), to: .hour(8, 40), pages: 1, passes: 1, rows: 0, listed: [],
                    changed: [],
                    serverOffset: .zero), of: bench.run, at: .hour(14))
            #expect(try stretches(bench) == ["08:00|08:40"])
            #expect(try await bench.store.fact(.listAskedFor) == .hour(14))
            #expect(try bench.contents.rows("SELECT started_at FROM _reconcile") == ["1970-01-01T00:00:00Z"])
        }
    }

    @Test("nothing stays covered from before the first run, unless our own clock lay ahead then")
    func cutsBeginning() async throws {
        try await StoreBench.with { bench in
            _ = try await bench.beginReconcile(accounts: [], at: .hour(8))
            let lie = -24 * 365 * 56
            func poll(to end: Date, offset: Duration) async throws {
                try await bench.store.save(
                    PollRecord(
                        from: .hour(lie), to: end, pages: 1, passes: 1, rows: 0, listed: [], changed: [],
                        serverOffset: offset), of: bench.run, at: .hour(9))
            }
            try await poll(to: .hour(9), offset: .seconds(100 * 86_400))
            #expect(
                try bench.contents.rows("SELECT min(from_at) FROM coverage") == [Instant.text(.hour(lie))])
            try await poll(to: .hour(9), offset: .zero)
            #expect(try bench.contents.rows("SELECT min(from_at) FROM coverage") == ["2026-02-28T08:00:00Z"])
            #expect(try await bench.store.pollMemory()?.reached == .hour(9))
        }
    }

    @Test("after three months what leaves no gap becomes one entry, and the gaps stay")
    func folds() async throws {
        try await StoreBench.with { bench in
            _ = try await bench.beginReconcile(accounts: [], at: .hour(8))
            for hour in 9..<14 { try await poll(bench, from: .hour(hour - 2, 55), to: .hour(hour)) }
            for hour in 16..<19 { try await poll(bench, from: .hour(hour - 1), to: .hour(hour)) }
            let later = 24 * 100
            try await poll(bench, from: .hour(17), to: .hour(later))
            let before = try bench.contents.rows("SELECT * FROM _coverage_stretch")
            try await bench.reconcile(listed: [], at: .hour(later + 1))
            #expect(
                try bench.contents.rows("SELECT from_at, to_at, pages, passes, rows FROM coverage") == [
                    "2026-03-01T07:55:00Z|2026-03-01T13:00:00Z|5|5|5",
                    "2026-03-01T15:00:00Z|2026-03-01T18:00:00Z|3|3|3",
                    "2026-03-01T17:00:00Z|2026-06-09T00:00:00Z|1|1|1",
                ])
            #expect(try bench.contents.rows("SELECT * FROM _coverage_stretch") == before)
            #expect(try await bench.store.pollMemory()?.reached == .hour(later))
        }
    }
}
