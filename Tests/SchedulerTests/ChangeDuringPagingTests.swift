import Foundation
import MirrorCore
import MirrorStore
import Sandbox
import Scheduler
import TelenorAPI
import Testing

/// Invariant: however rows move between two pages, whatever the server's clock says and however late the
/// search lists a change, data missing from the mirror is queued or will be listed by the next poll.
@Suite("Paging while the world moves")
struct ChangeDuringPagingTests {
    private static func options(
        _ subscriptions: Int = 120, seed: UInt64 = 1, accounts: Int = 3
    ) -> SandboxOptions {
        var options = SandboxOptions()
        options.subscriptions = subscriptions
        options.accounts = accounts
        options.seed = seed
        return options
    }

    /// Runs until a complete run finds nothing new; at most that many runs.
    private static func settle(_ bench: Workbench, runs: Int = 8) async throws {
        for _ in 0..<runs {
            bench.wait(.seconds(70))
            let report = try await bench.sync(full: true, acceptsGone: true)
            if report.outcome == .complete, report.summary.changed == 0, report.summary.gone == 0 { return }
        }
        Issue.record("the mirror did not come to rest in \(runs) runs")
    }

    @Test(
        "rows that change, appear and vanish between two pages are all found",
        arguments: [1, 2, 3, 4], [false, true])
    func moves(seed: UInt64, withoutAccounts: Bool) async throws {
        var options = Self.options(seed: seed)
        options.withoutAccounts = withoutAccounts
        try await Workbench.with(options) { bench async throws in
            bench.settings.pageSize = 10
            bench.sandbox.adjustWorld {
                $0.movement = SandboxMovement(changes: 2, removals: 1, additions: 1, pages: 12)
            }
            try await bench.sync()
            for _ in 0..<3 {
                bench.wait(.seconds(600))
                bench.sandbox.change(count: 30)
                bench.sandbox.adjustWorld {
                    $0.movement = SandboxMovement(changes: 2, removals: 1, additions: 1, pages: 6)
                }
                try await bench.sync()
            }
            bench.sandbox.adjustWorld { $0.movement = nil }
            // Only the list shows changes that the search never lists, removals, and moves between accounts.
            try await Self.settle(bench)
            #expect(try bench.differences() == [])
            #expect(try bench.historyFaults() == [])
        }
    }

