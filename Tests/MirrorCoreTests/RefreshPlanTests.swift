import Foundation
import MirrorCore
import Testing

@Suite("The plan of a refresh")
struct RefreshPlanTests {
    static let day = 86_400.0
    static let now = Date(timeIntervalSince1970: 100 * day)

    static func plan(living: Int = 1500, days: Int = 30, creditedDaysAgo: Double?) -> RefreshPlan {
        RefreshPlan(
            living: living, interval: .seconds(days * 86_400),
            creditedAt: creditedDaysAgo.map { now.addingTimeInterval(-$0 * day) }, now: now)
    }

    @Test(
        "takes as many as keep every verification younger than the interval, and none before half of it",
        arguments: [
            (living: 1500, days: 30, ago: 1, limit: 100), (living: 1500, days: 30, ago: 0.005, limit: 0),
            (living: 1500, days: 30, ago: 0.0101, limit: 1), (living: 1500, days: 30, ago: 40, limit: 1500),
            (living: 1500, days: 30, ago: nil, limit: 0), (living: 1500, days: 0, ago: 1, limit: 0),
            (living: 0, days: 30, ago: 1, limit: 0), (living: 1500, days: 30, ago: -1, limit: 0),
        ] as [(living: Int, days: Int, ago: Double?, limit: Int)])
    func limit(living: Int, days: Int, ago: Double?, limit: Int) {
        let plan = Self.plan(living: living, days: days, creditedDaysAgo: ago)
        #expect(plan.limit == limit)
        #expect(plan.verifiedBefore == Self.now.addingTimeInterval(-Double(days) * Self.day / 2))
    }

    @Test(
        "keeps what the budget did not allow, and saves nothing up where nothing was due",
        arguments: [
            (refreshed: 100, areMore: true, days: 0.0), (refreshed: 100, areMore: false, days: 0),
            (refreshed: 40, areMore: true, days: 0.6), (refreshed: 40, areMore: false, days: 0),
            (refreshed: 0, areMore: true, days: 1), (refreshed: 0, areMore: false, days: 0),
        ])
    func credit(refreshed: Int, areMore: Bool, days: Double) {
        let credited = Self.plan(creditedDaysAgo: 1).creditedAt(after: refreshed, areMore: areMore)
        #expect(abs(credited.timeIntervalSince(Self.now.addingTimeInterval(-days * Self.day))) < 1)
    }

    @Test("a share too small for one number is saved up")
    func savesUp() {
        let plan = Self.plan(creditedDaysAgo: 0.005)
        #expect(plan.creditedAt(after: 0, areMore: false) == Self.now.addingTimeInterval(-0.005 * Self.day))
    }

    @Test("run after run, every number is verified again within the interval, and none twice in half of it")
    func simulated() {
        var verified = [Double](repeating: 0, count: 700)
        var creditedAt: Date?
        var longest = 0.0
        for hour in stride(from: 1.0, to: 24 * 120, by: 7) {
            let now = Date(timeIntervalSince1970: hour * 3600)
            let plan = RefreshPlan(
                living: verified.count, interval: .seconds(30 * 86_400), creditedAt: creditedAt, now: now)
            let due = verified.indices.filter { verified[$0] < plan.verifiedBefore.timeIntervalSince1970 }
                .sorted { verified[$0] < verified[$1] }.prefix(plan.limit)
            for index in due { verified[index] = now.timeIntervalSince1970 }
            creditedAt = plan.creditedAt(after: due.count, areMore: false)
            longest = max(longest, now.timeIntervalSince1970 - (verified.min() ?? 0))
        }
        #expect(longest < 30.5 * Self.day)
        #expect(longest > 25 * Self.day)
    }
}
