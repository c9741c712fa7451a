import Foundation
import MirrorCore
import Pacing
import TestSupport
import Testing

@Suite("The plan of a poll")
struct PollPlanTests {
    static let reached = Date(timeIntervalSince1970: 10_000)
    static let numbers = (0...4).map { Msisdn.invented($0) }

    static func plan(fetched: [Int: TimeInterval] = [:], offset: Duration? = nil) -> PollPlan {
        PollPlan(
            reached: reached, lookback: .seconds(300),
            fetchedBefore: Dictionary(
                uniqueKeysWithValues: fetched.map { (numbers[$0.key], Date(timeIntervalSince1970: $0.value)) }
            ), offset: offset)
    }

    static func numbers(_ indices: [Int]) -> Set<Msisdn> { Set(indices.map { numbers[$0] }) }

    @Test("reaches back over the lookback")
    func start() {
        #expect(Self.plan().start == Date(timeIntervalSince1970: 9_700))
        #expect(!Self.plan().leavesGap)
    }

    @Test(
        "asks again only about several numbers that were fetched before, from the earliest of those fetches on",
        arguments: [
            (listed: [], fetched: [:], start: nil), (listed: [0, 1], fetched: [:], start: nil),
            (listed: [0], fetched: [0: 9_900], start: nil),
            (listed: [0, 1], fetched: [0: 9_900], start: nil),
            (listed: [0, 1], fetched: [0: 9_900, 1: 9_800], start: 9_800),
            (listed: [0, 1], fetched: [0: 9_900, 1: 9_950, 2: 9_800], start: 9_900),
        ] as [(listed: [Int], fetched: [Int: TimeInterval], start: TimeInterval?)])
    func narrowStart(listed: [Int], fetched: [Int: TimeInterval], start: TimeInterval?) {
        #expect(
            Self.plan(fetched: fetched).narrowStart(listed: Self.numbers(listed))
                == start.map { Date(timeIntervalSince1970: $0) })
    }

    @Test("is uncertain only of numbers that were fetched since the poll before")
    func uncertain() {
        let plan = Self.plan(fetched: [0: 9_900, 1: 9_950])
        #expect(plan.uncertain(Self.numbers([0, 2, 3])) == Self.numbers([0]))
        #expect(plan.uncertain(Self.numbers([2, 3])) == [])
    }

    @Test(
        "moves its start back with a server's clock that was set back, and trusts no time of the old clock",
        arguments: [
            (before: 0, now: 0, start: nil), (before: 0, now: -2, start: nil),
            (before: 5, now: 7, start: nil),
            (before: 0, now: -600, start: 9_100), (before: 90, now: 60, start: 9_670),
            (before: 0, now: 600, start: 9_700), (before: nil, now: 600, start: nil),
            (before: 0, now: nil, start: nil),
        ] as [(before: Int?, now: Int?, start: TimeInterval?)])
    func corrected(before: Int?, now: Int?, start: TimeInterval?) {
        let plan = Self.plan(fetched: [0: 9_900, 1: 9_800], offset: before.map { .seconds($0) })
        let offsets = now.map { Duration.seconds($0)...Duration.seconds($0) }
        let corrected = plan.corrected(for: offsets)
        #expect(corrected?.start == start.map { Date(timeIntervalSince1970: $0) })
        #expect(corrected?.fetchedBefore ?? [:] == [:])
        #expect(corrected?.reached ?? Self.reached == Self.reached)
        #expect(corrected?.corrected(for: offsets) == nil)
    }

    @Test("takes a slow reply, which tells little of the clock, for no clock that was set")
    func slowReply() {
        let plan = Self.plan(offset: .zero)
        #expect(plan.corrected(for: .seconds(-9)...Duration.seconds(1)) == nil)
        #expect(plan.corrected(for: .seconds(2)...Duration.seconds(30)) == nil)
        #expect(
            plan.corrected(for: .seconds(-9)...Duration.seconds(-3))?.start
                == Date(timeIntervalSince1970: 9_691))
    }

    @Test("leaves a gap when the search does not reach back to the poll before")
    func gap() {
        #expect(Self.plan().beginning(at: Self.reached.addingTimeInterval(1)).leavesGap)
        #expect(!Self.plan().beginning(at: Self.reached).leavesGap)
    }

    @Test("tries ever shorter spans, down to a day")
    func reach() {
        var tried: [Int] = []
        var reach: Duration? = SearchReach.longest
        while let span = reach {
            tried.append(Int(span.inSeconds / 86_400))
            reach = SearchReach.next(after: span)
        }
        #expect(tried == [7300, 3650, 1825, 730, 365, 90, 30, 7, 1])
        #expect(SearchReach.next(after: .seconds(40 * 86_400)) == .seconds(30 * 86_400))
    }
}