    @Test("rows that come twice change nothing")
    func repeated() async throws {
        var options = Self.options()
        options.world.repeatedRows = 0.2
        try await Workbench.with(options) { bench async throws in
            bench.settings.pageSize = 10
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])
            #expect(bench.sandbox.statistics.count(of: .detail) == 120)
        }
    }

    @Test("a list that gives the same page for ever ends the run as unusable, and loses nothing")
    func loops() async throws {
        try await Workbench.with(Self.options()) { (bench: inout Workbench) async throws -> Void in
            bench.settings.pageSize = 10
            try await bench.sync()
            bench.wait(.seconds(600))
            bench.sandbox.change(count: 30)
            bench.wait(.seconds(5))
            bench.sandbox.setFaults([try SandboxFaultRule("ignore-page@search=always")])
            #expect(await bench.failure() == .pageRepeated(.search, page: 1))
            bench.sandbox.clearFaults()
            #expect(try await bench.sync(full: true).outcome == .complete)
            #expect(try bench.differences() == [])
        }
    }

    @Test("a change that the search shows up to a minute late is found", arguments: [1, 2, 3])
    func late(seed: UInt64) async throws {
        var options = Self.options(60, seed: seed)
        options.world.visibilityDelay = .seconds(60)
        try await Workbench.with(options) { bench async throws in
            try await bench.sync()
            for round in 0..<12 {
                for _ in 0..<5 {
                    bench.wait(.seconds(7))
                    try bench.sandbox.change([.reference, .status, .user, .newSim][round % 4])
                }
                try await bench.sync()
            }
            bench.wait(.seconds(61))
            try await bench.sync()
            #expect(try bench.differences() == [])
        }
    }

    @Test(
        "a server's clock that is set in between costs no change",
        arguments: [Duration.seconds(-600), .seconds(-30), .seconds(45), .seconds(600), .seconds(-86_400)],
        [Duration.seconds(20), .seconds(900)])
    func clockIsSet(jump: Duration, interval: Duration) async throws {
        try await Workbench.with(Self.options(40)) { bench async throws in
            try await bench.sync()
            let number = try #require(bench.sandbox.truth().msisdns.first)
            for round in 0..<6 {
                bench.wait(interval)
                try bench.sandbox.change(.reference, msisdn: number)
                try bench.sandbox.change(.status)
                bench.wait(.seconds(3))
                try await bench.sync()
                #expect(try bench.differences() == [], "round \(round)")
                if round == 2 { bench.sandbox.jumpClock(by: jump) }
                try bench.sandbox.change(.reference, msisdn: number)
                bench.wait(.seconds(2))
                try await bench.sync()
                #expect(try bench.differences() == [], "round \(round), once more")
            }
        }
    }

    @Test("a clock that is set forward before the search has shown a change does not hide it")
    func stepHidesNothing() async throws {
        var options = Self.options(40)
        options.world.visibilityDelay = .seconds(60)
        try await Workbench.with(options) { bench async throws in
            try await bench.sync()
            for _ in 0..<8 {
                bench.wait(.seconds(100))
                for _ in 0..<3 { try bench.sandbox.change(.reference) }
                bench.sandbox.jumpClock(by: .seconds(7200))
                for _ in 0..<5 {
                    bench.wait(.seconds(15))
                    try await bench.sync()
                }
                #expect(try bench.differences() == [])
            }
        }
    }

    @Test("after more downtime than the search reaches back over, the list and every number are read again")
    func downtime() async throws {
        var options = Self.options(40)
        options.longestSince = .seconds(31 * 86_400)
        try await Workbench.with(options) { bench async throws in
            try await bench.sync()
            bench.wait(.seconds(86_400))
            for _ in 0..<10 { try bench.sandbox.change(.reference) }
            try bench.sandbox.change(.newSubscription)
            try bench.sandbox.change(.removedSubscription)
            bench.wait(.seconds(40 * 86_400))
            try bench.sandbox.change(.status)
            bench.wait(.seconds(10))

            let report = try await bench.sync(maxRequests: 20)
            #expect(report.kind == .reconcile)
            #expect(report.outcome == .partial)
            #expect(try bench.rows("SELECT count(*) FROM _coverage_stretch") == [[.integer(2)]])
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])
            #expect(try bench.rows("SELECT count(*) FROM _coverage_stretch") == [[.integer(1)]])
            #expect(bench.sandbox.statistics.count(of: .search, code: 400_000) == 1)
            // The lookback lists the last change once more, and then never again.
            bench.wait(.seconds(600))
            #expect(try await bench.sync().totals.requests == 2)
            bench.wait(.seconds(600))
            #expect(try await bench.sync().totals.requests == 1)
        }
    }

    @Test("after downtime that the search reaches back over, one poll is enough")
    func shortDowntime() async throws {
        try await Workbench.with(Self.options(40)) { bench async throws in
            try await bench.sync()
            bench.settings.reconcileInterval = .seconds(365 * 86_400)
            bench.settings.refreshInterval = .zero
            bench.settings.accessTypes = []
            bench.wait(.seconds(40 * 86_400))
            try bench.sandbox.change(.status)
            bench.wait(.seconds(10))
            // The token, the search, the detail.
            #expect(try await bench.sync().totals.requests == 3)
            #expect(try bench.differences() == [])
        }
    }

    @Test("what the search never shows is found by refreshing, counted, and widens the lookback")
    func refreshes() async throws {
        try await Workbench.with(Self.options(30)) { bench async throws in
            try await bench.sync()
            bench.settings.reconcileInterval = .seconds(365 * 86_400)
            bench.sandbox.adjustWorld { $0.visibilityDelay = .seconds(365 * 86_400) }
            try bench.sandbox.change(.reference)
            var missed = 0
            for _ in 0..<35 {
                bench.wait(.seconds(86_400))
                try await bench.sync()
                missed = try bench.rows("SELECT sum(missed) FROM sync_run") == [[.integer(1)]] ? 1 : 0
            }
            #expect(missed == 1)
            #expect(try bench.differences() == [])
            #expect(
                try bench.rows("SELECT value FROM _state WHERE key = 'telenor.lookback_seconds'")
                    == [[.text("600.0")]])
            #expect(
                try bench.rows("SELECT count(*) FROM subscription WHERE verified_at < '2026-06-01'")
                    == [[.integer(0)]])
        }
    }

    @Test("refreshing takes what the budget leaves, and a run that has only that left is complete")
    func refreshBudget() async throws {
        try await Workbench.with(Self.options(30)) { bench async throws in
            try await bench.sync()
            bench.settings.accessTypes = []
            bench.settings.reconcileInterval = .seconds(365 * 86_400)
            bench.wait(.seconds(20 * 86_400))
            let report = try await bench.sync(maxRequests: 12)
            #expect(report.outcome == .complete)
            #expect(report.totals.requests == 12)
            #expect(report.summary.refreshed == 10)
            #expect(try await bench.sync().summary.refreshed == 20)
        }
    }

    @Test("a small budget that changes use up still lets new numbers and verifications through")
    func starvesNobody() async throws {
        try await Workbench.with(Self.options(200)) { bench async throws in
            try await bench.sync(maxRequests: 60)
            let before = try bench.rows("SELECT count(*) FROM _queue WHERE reason = 2")
            for _ in 0..<24 {
                bench.wait(.seconds(60))
                for number in try bench.rows("SELECT msisdn FROM subscription LIMIT 6") {
                    if case .text(let msisdn) = number[0] {
                        try bench.sandbox.change(.reference, msisdn: msisdn)
                    }
                }
                bench.wait(.seconds(2))
                try await bench.sync(maxRequests: 5)
            }
            #expect(try bench.rows("SELECT count(*) FROM _queue WHERE reason = 2") != before)
        }
    }
}
