import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariants: numbers with both proofs go together or not at all; none goes while a number missing from the
/// same list still awaits verification; parked numbers stay unchanged until they are accepted or seen again.
@Suite("The breaker of tombstones")
struct BreakerTests {
    let numbers = (1...30).map { Msisdn.invented($0) }

    /// Stores all numbers, and a list that holds only the first `kept` of them.
    private func lose(allBut kept: Int, _ bench: StoreBench) async throws {
        for number in numbers { try await bench.save(.invented(number), at: .hour(8)) }
        try await bench.reconcile(listed: Array(numbers.prefix(kept)), at: .hour(9))
    }

    private func gone(_ bench: StoreBench) throws -> [String] {
        try bench.contents.rows("SELECT msisdn FROM subscription WHERE gone_at IS NOT NULL ORDER BY 1")
    }

    @Test("twenty go, however few are left")
    func twenty() async throws {
        try await StoreBench.with { bench in
            try await lose(allBut: 10, bench)
            for number in numbers.suffix(20) { try await bench.deny(number, at: .hour(10)) }
            #expect(try await bench.judge(at: .hour(10)) == GoneVerdict(gone: 20, living: 30))
            #expect(try gone(bench) == numbers.suffix(20).map(\.digits))
            #expect(try bench.contents.rows("SELECT gone FROM sync_run") == ["20"])
            #expect(try bench.contents.rows("SELECT * FROM _parked") == [])
        }
    }

    @Test("one more is too many of thirty: all stay as they are, until they are accepted")
    func tooMany() async throws {
        try await StoreBench.with { bench in
            try await lose(allBut: 9, bench)
            let before = try bench.contents.rows("SELECT * FROM subscription")
            for number in numbers.suffix(21) { try await bench.deny(number, at: .hour(10)) }
            #expect(try await bench.judge(at: .hour(10)) == GoneVerdict(parked: 21, living: 30))
            #expect(try await bench.judge(at: .hour(11)) == GoneVerdict(parked: 21, living: 30))
            #expect(try bench.contents.rows("SELECT * FROM subscription") == before)
            #expect(try await bench.store.queueCount() == 0)
            #expect(
                try await bench.judge(acceptsGone: true, at: .hour(12)) == GoneVerdict(gone: 21, living: 30))
            #expect(try gone(bench) == numbers.suffix(21).map(\.digits))
        }
    }

    @Test("none goes while others that the list lacked are still to be verified")
    func undecided() async throws {
        try await StoreBench.with { bench in
            try await lose(allBut: 9, bench)
            for number in numbers.suffix(20) { try await bench.deny(number, at: .hour(10)) }
            #expect(try await bench.judge(acceptsGone: true, at: .hour(10)) == GoneVerdict())
            #expect(try gone(bench) == [])
            try await bench.deny(numbers[9], at: .hour(11))
            #expect(try await bench.judge(at: .hour(11)) == GoneVerdict(parked: 21, living: 30))
        }
    }

    @Test("a parked number that is fetched, or listed again, is parked no longer")
    func seenAgain() async throws {
        try await StoreBench.with { bench in
            try await lose(allBut: 9, bench)
            for number in numbers.suffix(21) { try await bench.deny(number, at: .hour(10)) }
            try await bench.save(.invented(numbers[29]), at: .hour(11))
            #expect(try bench.contents.rows("SELECT count(*) FROM _parked") == ["20"])
            try await bench.reconcile(listed: Array(numbers.prefix(28)), at: .hour(12))
            #expect(
                try bench.contents.rows("SELECT msisdn, reason, parked_at FROM _parked")
                    == ["4790000029|404001|2026-03-01T10:00:00Z"])
        }
    }

    @Test(
        "lets through what is at most twenty or at most a tenth",
        arguments: [
            (count: 1, of: 1, lets: true), (count: 20, of: 20, lets: true), (count: 21, of: 209, lets: false),
            (count: 21, of: 210, lets: true), (count: 2000, of: 20_000, lets: true),
            (count: 2001, of: 20_000, lets: false),
        ])
    func limits(count: Int, of living: Int, lets: Bool) {
        #expect(GoneBreaker.lets(count, of: living) == lets)
    }
}
