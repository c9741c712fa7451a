import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariants: the ledger's rows and the numbers they brought are committed together; for each listed number
/// the mirror knows whether its detail was fetched after the poll.
@Suite("Polls")
struct PollTests {
    let numbers = (1...4).map { Msisdn.invented($0) }

    private func poll(
        _ bench: StoreBench, listed: [Int], changed: [Int], from: Date = .hour(8), to: Date
    ) async throws {
        try await bench.store.save(
            PollRecord(
                from: from, to: to, pages: 2, passes: 3, rows: 9, listed: Set(listed.map { numbers[$0] }),
                changed: Set(changed.map { numbers[$0] })), of: bench.run, at: .hour(20))
    }

    @Test(
        "the first comparison begins the ledger, each poll adds its span, and the next goes on where it ends")
    func ledger() async throws {
        try await StoreBench.with { bench in
            #expect(try await bench.store.pollMemory() == nil)
            _ = try await bench.beginReconcile(accounts: [], at: .hour(8))
            #expect(try await bench.store.pollMemory()?.reached == .hour(8))
            try await poll(bench, listed: [0], changed: [0], to: .hour(9))
            try await poll(bench, listed: [], changed: [], from: .hour(8, 55), to: .hour(10))
            _ = try await bench.beginReconcile(accounts: [], at: .hour(7))
            #expect(try await bench.store.pollMemory()?.reached == .hour(10))
            #expect(
                try bench.contents.rows("SELECT * FROM coverage ORDER BY to_at") == [
                    "2026-03-01T08:00:00Z|2026-03-01T08:00:00Z|1|0|0|0",
                    "2026-03-01T08:00:00Z|2026-03-01T09:00:00Z|1|2|3|9",
                    "2026-03-01T08:55:00Z|2026-03-01T10:00:00Z|1|2|3|9",
                ])
            #expect(
                try bench.contents.rows("SELECT * FROM _queue") == ["4790000001|1|2026-03-01T20:00:00Z"])
        }
    }

    @Test(
        "a number listed again keeps when it was fetched, a changed one loses it, one not listed is dropped")
    func listing() async throws {
        try await StoreBench.with { bench in
            try await poll(bench, listed: [0, 1, 2], changed: [0, 1, 2], to: .hour(9))
            #expect(try await bench.store.pollMemory()?.fetched == [:])
            for number in numbers { try await bench.save(.invented(number), at: .hour(10)) }
            #expect(
                try await bench.store.pollMemory()?.fetched
                    == [numbers[0]: .hour(10), numbers[1]: .hour(10), numbers[2]: .hour(10)])
            try await poll(bench, listed: [0, 1, 3], changed: [1, 3], to: .hour(11))
            #expect(try await bench.store.pollMemory()?.fetched == [numbers[0]: .hour(10)])
            #expect(
                try bench.contents.rows("SELECT * FROM _poll_listing ORDER BY msisdn") == [
                    "4790000001|1772359200", "4790000002|NULL", "4790000004|NULL",
                ])
        }
    }

    @Test("a number that could not be fetched counts as not fetched, so the next poll queues it again")
    func failed() async throws {
        try await StoreBench.with { bench in
            try await poll(bench, listed: [0], changed: [0], to: .hour(9))
            _ = try await bench.store.save(
                [.failed(numbers[0], stage: .fetch, error: "e")], of: bench.run, at: .hour(10))
            #expect(try await bench.store.pollMemory()?.fetched == [:])
        }
    }

    @Test("without the server's time a number counts as not fetched, whatever the local clock says")
    func withoutTime() async throws {
        try await StoreBench.with { bench in
            try await bench.save(.invented(numbers[1]), at: .hour(8))
            try await bench.reconcile(listed: [], at: .hour(9))
            try await poll(bench, listed: [0, 1], changed: [0, 1], to: .hour(10))
            let outcomes = [
                FetchOutcome.document(FetchedDocument(.invented(numbers[0]))),
                .denied(numbers[1], code: "404001"),
            ]
            #expect(
                try await bench.store.save(outcomes, of: bench.run, at: .hour(11))
                    == SaveSummary(fetched: 1, changed: 1, parked: 1))
            #expect(try await bench.store.pollMemory()?.fetched == [:])
        }
    }
}
