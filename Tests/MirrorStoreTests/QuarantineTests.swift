import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariants: a number that fails does not stop the others; it is retried at growing intervals, at least
/// once a day; its next success releases it.
@Suite("The quarantine")
struct QuarantineTests {
    let anna = Msisdn.invented(1)

    private func fail(_ bench: StoreBench, _ error: String = "500 50001", at now: Date) async throws {
        let summary = try await bench.store.save(
            [.failed(anna, stage: .fetch, error: error)], of: bench.run, at: now)
        #expect(summary == SaveSummary(quarantined: 1))
    }

    @Test("waits twice as long after every failure, but a day at most, and keeps the last reason")
    func backoff() async throws {
        try await StoreBench.with { bench in
            var waits: [TimeInterval] = []
            for attempt in 1...9 {
                try await fail(bench, "error \(attempt)", at: .hour(9))
                let next = try bench.contents.rows("SELECT next_attempt_at FROM quarantine")
                waits.append(try #require(next.first.flatMap(Instant.date)).timeIntervalSince(.hour(9)) / 60)
            }
            #expect(waits == [15, 30, 60, 120, 240, 480, 960, 1440, 1440])
            #expect(
                try bench.contents.rows("SELECT * FROM quarantine")
                    == ["4790000001|fetch|error 9|9|2026-03-01T09:00:00Z|2026-03-02T09:00:00Z"])
        }
    }

    @Test("a try that is due is queued once, one that is not due is not")
    func due() async throws {
        try await StoreBench.with { bench in
            try await fail(bench, at: .hour(9))
            try await bench.store.queueDueRetries(at: .hour(9, 14, 59))
            #expect(try await bench.store.queueCount() == 0)
            try await bench.store.queueDueRetries(at: .hour(9, 15))
            try await bench.store.queueDueRetries(at: .hour(9, 16))
            #expect(
                try bench.contents.rows("SELECT * FROM _queue") == ["4790000001|4|2026-03-01T09:15:00Z"])
        }
    }

    @Test("a document releases its number")
    func release() async throws {
        try await StoreBench.with { bench in
            try await fail(bench, at: .hour(9))
            try await bench.save(.invented(anna), at: .hour(10))
            #expect(try bench.contents.rows("SELECT * FROM quarantine") == [])
            try await fail(bench, at: .hour(11))
            #expect(try bench.contents.rows("SELECT attempts FROM quarantine") == ["1"])
        }
    }

    @Test("a list does not queue a number that waits there, a poll that saw it change does")
    func listedAndChanged() async throws {
        try await StoreBench.with { bench in
            try await fail(bench, at: .hour(9))
            try await bench.reconcile(listed: [anna], at: .hour(9, 1))
            #expect(try await bench.store.queueCount() == 0)
            try await bench.store.save(
                PollRecord(
                    from: .hour(9), to: .hour(9, 2), pages: 1, passes: 1, rows: 1, listed: [anna],
                    changed: [anna]), of: bench.run, at: .hour(9, 2))
            #expect(
                try bench.contents.rows("SELECT msisdn, reason FROM _queue") == ["4790000001|1"])
        }
    }
}
