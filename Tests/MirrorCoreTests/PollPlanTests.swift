import Foundation
import MirrorCore
import TestSupport
import Testing

@Suite("The plan of a poll")
struct PollPlanTests {
    static let watermark = Date(timeIntervalSince1970: 10_000)
    static let numbers = (0...4).map { Msisdn.invented($0) }

    static func plan(fetched: [Int: TimeInterval] = [:]) -> PollPlan {
        PollPlan(
            watermark: watermark, lookback: .seconds(300),
            fetchedBefore: Dictionary(
                uniqueKeysWithValues: fetched.map { (numbers[$0.key], Date(timeIntervalSince1970: $0.value)) }
            ))
    }

    static func numbers(_ indices: [Int]) -> Set<Msisdn> { Set(indices.map { numbers[$0] }) }

    @Test("reaches back over the lookback")
    func start() {
        #expect(Self.plan().start == Date(timeIntervalSince1970: 9_700))
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
        "falls short when the server's clock says that the search began after the start",
        arguments: [
            (since: 300, serverDate: 10_000, fallsShort: false),
            (since: 299, serverDate: 10_000, fallsShort: true),
            (since: 400, serverDate: 10_000, fallsShort: false),
            (since: 300, serverDate: 10_001, fallsShort: true),
            (since: nil, serverDate: 10_000, fallsShort: false),
            (since: 300, serverDate: nil, fallsShort: false),
        ] as [(since: Int?, serverDate: TimeInterval?, fallsShort: Bool)])
    func fallsShort(since: Int?, serverDate: TimeInterval?, fallsShort: Bool) {
        let date = serverDate.map { Date(timeIntervalSince1970: $0) }
        #expect(Self.plan().fallsShort(since: since, serverDate: date) == fallsShort)
    }
}
