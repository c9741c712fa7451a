import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariants: a comparison counts only once every part of its list has been read; read parts stay read when
/// a run ends; only a complete list shows that a number is missing.
@Suite("Comparing with the complete list")
struct ReconcileTests {
    let numbers = (1...5).map { Msisdn.invented($0) }

    private func list(
        _ listed: [Int], account: String, isLastPage: Bool = true, of progress: ReconcileProgress,
        _ bench: StoreBench, at now: Date = .hour(9)
    ) async throws {
        try await bench.store.save(
            listed: listed.map { numbers[$0] }, account: account, of: progress.id, at: now)
        if isLastPage {
            try await bench.store.markRead(.account(account), of: progress.id)
        }
    }

    @Test("goes on in another run with the parts that were not read to their end")
    func resumes() async throws {
        try await StoreBench.with { bench in
            #expect(try await bench.store.unfinishedReconcile() == nil)
            let progress = try await bench.beginReconcile(accounts: ["10000001", "10000002"], at: .hour(9))
            #expect(progress.parts == [.accounts: false])
            try await list([0, 1], account: "10000001", of: progress, bench)
            try await list([2], account: "10000002", isLastPage: false, of: progress, bench)
            let resumed = try #require(try await bench.store.unfinishedReconcile())
            #expect(
                resumed.parts == [.accounts: true, .account("10000001"): true, .account("10000002"): false])
            #expect(
                [resumed.id, Int64(resumed.startedAt.timeIntervalSince(.hour(9)))] == [progress.id, 0])
            #expect(resumed.method == .accounts)
            #expect(try await bench.store.lastListedAt() == nil)
            try await list([2, 3], account: "10000002", of: progress, bench)
            try await bench.store.finishReconcile(resumed, at: .hour(10))
            #expect(try await bench.store.unfinishedReconcile() == nil)
            #expect(try await bench.store.lastListedAt() == .hour(10))
            #expect(try bench.contents.rows("SELECT * FROM _reconcile_part") == [])
        }
    }

    @Test("a new beginning takes the place of an unfinished one, and leaves a finished one")
    func beginsAnew() async throws {
        try await StoreBench.with { bench in
            try await bench.reconcile(listed: [], at: .hour(8))
            let first = try await bench.beginReconcile(accounts: ["10000001"], at: .hour(9))
            let second = try await bench.store.beginReconcile(
                .fallback, parts: [.longSearch], startedAt: .hour(10), run: bench.run)
            #expect(first.id != second.id)
            #expect(try await bench.store.unfinishedReconcile() == second)
            #expect(try await bench.store.lastListedAt() == .hour(8))
            #expect(try bench.contents.rows("SELECT part FROM _reconcile_part") == ["search"])
        }
    }

    @Test("tells which numbers of a page no page before it held, of its own part or another")
    func newNumbers() async throws {
        try await StoreBench.with { bench in
            let earlier = try await bench.beginReconcile(accounts: ["10000001"], at: .hour(8))
            try await list([0, 1, 2, 3], account: "10000001", of: earlier, bench)
            let progress = try await bench.beginReconcile(accounts: ["10000001"], at: .hour(9))
            func save(_ listed: [Int], account: String) async throws -> Int {
                try await bench.store.save(
                    listed: listed.map { numbers[$0] }, account: account, of: progress.id, at: .hour(9))
            }
            #expect(try await save([0, 1, 0], account: "10000001") == 2)
            #expect(try await save([1, 2], account: "10000002") == 1)
            #expect(try await save([0, 1], account: "10000001") == 0)
        }
    }

    @Test("queues numbers that the mirror does not have at once, and those that the list lacks at the end")
    func differences() async throws {
        try await StoreBench.with { bench in
            for known in [0, 1] { try await bench.save(.invented(numbers[known]), at: .hour(8)) }
            let progress = try await bench.beginReconcile(accounts: ["10000001"], at: .hour(9))
            try await list([0, 2], account: "10000001", of: progress, bench)
            #expect(try bench.contents.rows("SELECT msisdn, reason FROM _queue") == ["4790000003|2"])
            try await bench.store.finishReconcile(progress, at: .hour(10))
            #expect(
                try bench.contents.rows("SELECT msisdn, reason, queued_at FROM _queue ORDER BY 1") == [
                    "4790000002|3|2026-03-01T10:00:00Z", "4790000003|2|2026-03-01T09:00:00Z",
                ])
        }
    }

    @Test("a number that changed and that the list lacks keeps its place among the changed ones")
    func changedAndMissing() async throws {
        try await StoreBench.with { bench in
            try await bench.save(.invented(numbers[0]), at: .hour(8))
            try await bench.store.save(
                PollRecord(
                    from: .hour(8), to: .hour(9), pages: 1, passes: 1, rows: 1, listed: [numbers[0]],
                    changed: [numbers[0]]), of: bench.run, at: .hour(9))
            try await bench.reconcile(listed: [], at: .hour(10))
            #expect(
                try bench.contents.rows("SELECT * FROM _queue") == ["4790000001|1|2026-03-01T09:00:00Z"])
        }
    }

    @Test("of two accounts that list a number the lesser id counts, whichever is read first")
    func twoAccounts() async throws {
        try await StoreBench.with { bench in
            for accounts in [["10000001", "10000002"], ["10000002", "10000001"]] {
                let progress = try await bench.beginReconcile(accounts: accounts, at: .hour(9))
                for account in accounts { try await list([0], account: account, of: progress, bench) }
                #expect(try bench.contents.rows("SELECT account_id FROM _listed") == ["10000001"])
                try await bench.store.finishReconcile(progress, at: .hour(9))
            }
        }
    }

    @Test("a number that left an account before its list is read again is on the account that lists it then")
    func readAgain() async throws {
        try await StoreBench.with { bench in
            for number in numbers[0..<2] { try await bench.save(.invented(number), at: .hour(8)) }
            let progress = try await bench.beginReconcile(accounts: ["10000001", "10000002"], at: .hour(9))
            try await list([0, 1], account: "10000001", isLastPage: false, of: progress, bench)
            let resumed = try #require(try await bench.store.unfinishedReconcile())
            try await bench.store.resumeReconcile(resumed)
            try await list([1], account: "10000001", of: resumed, bench)
            try await list([0], account: "10000002", of: resumed, bench)
            try await bench.store.finishReconcile(resumed, at: .hour(10))
            #expect(
                try bench.contents.rows("SELECT account_id FROM subscription ORDER BY msisdn")
                    == ["10000002", "10000001"])
        }
    }

    @Test("a number that is listed again after it was gone is queued as new")
    func listedAgain() async throws {
        try await StoreBench.with { bench in
            try await bench.save(.invented(numbers[0]), at: .hour(8))
            try await bench.bury(numbers[0], at: .hour(9))
            try await bench.reconcile(listed: [], at: .hour(10))
            #expect(try bench.contents.rows("SELECT * FROM _queue") == [])
            try await bench.reconcile(listed: [numbers[0]], at: .hour(11))
            #expect(try bench.contents.rows("SELECT msisdn, reason FROM _queue") == ["4790000001|2"])
        }
    }

    @Test("a number on another account gets a new version; one on the same account, or on none, does not")
    func accounts() async throws {
        try await StoreBench.with { bench in
            for number in numbers[0..<3] { try await bench.save(.invented(number), at: .hour(8)) }
            func compare(_ lists: [String: [Int]], at now: Date) async throws {
                let progress = try await bench.beginReconcile(accounts: lists.keys.sorted(), at: now)
                for (account, listed) in lists {
                    try await list(listed, account: account, of: progress, bench, at: now)
                }
                try await bench.store.finishReconcile(progress, at: now)
            }
            try await compare(["10000001": [0, 1, 2]], at: .hour(9))
            let before = try bench.contents.tables()
            try await compare(["10000001": [0], "10000002": [1]], at: .hour(10))
            #expect(
                try bench.contents.differences(from: before)["_subscription_version"]?.came.map {
                    $0.replacing("|ACTIVE|1001|Kostnadssted 4711||NULL|2020-02-29|NULL|", with: " on ")
                } == [
                    "4790000002|2026-03-01T09:00:00Z|2026-03-01T10:00:00Z on 10000001|NULL|NULL"
                        + "|2026-03-01T09:00:00Z|2026-03-01T08:00:00Z",
                    "4790000002|2026-03-01T10:00:00Z|NULL on 10000002|NULL|NULL|NULL|NULL",
                ])
            #expect(
                try bench.contents.rows(
                    "SELECT account_id, changed_at, verified_at FROM subscription ORDER BY msisdn")
                    == [
                        "10000001|2026-03-01T09:00:00Z|2026-03-01T08:00:00Z",
                        "10000002|2026-03-01T10:00:00Z|2026-03-01T08:00:00Z",
                        "10000001|2026-03-01T09:00:00Z|2026-03-01T08:00:00Z",
                    ])
        }
    }

    @Test("a document of a listed number has the account that listed it, and keeps it when no list says")
    func accountOfADocument() async throws {
        try await StoreBench.with { bench in
            let anna = NormalizedSubscription.invented(numbers[0])
            try await bench.reconcile(listed: [numbers[0]], at: .hour(8))
            try await bench.save(anna, at: .hour(9))
            let fallback = try await bench.store.beginReconcile(
                .fallback, parts: [.longSearch], startedAt: .hour(10), run: bench.run)
            try await bench.store.save(
                listed: [numbers[0]], account: nil, of: fallback.id, at: .hour(10))
            try await bench.store.finishReconcile(fallback, at: .hour(10))
            try await bench.save(anna.changed { $0.subscription.status = "BARRED" }, at: .hour(11))
            #expect(
                try bench.contents.rows(
                    "SELECT status, account_id FROM subscription_history ORDER BY observed_from")
                    == ["ACTIVE|10000001", "BARRED|10000001"])
        }
    }

    @Test("a number in quarantine that does not live in the mirror and stands in no list is forgotten")
    func strangers() async throws {
        try await StoreBench.with { bench in
            try await bench.save(.invented(numbers[0]), .invented(numbers[3]), at: .hour(8))
            try await bench.bury(numbers[3], listed: [numbers[0]], at: .hour(8))
            _ = try await bench.store.save(
                [0, 1, 2, 3].map { .failed(numbers[$0], stage: .fetch, error: "e") }, of: bench.run,
                at: .hour(8))
            try await bench.reconcile(listed: [numbers[1]], at: .hour(9))
            #expect(
                try bench.contents.rows("SELECT msisdn FROM quarantine ORDER BY 1")
                    == ["4790000001", "4790000002"])
        }
    }

    @Test("and is not tried once more, though its time had come before the list was complete")
    func strangersDue() async throws {
        try await StoreBench.with { bench in
            try await bench.save(.invented(numbers[0]), at: .hour(8))
            _ = try await bench.store.save(
                [0, 1, 2].map { .failed(numbers[$0], stage: .fetch, error: "e") }, of: bench.run,
                at: .hour(8))
            try await bench.store.queueDueRetries(at: .hour(20))
            try await bench.reconcile(listed: [numbers[1]], at: .hour(20))
            #expect(
                try bench.contents.rows("SELECT msisdn FROM _queue ORDER BY 1")
                    == ["4790000001", "4790000002"])
        }
    }

    @Test("accounts are updated, their owners' organizations come with them, and pages may come twice")
    func accountRows() async throws {
        try await StoreBench.with { bench in
            let progress = try await bench.store.beginReconcile(
                .accounts, parts: [.accounts], startedAt: .hour(9), run: bench.run)
            var account = AccountRow(id: "10000001")
            account.reference1 = "Æresgate 1"
            account.ownerOrgNumber = "999000111"
            account.ownerName = "Fjordbåt Øst AS"
            func save() async throws -> Int {
                try await bench.store.save(
                    accounts: [account], organizations: [OrganizationRow(orgNumber: "999000111")],
                    of: progress.id)
            }
            #expect(try await save() == 1)
            #expect(
                try await bench.store.unfinishedReconcile()?.parts
                    == [.accounts: false, .account("10000001"): false])
            account.reference1 = nil
            account.status = "OPEN"
            #expect(try await save() == 0)
            #expect(
                try bench.contents.rows("SELECT * FROM account")
                    == ["10000001|NULL|NULL|NULL|OPEN|NULL|999000111|Fjordbåt Øst AS"])
        }
    }
}
