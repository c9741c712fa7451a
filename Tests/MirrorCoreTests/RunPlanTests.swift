import Foundation
import MirrorCore
import Testing

@Suite("What the next run would do")
struct RunForecastTests {
    static let now = Date(timeIntervalSince1970: 100 * 86_400)

    static func daysAgo(_ days: Double) -> Date { now.addingTimeInterval(-days * 86_400) }

    /// A mirror of 3,000 numbers that is up to date.
    static var settled: RunFacts {
        var facts = RunFacts()
        facts.lastListedAt = daysAgo(1)
        facts.reached = daysAgo(0.25)
        facts.listRequests = 12
        facts.catalogueReadAt = daysAgo(0.5)
        facts.living = 3000
        facts.refreshCreditedAt = daysAgo(1)
        return facts
    }

    static func forecast(_ facts: RunFacts, isFull: Bool = false, each: Int = 1) -> RunForecast {
        RunForecast(
            facts,
            RunForecast.Conditions(
                reconcileInterval: .seconds(7 * 86_400), refreshInterval: .seconds(30 * 86_400),
                catalogueInterval: .seconds(86_400), accessTypes: 3, requestsPerNumber: each, isFull: isFull),
            now: now)
    }

    private static func steps(_ forecast: RunForecast) -> [String] {
        forecast.steps.map {
            "\($0.isEstimate ? "~" : "")\($0.purpose.rawValue) \($0.requests.map { "\($0)" } ?? "?")"
        }
    }

    @Test("of a mirror that is up to date, one search")
    func idle() {
        let forecast = Self.forecast(Self.settled)
        #expect(forecast.kind == .incremental)
        #expect(Self.steps(forecast) == ["~token 1", "search 1"])
        #expect(forecast.requests == 2)
        #expect(!forecast.isOpen)
    }

    @Test("of a mirror that does not exist, everything, and nobody knows how much")
    func backfill() {
        let forecast = Self.forecast(RunFacts())
        #expect(forecast.kind == .backfill)
        #expect(Self.steps(forecast) == ["~token 1", "catalogue 3", "~list ?", "new ?"])
        #expect(forecast.isOpen)
    }

    @Test("of a mirror with work left, each number by its reason")
    func queued() {
        var facts = Self.settled
        facts.queued = [.changed: 5, .new: 40, .missing: 3, .retry: 1, .unproven: 7]
        facts.dueRetries = 2
        facts.changesPerDay = 10
        facts.refreshable = 150
        facts.catalogueReadAt = Self.daysAgo(2)
        let expected = [
            "~token 1", "search 1", "catalogue 3", "~changed 8", "new 40", "missing 3", "retry 3",
            "unproven 7",
            "refresh 150",
        ]
        #expect(Self.steps(Self.forecast(facts)) == expected)
        #expect(
            Self.steps(Self.forecast(facts, each: 2)).suffix(2) == ["unproven 14", "refresh 300"])
    }

    @Test(
        "a list is read when the last is old enough, when it is asked for, and when one was begun",
        arguments: [
            (days: 8, isFull: false, unread: nil, kind: RunKind.reconcile, list: 12),
            (days: 7, isFull: false, unread: nil, kind: .reconcile, list: 12),
            (days: 1, isFull: true, unread: nil, kind: .reconcile, list: 12),
            (days: 1, isFull: false, unread: 4, kind: .incremental, list: 4),
        ] as [(days: Double, isFull: Bool, unread: Int?, kind: RunKind, list: Int)])
    func list(days: Double, isFull: Bool, unread: Int?, kind: RunKind, list: Int) {
        var facts = Self.settled
        facts.lastListedAt = Self.daysAgo(days)
        facts.unreadParts = unread
        let forecast = Self.forecast(facts, isFull: isFull)
        #expect(forecast.kind == kind)
        #expect(Self.steps(forecast) == ["~token 1", "search 1", "~list \(list)"])
    }

    @Test("refreshes take their share, and no more than there is to refresh")
    func refresh() {
        var facts = Self.settled
        facts.refreshable = 1000
        #expect(Self.steps(Self.forecast(facts)).last == "refresh 200")
        facts.refreshable = 20
        #expect(Self.steps(Self.forecast(facts)).last == "refresh 20")
    }
}
