import Foundation
import GRDB
import MirrorCore
import MirrorReading
import MirrorStore
import Pacing
import Sandbox
import Scheduler
import TestSupport
import Testing

/// The promise: `plan` says what `sync` then does, as both derive from one value.
@Suite("A run does what the plan says")
struct PlannedRunTests {
    /// A mirror in a state that determines its next run.
    struct Situation: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var options = PlannedRunTests.company()
        let kind: RunKind
        /// Requests that the plan counts exactly, and that the run then sends.
        let counted: [RunPlan.Purpose: Int]
        /// Requests that the plan estimates: its figure, and the number that the run then sends.
        var estimated: [RunPlan.Purpose: (planned: Int?, sent: Int)] = [:]
        var acceptsGone = false
        let prepare: @Sendable (inout Workbench) async throws -> Void
    }

    /// A company none of whose lists has 20 rows, from which on a second page may be requested.
    static func company(_ subscriptions: Int = 17) -> SandboxOptions {
        var options = SandboxOptions()
        options.subscriptions = subscriptions
        options.accounts = 3
        return options
    }

    private static func company(_ change: (inout SandboxOptions) -> Void) -> SandboxOptions {
        var options = company()
        change(&options)
        return options
    }

    private static let day = Duration.seconds(86_400)

    static let situations: [Situation] = [
        // The number of accounts and numbers is unknown.
        Situation(
            testDescription: "a first load", kind: .backfill, counted: [.catalogue: 3],
            estimated: [.list: (nil, 5), .new: (nil, 17)]
        ) { _ in },
        Situation(
            testDescription: "a first load that a budget cut", kind: .incremental,
            counted: [.search: 1, .new: 11]
        ) { bench async throws in
            // A token, the catalogue, the list, six details.
            #expect(try await bench.sync(maxRequests: 15).stop == .requestsSpent)
            bench.wait(.seconds(900))
        },
        Situation(
            testDescription: "a budget with two requests for each number", kind: .incremental,
            counted: [.search: 1, .new: 22]
        ) { bench async throws in
            bench.settings.fetchesOrderableAddOns = true
            #expect(try await bench.sync(maxRequests: 21).stop == .requestsSpent)
            bench.wait(.seconds(900))
        },
        Situation(testDescription: "nothing to do", kind: .incremental, counted: [.search: 1]) { bench in
            try await bench.sync()
            bench.wait(.seconds(900))
        },
        // Only the search shows what changed; no earlier run suggests a number.
        Situation(
            testDescription: "changes that the search will show", kind: .incremental, counted: [.search: 1],
            estimated: [.changed: (0, 4)]
        ) { bench async throws in
            try await bench.sync()
            bench.wait(.seconds(900))
            for number in bench.sandbox.truth().msisdns.prefix(4) {
                try bench.sandbox.change(.reference, msisdn: number)
            }
            bench.wait(.seconds(60))
        },
        // Four are queued, and judging by the two that the previous run found changed there may be a fifth.
        Situation(
            testDescription: "changes left in the queue", kind: .incremental, counted: [:],
            estimated: [.changed: (5, 4), .search: (1, 1)]
        ) { bench async throws in
            try await bench.sync()
            bench.wait(.seconds(900))
            for number in bench.sandbox.truth().msisdns.prefix(6) {
                try bench.sandbox.change(.reference, msisdn: number)
            }
            bench.wait(.seconds(900))
            bench.settings.concurrency = 1
            #expect(try await bench.sync(maxRequests: 3).stop == .requestsSpent)
            bench.wait(.seconds(900))
        },
        // A narrower search shows that none of the numbers listed again by the lookback has changed.
        Situation(
            testDescription: "changes that the lookback shows again", kind: .incremental, counted: [:],
            estimated: [.changed: (1, 0), .search: (1, 2)]
        ) { bench async throws in
            try await bench.sync()
            bench.wait(.seconds(900))
            for number in bench.sandbox.truth().msisdns.prefix(4) {
                try bench.sandbox.change(.reference, msisdn: number)
            }
            bench.wait(.seconds(10))
            try await bench.sync()
            bench.wait(.seconds(60))
        },
        Situation(
            testDescription: "a comparison that is due", kind: .reconcile,
            counted: [.search: 1, .catalogue: 3], estimated: [.list: (5, 5)]
        ) { bench async throws in
            try await bench.sync()
            bench.wait(day * 7)
        },
        Situation(
            testDescription: "an unfinished comparison", kind: .reconcile, counted: [.search: 1],
            estimated: [.list: (3, 3)]
        ) { bench async throws in
            try await unfinished(&bench)
            bench.wait(.seconds(900))
        },
        // Three parts are unread, but the parts read are too old to be combined with them.
        Situation(
            testDescription: "a stale unfinished comparison", kind: .reconcile,
            counted: [.search: 1, .catalogue: 3], estimated: [.list: (5, 5)]
        ) { bench async throws in
            try await unfinished(&bench)
            bench.wait(day * 8)
        },
        // The search, and two more that reach back less far: only they show that there is a gap.
        Situation(
            testDescription: "a gap that the search will find",
            options: company { $0.longestSince = day * 2 },
            kind: .incremental, counted: [.search: 1, .catalogue: 3],
            estimated: [.search: (1, 3), .list: (0, 5), .unproven: (0, 17)]
        ) { bench async throws in
            bench.settings.reconcileInterval = day * 30
            try await bench.sync()
            bench.wait(day * 10)
        },
        Situation(
            testDescription: "a gap that an earlier run found",
            options: company { $0.longestSince = day * 2 },
            kind: .reconcile, counted: [.search: 1, .catalogue: 3, .unproven: 17],
            estimated: [.list: (5, 5)]
        ) { bench async throws in
            bench.settings.reconcileInterval = day * 30
            try await bench.sync()
            bench.wait(day * 10)
            // A token and the three searches.
            #expect(try await bench.sync(maxRequests: 4).stop == .requestsSpent)
            bench.wait(.seconds(900))
        },
        Situation(
            testDescription: "a set-aside number whose next try is due", kind: .incremental,
            counted: [.search: 1, .retry: 1]
        ) { bench async throws in
            try await setAside(&bench)
            bench.wait(.seconds(900))
        },
        Situation(
            testDescription: "a set-aside number whose next try is still to come", kind: .incremental,
            counted: [.search: 1]
        ) { bench async throws in
            try await setAside(&bench)
            bench.wait(.seconds(800))
        },
        Situation(
            testDescription: "details that are due to be verified", kind: .incremental,
            counted: [.search: 1, .catalogue: 3, .refresh: 17]
        ) { bench async throws in
            bench.settings.refreshInterval = day * 10
            bench.settings.reconcileInterval = day * 30
            try await bench.sync()
            bench.wait(day * 6)
        },
        Situation(
            testDescription: "a share of them", kind: .incremental,
            counted: [.search: 1, .catalogue: 3, .refresh: 3]
        ) { bench async throws in
            bench.settings.refreshInterval = day * 10
            bench.settings.reconcileInterval = day * 30
            try await bench.sync()
            bench.wait(day * 6)
            try await bench.sync()
            // The others were verified a day ago: a day's share is three of 17, and that many are old enough.
            try await makeOld(3, in: bench)
            bench.wait(day)
        },
        Situation(
            testDescription: "numbers that the list lacks", kind: .incremental,
            counted: [.search: 1, .missing: 4]
        ) { bench async throws in
            try await bench.sync()
            bench.sandbox.change(.removedSubscription, count: 5)
            bench.wait(.seconds(900))
            bench.settings.concurrency = 1
            // The search, the list, one detail.
            #expect(try await bench.sync(full: true, maxRequests: 7).stop == .requestsSpent)
            bench.wait(.seconds(900))
        },
        Situation(
            testDescription: "parked numbers", options: company(60), kind: .incremental,
            counted: [.search: 1]
        ) { bench async throws in
            try await parked(&bench)
        },
        Situation(
            testDescription: "parked numbers that are accepted", options: company(60), kind: .incremental,
            counted: [.search: 1], acceptsGone: true
        ) { bench async throws in
            try await parked(&bench)
        },
        Situation(
            testDescription: "accepted numbers that are gone", options: company(60), kind: .incremental,
            counted: [.search: 1]
        ) { bench async throws in
            try await parked(&bench)
            #expect(try await bench.sync(acceptsGone: true).summary.gone == 25)
            bench.wait(.seconds(900))
        },
        Situation(
            testDescription: "a comparison after accepted numbers are gone", options: company(60),
            kind: .reconcile, counted: [.search: 1], estimated: [.list: (5, 5)]
        ) { bench async throws in
            try await parked(&bench)
            #expect(try await bench.sync(acceptsGone: true).summary.gone == 25)
            try await askForList(in: bench)
            bench.wait(.seconds(900))
        },
    ]

    @Test("kind and requests of every purpose", arguments: situations)
    func comesTrue(_ situation: Situation) async throws {
        try await Workbench.with(situation.options) { bench async throws in
            try await situation.prepare(&bench)
            let plan = try bench.plan()
            let before = bench.sandbox.statistics
            let report = try await bench.sync(acceptsGone: situation.acceptsGone)
            let sent = Sent(bench.sandbox.statistics, since: before)

            #expect(plan.kind == situation.kind)
            var counted: [RunPlan.Purpose: Int] = [:]
            for step in plan.steps where !step.isEstimate && step.requests != nil {
                counted[step.purpose] = step.requests
            }
            #expect(counted == situation.counted)
            for (purpose, figures) in situation.estimated {
                let step = plan.steps.first { $0.purpose == purpose }
                #expect((step == nil ? 0 : step?.requests) == figures.planned, "\(purpose)")
            }
            func expected(_ purpose: RunPlan.Purpose) -> Int {
                situation.estimated[purpose]?.sent ?? situation.counted[purpose] ?? 0
            }
            // Only the cache knows whether the last token is still valid.
            #expect(plan.steps.first == RunPlan.Step(.token, 1, isEstimate: true))
            #expect(sent.tokens <= 1)
            #expect(sent.search == expected(.search))
            #expect(sent.catalogue == expected(.catalogue))
            #expect(sent.list == expected(.list))
            let details: [RunPlan.Purpose] = [.changed, .new, .missing, .retry, .unproven, .refresh]
            #expect(sent.details == details.reduce(0) { $0 + expected($1) })
            #expect(report.summary.refreshed == expected(.refresh))
        }
    }

    @Test("the same where the accounts are not granted and the list comes from searches")
    func withoutAccounts() async throws {
        try await Workbench.with(Self.company { $0.withoutAccounts = true }) { bench async throws in
            try await bench.sync()
            try await Self.askForList(in: bench)
            bench.wait(.seconds(900))
            let plan = try bench.plan()
            let before = bench.sandbox.statistics
            try await bench.sync()
            let sent = Sent(bench.sandbox.statistics, since: before)
            // The refused request for accounts, the long search, and one per product; the
            // poll's search is not among them.
            let products = try bench.rows(
                "SELECT count(*) FROM (SELECT id FROM subscription_type UNION SELECT product_id FROM add_on_history)"
            )
            let list = sent.list + sent.search - 1
            #expect([[.integer(Int64(list - 2))]] == products)
            #expect(
                plan.steps == [
                    RunPlan.Step(.token, 1, isEstimate: true), RunPlan.Step(.search, 1),
                    RunPlan.Step(.list, list, isEstimate: true),
                ])
            #expect(sent.catalogue + sent.details == 0)
        }
    }

    @Test("the search begins where the newest poll ended, not at the latest end in the ledger")
    func reached() async throws {
        try await Workbench.with(Self.company()) { bench async throws in
            try await bench.sync()
            bench.wait(.seconds(900))
            try await bench.sync()
            let end = try #require(try bench.plan().poll?.reached)
            // As left by a version that entered a poll while the server's clock was ahead.
            try bench.execute(
                """
                INSERT INTO coverage (from_at, to_at, run_id, pages, passes, rows)
                VALUES ('2090-01-01T00:00:00Z', '2090-01-02T00:00:00Z', 1, 0, 0, 0)
                """)
            bench.wait(.seconds(900))
            #expect(try bench.plan().poll?.reached == end)
            try bench.sandbox.change(.reference)
            bench.wait(.seconds(5))
            #expect(try await bench.sync().summary.changed == 1)
        }
    }

    // MARK: - Situations

    /// An unfinished comparison whose list of accounts was read, but none of the accounts' lists.
    private static func unfinished(_ bench: inout Workbench) async throws {
        try await bench.sync()
        bench.wait(.seconds(900))
        #expect(try await bench.sync(full: true, maxRequests: 3).stop == .requestsSpent)
    }

    private static func setAside(_ bench: inout Workbench) async throws {
        let number = bench.sandbox.truth().msisdns[3]
        bench.sandbox.inject(.body("", status: 403), endpoint: .detail, msisdn: number, times: nil)
        #expect(try await bench.sync().summary.quarantined == 1)
        bench.sandbox.clearInjected()
    }

    private static func parked(_ bench: inout Workbench) async throws {
        try await bench.sync()
        bench.sandbox.change(.removedSubscription, count: 25)
        bench.wait(.seconds(900))
        #expect(try await bench.sync(full: true).parked == 25)
        bench.wait(.seconds(900))
    }

    private static func askForList(in bench: Workbench) async throws {
        let store = try MirrorStore.open(at: bench.mirror)
        try await store.keep(FactChanges(.listAskedFor, bench.time.now()))
        try store.close()
    }

    private static func makeOld(_ count: Int, in bench: Workbench) async throws {
        let old = Instant.text(bench.time.now().addingTimeInterval(-(day * 8).inSeconds))
        try bench.execute(
            """
            UPDATE _subscription SET verified_at = '\(old)'
            WHERE msisdn IN (SELECT msisdn FROM _subscription ORDER BY msisdn LIMIT \(count))
            """)
    }

    /// Requests counted by the sandbox, by the plan's purposes.
    private struct Sent {
        let tokens: Int
        let search: Int
        let catalogue: Int
        let list: Int
        let details: Int

        init(_ after: SandboxStatistics, since before: SandboxStatistics) {
            func count(_ endpoints: SandboxEndpoint...) -> Int {
                endpoints.reduce(0) { $0 + after.count(of: $1) - before.count(of: $1) }
            }
            tokens = count(.token)
            search = count(.search)
            catalogue = count(.subscriptionTypes)
            list = count(.accounts, .accountSubscriptions)
            details = count(.detail, .orderableAddOns)
        }
    }
}

extension Workbench {
    /// The plan of the next run, as `plan` shows it.
    func plan() throws -> RunPlan {
        let now = time.now()
        let isThere = FileManager.default.fileExists(atPath: mirror.path)
        let facts = isThere ? try MirrorReader(path: mirror.path).runFacts(settings, at: now) : RunFacts()
        return RunPlan(facts, settings, now: now)
    }

    /// Changes the file like another program.
    fileprivate func execute(_ sql: String) throws {
        let database = try DatabaseQueue(path: mirror.path)
        try database.write { db in
            try WritableViews.install(in: db)
            try db.execute(sql: sql)
        }
        try database.close()
    }
}
