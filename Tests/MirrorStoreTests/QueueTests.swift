import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariant: a queued number stays queued until its rows, its quarantine entry or its tombstone are
/// committed together with its removal from the queue.
@Suite("The queue")
struct QueueTests {
    let numbers = (1...6).map { Msisdn.invented($0) }

    private func poll(_ changed: Set<Msisdn>, _ bench: StoreBench, at now: Date) async throws {
        try await bench.store.save(
            PollRecord(
                from: now, to: now, pages: 1, passes: 1, rows: changed.count, listed: changed,
                changed: changed),
            of: bench.run, at: now)
    }

    private func queue(_ bench: StoreBench) throws -> [String] {
        try bench.contents.rows("SELECT msisdn, reason, queued_at FROM _queue ORDER BY reason, msisdn")
    }

    @Test("knows why each number waits")
    func order() async throws {
        try await StoreBench.with { bench in
            for known in [3, 4] { try await bench.save(.invented(.invented(known)), at: .hour(8)) }
            _ = try await bench.store.save(
                [.failed(numbers[0], stage: .normalize, error: "e")], of: bench.run, at: .hour(8))
            try await bench.reconcile(listed: [numbers[5], numbers[4]], at: .hour(9))
            try await poll([numbers[1], numbers[3]], bench, at: .hour(9))
            _ = try await bench.store.save(
                [.failed(numbers[0], stage: .normalize, error: "e")], of: bench.run, at: .hour(8))
            try await bench.store.queueDueRetries(at: .hour(9))
            var queued: [QueueReason: [String]] = [:]
            for reason in QueueReason.allCases {
                let all = try await bench.store.queued(for: reason, after: nil, limit: 9)
                queued[reason] = all.map(\.msisdn.digits)
                #expect(all.allSatisfy { $0.reason == reason })
            }
            #expect(
                queued == [
                    .changed: ["4790000002", "4790000004"], .new: ["4790000005", "4790000006"],
                    .missing: ["4790000003"], .retry: ["4790000001"], .unproven: [], .refresh: [],
                ])
            #expect(try await bench.store.queueCount() == 6)
        }
    }

    @Test("lets a number that was begun in vain come after the others")
    func moveBack() async throws {
        try await StoreBench.with { bench in
            try await poll([numbers[0], numbers[1], numbers[2]], bench, at: .hour(9))
            try await bench.store.moveBack([numbers[0], numbers[5]], at: .hour(10))
            let line = try await bench.store.queued(for: .changed, after: nil, limit: 9)
            #expect(line.map(\.msisdn) == [numbers[1], numbers[2], numbers[0]])
            #expect(try await bench.store.queueCount() == 3)
            // Even within the second in which it was queued.
            try await bench.store.moveBack([numbers[1]], at: .hour(9))
            let next = try await bench.store.queued(for: .changed, after: nil, limit: 9)
            #expect(next.map(\.msisdn) == [numbers[2], numbers[0], numbers[1]])
        }
    }

    @Test("gives who waits longest first, portion by portion")
    func portions() async throws {
        try await StoreBench.with { bench in
            try await poll([numbers[2], numbers[4]], bench, at: .hour(9))
            try await poll([numbers[0], numbers[2], numbers[3]], bench, at: .hour(10))
            var portions: [[String]] = []
            var last: QueuedNumber?
            repeat {
                let portion = try await bench.store.queued(for: .changed, after: last, limit: 3)
                portions.append(portion.map(\.msisdn.digits))
                last = portion.last
            } while last != nil
            #expect(portions == [["4790000003", "4790000005", "4790000001"], ["4790000004"], []])
        }
    }

    @Test("a number that is queued keeps its place, and the more urgent of its reasons")
    func urgency() async throws {
        try await StoreBench.with { bench in
            try await bench.reconcile(listed: [numbers[0], numbers[1]], at: .hour(9))
            try await poll([numbers[0]], bench, at: .hour(10))
            try await bench.reconcile(listed: [numbers[0], numbers[1]], at: .hour(11))
            #expect(
                try queue(bench) == [
                    "4790000001|1|2026-03-01T09:00:00Z", "4790000002|2|2026-03-01T09:00:00Z",
                ])
        }
    }

    @Test("an outcome takes its number out, whatever it is, and leaves the others")
    func removal() async throws {
        try await StoreBench.with { bench in
            try await bench.save(.invented(numbers[3]), at: .hour(8))
            try await bench.reconcile(listed: Array(numbers[0..<3]), at: .hour(9))
            let summary = try await bench.store.save(
                [
                    .document(FetchedDocument(.invented(numbers[0]))),
                    .failed(numbers[1], stage: .fetch, error: "500 50001"),
                    .denied(numbers[3], code: "40104"),
                ], of: bench.run, at: .hour(10))
            #expect(summary == SaveSummary(fetched: 1, changed: 1, parked: 1, quarantined: 1))
            #expect(try queue(bench) == ["4790000003|2|2026-03-01T09:00:00Z"])
            #expect(
                try bench.contents.rows("SELECT msisdn, gone_at IS NULL FROM subscription ORDER BY 1")
                    == ["4790000001|1", "4790000004|1"])
            #expect(try bench.contents.rows("SELECT msisdn FROM _parked") == ["4790000004"])
            #expect(
                try bench.contents.rows("SELECT fetched, changed, gone, quarantined FROM sync_run")
                    == ["2|2|0|1"])
        }
    }
}
