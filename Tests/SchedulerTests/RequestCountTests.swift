import Foundation
import MirrorCore
import MirrorStore
import Pacing
import Sandbox
import Scheduler
import TelenorAPI
import Testing

/// The promise: requests are scarce.
@Suite("A run asks for no more than it needs")
struct RequestCountTests {
    private static func options(_ subscriptions: Int) -> SandboxOptions {
        var options = SandboxOptions()
        options.subscriptions = subscriptions
        return options
    }

    @Test("one search when nothing changed, and one detail for each change")
    func cheap() async throws {
        try await Workbench.with(Self.options(60)) { bench async throws in
            try await bench.sync()
            bench.wait(.seconds(900))
            let idle = try await bench.sync()
            #expect(idle.totals == RequestTotals(requests: 1, throttled: 0))
            #expect(idle.outcome == .complete)

            try bench.sandbox.change(.reference)
            bench.wait(.seconds(900))
            let busy = try await bench.sync()
            #expect(busy.totals == RequestTotals(requests: 2, throttled: 0))
            #expect(busy.summary.changed == 1)
        }
    }

    /// Rows that are written in the order of their keys lie side by side, so that a load writes each page a few times
    /// and not for each of its rows.
    @Test("the numbers of a list are fetched in their order, however long the list takes")
    func order() async throws {
        try await Workbench.with(Self.options(60)) { bench async throws in
            bench.pace = PaceSettings(perSecond: 1)
            bench.settings.concurrency = 1
            let report = try await bench.sync(maxRequests: 40)
            #expect(report.outcome == .partial)
            let accounts = try bench.rows("SELECT count(DISTINCT account_id) > 1 FROM _listed")
            #expect(accounts == [[.integer(1)]])
            let isInOrder = "(SELECT max(msisdn) FROM subscription) < (SELECT min(msisdn) FROM _queue)"
            #expect(try bench.rows("SELECT \(isInOrder)") == [[.integer(1)]])
        }
    }

    @Test("an idle run writes the record of itself and of what it proved, and nothing else")
    func writesNothing() async throws {
        try await Workbench.with(Self.options(30)) { bench async throws in
            try await bench.sync()
            bench.wait(.seconds(900))
            try await bench.sync()
            let before = try bench.contents()
            bench.wait(.seconds(900))
            try await bench.sync()
            let after = try bench.contents()
            let changed = before.keys.filter { before[$0] != after[$0] }
            // _state: how many requests were sent.
            #expect(changed.sorted() == ["_log", "_state", "coverage", "sqlite_sequence", "sync_run"])
            #expect(after["sync_run"]?.count == 3)
            #expect(after["coverage"]?.count == 3)
        }
    }

    @Test("numbers that the lookback shows again are not fetched again")
    func overlap() async throws {
        try await Workbench.with(Self.options(60)) { bench async throws in
            try await bench.sync()
            bench.wait(.seconds(900))
            for number in bench.sandbox.truth().msisdns.prefix(10) {
                try bench.sandbox.change(.reference, msisdn: number)
            }
            bench.wait(.seconds(10))
            #expect(try await bench.sync().totals.requests == 11)
            bench.wait(.seconds(60))
            // The search, and a narrower one which shows that none of the ten has changed since.
            #expect(try await bench.sync().totals.requests == 2)
        }
    }

    @Test("nor when some of them were fetched long before the others")
    func overlapOfTwoPolls() async throws {
        try await Workbench.with(Self.options(60)) { bench async throws in
            try await bench.sync()
            bench.wait(.seconds(900))
            let numbers = Array(bench.sandbox.truth().msisdns.prefix(9))
            for number in numbers.prefix(2) { try bench.sandbox.change(.reference, msisdn: number) }
            bench.wait(.seconds(5))
            #expect(try await bench.sync().totals.requests == 3)
            bench.wait(.seconds(60))
            for number in numbers.dropFirst(2) { try bench.sandbox.change(.status, msisdn: number) }
            bench.wait(.seconds(5))
            #expect(try await bench.sync().summary.fetched == 7)
            for _ in 0..<2 {
                bench.wait(.seconds(20))
                let idle = try await bench.sync()
                #expect(idle.summary.fetched == 0)
                // One for all recent changes, one from the time the oldest of them was
                // fetched, and one from the next.
                #expect(idle.totals.requests == 3)
            }
            #expect(try bench.differences() == [])
        }
    }

