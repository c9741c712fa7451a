import Foundation
import GRDB
import MirrorCore
import MirrorStore
import Schema
import TestSupport
import Testing

/// Invariants: a change found by a refresh counts as missed only if the next poll reached back to it and did
/// not list it; it is judged once.
@Suite("Refreshing what was verified longest ago")
struct RefreshTests {
    let numbers = (1...6).map { Msisdn.invented($0) }

    private func refresh(_ document: NormalizedSubscription, _ bench: StoreBench, at now: Date) async throws
        -> SaveSummary
    {
        var fetched = FetchedDocument(document)
        fetched.isRefresh = true
        return try await bench.store.save([.document(fetched)], of: bench.run, at: now)
    }

    private func poll(
        listed: [Int], from: Date = .hour(8), to: Date, lookback: Duration = .seconds(300),
        _ bench: StoreBench
    ) async throws -> Int {
        let listed = Set(listed.map { numbers[$0] })
        return try await bench.store.save(
            PollRecord(from: from, to: to, pages: 1, passes: 1, rows: 1, listed: listed, changed: listed),
            of: bench.run, lookback: lookback, at: to)
    }

    private func runRow(_ bench: StoreBench) throws -> [String] {
        try bench.contents.rows("SELECT fetched, changed, refreshed, missed FROM sync_run")
    }

    @Test("takes the oldest verifications, and none that something else fetches or that is set aside")
    func oldest() async throws {
        try await StoreBench.with { bench in
            for (index, number) in numbers.enumerated() {
                try await bench.save(.invented(number), at: .hour(8, index))
            }
            _ = try await poll(listed: [1], to: .hour(9), bench)
            _ = try await bench.store.save(
                [.failed(numbers[2], stage: .fetch, error: "e")], of: bench.run, at: .hour(9))
            try await bench.bury(
                numbers[0], listed: Array(numbers.dropFirst()), at: .hour(9))
            func take(before moment: Date, limit: Int) async throws -> [String] {
                let found = try await bench.store.verifiedLongestAgo(before: moment, limit: limit)
                #expect(found.allSatisfy { $0.reason == .refresh })
                return found.map(\.msisdn.digits)
            }
            #expect(try await take(before: .hour(10), limit: 9) == numbers[3...5].map(\.digits))
            #expect(try await take(before: .hour(10), limit: 2) == numbers[3...4].map(\.digits))
            #expect(try await take(before: .hour(8, 5), limit: 9) == numbers[3...4].map(\.digits))
            #expect(try await take(before: .hour(10), limit: 0) == [])
            #expect(try await bench.store.runFacts(SyncSettings(), at: .hour(9)).living == 5)
        }
    }

    @Test("takes none that has both proofs that it is gone: the breaker's verdict is still to come")
    func parked() async throws {
        try await StoreBench.with { bench in
            for number in numbers { try await bench.save(.invented(number), at: .hour(8)) }
            try await bench.reconcile(listed: Array(numbers.dropFirst()), at: .hour(9))
            try await bench.deny(numbers[0], at: .hour(9))
            #expect(
                try await bench.store.verifiedLongestAgo(before: .hour(10), limit: 9).map(\.msisdn)
                    == Array(numbers.dropFirst()))
        }
    }

    @Test("how many live is counted without a look at each")
    func livingPlan() async throws {
        try await StoreBench.with { bench in
            let steps = try bench.contents.read { db in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + RunFacts.livingSQL).map { row in
                    row["detail"] as String
                }
            }
            let scans = steps.filter { $0.hasPrefix("SCAN _") }
            #expect(
                scans.allSatisfy { $0.contains("COVERING INDEX") || $0.contains("_subscription_gone") },
                "\(steps)")
            #expect(scans.count == 2)
        }
    }

    @Test("what it corrects is missed only when the next poll did not list it, and is counted once")
    func missed() async throws {
        try await StoreBench.with { bench in
            for number in numbers.prefix(3) { try await bench.save(.invented(number), at: .hour(8)) }
            let changed = numbers.prefix(2).map {
                NormalizedSubscription.invented($0).changed { $0.subscription.status = "BARRED" }
            }
            for document in changed {
                #expect(
                    try await refresh(document, bench, at: .hour(9))
                        == SaveSummary(fetched: 1, changed: 1, refreshed: 1))
            }
            #expect(
                try await refresh(.invented(numbers[2]), bench, at: .hour(9))
                    == SaveSummary(fetched: 1, refreshed: 1))
            #expect(try await poll(listed: [0], to: .hour(10), bench) == 1)
            #expect(try await poll(listed: [], to: .hour(11), bench) == 0)
            #expect(try runRow(bench) == ["6|5|3|1"])
        }
    }

    @Test("a poll that could not reach back to it says nothing about it")
    func blind() async throws {
        try await StoreBench.with { bench in
            _ = try await bench.beginReconcile(accounts: [], at: .hour(8))
            try await bench.save(.invented(numbers[0]), at: .hour(8))
            _ = try await refresh(
                NormalizedSubscription.invented(numbers[0]).changed { $0.subscription.status = "BARRED" },
                bench, at: .hour(9))
            #expect(try await poll(listed: [], from: .hour(9), to: .hour(10), bench) == 0)
            #expect(try runRow(bench) == ["2|2|1|0"])
        }
    }

    @Test("a miss doubles the lookback, and a month without one halves it again")
    func lookback() async throws {
        try await StoreBench.with { bench in
            var statuses = ["BARRED", "ACTIVE", "CLOSED"].makeIterator()
            try await bench.save(.invented(numbers[0]), at: .hour(8))
            func miss(at now: Date) async throws -> Duration? {
                let status = statuses.next()
                _ = try await refresh(
                    NormalizedSubscription.invented(numbers[0]).changed { $0.subscription.status = status },
                    bench, at: now)
                _ = try await poll(listed: [], to: now, bench)
                return try await bench.store.pollMemory()?.lookback
            }
            _ = try await poll(listed: [], to: .hour(8), bench)
            #expect(try await bench.store.pollMemory()?.lookback == nil)
            #expect(try await miss(at: .hour(9)) == .seconds(600))
            #expect(try await miss(at: .hour(10)) == .seconds(1200))
            _ = try await poll(listed: [], to: .hour(10 + 29 * 24), bench)
            #expect(try await bench.store.pollMemory()?.lookback == .seconds(1200))
            _ = try await poll(listed: [], to: .hour(10 + 30 * 24), bench)
            #expect(try await bench.store.pollMemory()?.lookback == .seconds(600))
        }
    }
}
