import Foundation
import MirrorCore
import TestSupport
import Testing

@Suite("What the next run does")
struct RunPlanTests {
    static let now = Date(timeIntervalSince1970: 100 * 86_400)

    static func daysAgo(_ days: Double) -> Date { now.addingTimeInterval(-days * 86_400) }

    /// An up-to-date mirror of 3,000 numbers.
    static var settled: RunFacts {
        var facts = RunFacts()
        facts.list.lastListedAt = daysAgo(1)
        facts.poll = PollState(reached: daysAgo(0.25))
        facts.past.listRequests = 12
        facts.catalogueReadAt = daysAgo(0.5)
        facts.living = 3000
        facts.refreshCreditedAt = daysAgo(1)
        return facts
    }

    static func plan(_ facts: RunFacts, orderable: Bool = false) -> RunPlan {
        var settings = SyncSettings()
        settings.accessTypes = ["A", "B", "C"]
        settings.fetchesOrderableAddOns = orderable
        return RunPlan(facts, settings, now: now)
    }

    /// An unfinished comparison by accounts, `unread` of which have still to be read.
    static func unfinished(_ unread: Int, daysAgo days: Double = 1) -> ReconcileProgress {
        let parts = (0..<max(unread, 3)).map { (ReconcilePart.account("\($0)"), $0 >= unread) }
        return ReconcileProgress(
            id: 1, method: .accounts, startedAt: daysAgo(days),
            parts: Dictionary(parts + [(.accounts, true)]) { first, _ in first })
    }

    private static func steps(_ plan: RunPlan) -> [String] {
        plan.steps.map {
            "\($0.isEstimate ? "~" : "")\($0.purpose.rawValue) \($0.requests.map { "\($0)" } ?? "?")"
        }
    }

    @Test("of a mirror that is up to date, one search")
    func idle() {
        let plan = Self.plan(Self.settled)
        #expect(plan.kind == .incremental)
        #expect(Self.steps(plan) == ["~token 1", "search 1"])
        #expect(plan.requests == 2)
        #expect(!plan.hasUnknownSteps)
    }

    @Test("of a mirror that does not exist, everything, and nobody knows how much")
    func backfill() {
        let plan = Self.plan(RunFacts())
        #expect(plan.kind == .backfill)
        #expect(Self.steps(plan) == ["~token 1", "catalogue 3", "~list ?", "new ?"])
        #expect(plan.hasUnknownSteps)
    }

    @Test("of a mirror with work left, each number by its reason")
    func queued() {
        var facts = Self.settled
        facts.queued = [.changed: 5, .new: 40, .missing: 3, .retry: 1, .unproven: 7]
        facts.dueRetries = 2
        facts.past.changesPerDay = 10
        facts.refreshable = 150
        facts.catalogueReadAt = Self.daysAgo(2)
        let expected = [
            "~token 1", "search 1", "catalogue 3", "~changed 8", "new 40", "missing 3", "retry 3",
            "unproven 7",
            "refresh 150",
        ]
        #expect(Self.steps(Self.plan(facts)) == expected)
        #expect(
            Self.steps(Self.plan(facts, orderable: true)).suffix(2) == ["unproven 14", "refresh 300"])
    }

    @Test(
        "a list is read when the last is old enough, when it is asked for, and when coverage has a gap",
        arguments: [
            (days: 8, isAskedFor: false, hasGap: false, kind: RunKind.reconcile),
            (days: 7, isAskedFor: false, hasGap: false, kind: .reconcile),
            (days: 6.9, isAskedFor: false, hasGap: false, kind: .incremental),
            (days: 1, isAskedFor: true, hasGap: false, kind: .reconcile),
            (days: 1, isAskedFor: false, hasGap: true, kind: .reconcile),
            // Written under a wrong clock: it would prevent the comparison for years.
            (days: -2, isAskedFor: false, hasGap: false, kind: .reconcile),
        ] as [(days: Double, isAskedFor: Bool, hasGap: Bool, kind: RunKind)])
    func list(days: Double, isAskedFor: Bool, hasGap: Bool, kind: RunKind) {
        var facts = Self.settled
        facts.list.lastListedAt = Self.daysAgo(days)
        facts.list.isAskedFor = isAskedFor
        facts.list.hasUnlistedGap = hasGap
        let plan = Self.plan(facts)
        #expect(plan.kind == kind)
        #expect(plan.list == (kind == .reconcile ? .begin : .skip))
        #expect(Self.steps(plan) == ["~token 1", "search 1"] + (kind == .reconcile ? ["~list 12"] : []))
    }

    @Test(
        "a list that was begun is read on, unless it is older than the next one is due",
        arguments: [
            (days: 1, unread: 4, steps: ["~list 4"]), (days: 6.9, unread: 4, steps: ["~list 4"]),
            (days: 7, unread: 4, steps: ["~list 12"]), (days: -2, unread: 4, steps: ["~list 12"]),
            (days: 1, unread: 0, steps: []),
        ] as [(days: Double, unread: Int, steps: [String])])
    func unfinished(days: Double, unread: Int, steps: [String]) {
        var facts = Self.settled
        facts.list.unfinished = Self.unfinished(unread, daysAgo: days)
        let plan = Self.plan(facts)
        #expect(plan.kind == .incremental)
        #expect(Self.steps(plan) == ["~token 1", "search 1"] + steps)
    }

    @Test("a first load whose list is begun knows its price as far as the parts of the list are known")
    func firstList() {
        var facts = RunFacts()
        facts.list.unfinished = Self.unfinished(2)
        facts.queued = [.new: 30]
        #expect(Self.steps(Self.plan(facts)) == ["~token 1", "catalogue 3", "~list 2", "new ?"])
        facts.list.unfinished = ReconcileProgress(
            id: 1, method: .accounts, startedAt: Self.daysAgo(1), parts: [.accounts: false])
        #expect(Self.steps(Self.plan(facts)) == ["~token 1", "catalogue 3", "~list ?", "new ?"])
        facts.list.unfinished = Self.unfinished(0)
        #expect(Self.steps(Self.plan(facts)) == ["~token 1", "catalogue 3", "new 30"])
    }

    @Test("the search reaches back from where the newest poll ended, over the longer lookback")
    func poll() {
        var facts = Self.settled
        #expect(Self.plan(facts).poll == PollPlan(reached: Self.daysAgo(0.25), lookback: .seconds(300)))
        facts.poll?.lookback = .seconds(600)
        facts.poll?.fetched = [Msisdn.invented(1): Self.daysAgo(0.3), .invented(2): Self.daysAgo(0.3)]
        let plan = Self.plan(facts)
        #expect(plan.poll?.start == Self.daysAgo(0.25).addingTimeInterval(-600))
        #expect(Self.steps(plan) == ["~token 1", "~search 1"])
    }

    @Test("after the search the list is decided again")
    func decidesAgain() {
        var facts = Self.settled
        var plan = Self.plan(facts)
        facts.list.hasUnlistedGap = true
        plan.decideList(by: facts.list)
        #expect(plan.kind == .reconcile)
        #expect(plan.list == .begin)
    }

    @Test("refreshes take their share, and no more than there is to refresh")
    func refresh() {
        var facts = Self.settled
        facts.refreshable = 1000
        #expect(Self.steps(Self.plan(facts)).last == "refresh 200")
        facts.refreshable = 20
        #expect(Self.steps(Self.plan(facts)).last == "refresh 20")
    }
}