    @Test("a run that ends early leaves the rest to the next, which fetches nothing twice")
    func resumes() async throws {
        try await Workbench.with(Self.options(50)) { bench async throws in
            let first = try await bench.sync(maxRequests: 30)
            #expect(first.outcome == .partial)
            #expect(first.stop == .requestsSpent)
            #expect(first.totals.requests <= 30)
            while try await bench.sync(maxRequests: 30).outcome == .partial {}
            #expect(bench.sandbox.statistics.count(of: .detail) == 50)
            #expect(try bench.differences() == [])
        }
    }

    @Test("a comparison that was asked for is done by a later run when the budget ends before it")
    func asksOnce() async throws {
        try await Workbench.with(Self.options(30)) { bench async throws in
            try await bench.sync()
            bench.sandbox.change(.accountMove, count: 1)
            bench.wait(.seconds(600))
            #expect(try await bench.sync(full: true, maxRequests: 1).outcome == .partial)
            let next = try await bench.sync()
            #expect(next.kind == .reconcile)
            #expect(next.outcome == .complete)
            #expect(try bench.differences() == [])
            #expect(try await bench.sync().kind == .incremental)
        }
    }

    @Test("a number of requests that may be sent holds for orderable add-ons as well")
    func orderableWithinBudget() async throws {
        try await Workbench.with(Self.options(50)) { bench async throws in
            bench.settings.fetchesOrderableAddOns = true
            let first = try await bench.sync(maxRequests: 30)
            #expect(first.stop == .requestsSpent)
            #expect(first.totals.requests <= 30)
            #expect(first.summary.fetched > 0)
        }
    }

    @Test("a run whose time is over ends as partial, also where no pace makes it wait")
    func timeOver() async throws {
        try await Workbench.with(Self.options(50)) { bench async throws in
            try await bench.sync(maxRequests: 30)
            let fetched = bench.sandbox.statistics.count(of: .detail)
            let late = try await bench.sync(deadline: .zero)
            #expect(late.outcome == .partial)
            #expect(late.stop == .timeSpent)
            #expect(bench.sandbox.statistics.count(of: .detail) == fetched)
            #expect(try await bench.sync().outcome == .complete)
        }
    }

    @Test("a quota that is spent for longer than the run may last ends it, and says from when on to go on")
    func quota() async throws {
        var options = Self.options(100)
        options.quota = SandboxOptions.Quota(limit: 40, window: .seconds(3600))
        try await Workbench.with(options) { bench async throws in
            bench.pace = PaceSettings(quota: 40, quotaWindow: .seconds(3600))
            let report = try await bench.sync(deadline: .seconds(600))
            #expect(report.outcome == .partial)
            guard case .quotaSpent(let until) = report.stop else {
                Issue.record("stopped because of \(String(describing: report.stop))")
                return
            }
            #expect(until > bench.time.now())
            #expect(until <= bench.time.now().addingTimeInterval(3660))
            #expect(bench.sandbox.statistics.count(code: 42_901) == 0)
        }
    }

    @Test("without a deadline it waits for the window, and is never refused")
    func waits() async throws {
        var options = Self.options(100)
        options.quota = SandboxOptions.Quota(limit: 40, window: .seconds(3600))
        try await Workbench.with(options) { bench async throws in
            bench.pace = PaceSettings(quota: 40, quotaWindow: .seconds(3600))
            #expect(try await bench.sync().outcome == .complete)
            #expect(bench.sandbox.statistics.count(code: 42_901) == 0)
            #expect(try bench.differences() == [])
        }
    }
}
