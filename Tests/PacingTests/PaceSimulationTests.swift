import Pacing
import Testing

/// The promise of the pace with gateways that reveal nothing: as fast as allowed, and hardly ever refused.
@Suite("The pace against a gateway")
struct PaceSimulationTests {
    /// A gateway's limits.
    struct Limits: Sendable, CustomStringConvertible {
        var perSecond: Double?
        var quota: Int?
        var seconds = 0.0

        var description: String { "\(perSecond ?? 0)/s, \(quota ?? 0) in \(seconds) s" }

        var settings: PaceSettings {
            PaceSettings(
                perSecond: perSecond, quota: quota, quotaWindow: quota.map { _ in .seconds(seconds) })
        }

        func server(_ kind: Kind, times factor: Double = 1) -> PaceModelServer {
            let spike = perSecond.map {
                kind == .sliding
                    ? PaceModelServer.Spike.bucket(perSecond: $0, size: 5) : .distance(perSecond: $0)
            }
            let counting: PaceModelServer.Counting =
                switch kind {
                case .fixed: .fixed(phase: seconds * 0.37)
                case .fromFirst: .fromFirst
                case .sliding: .sliding
                }
            return PaceModelServer(
                spike: spike,
                quota: quota.map {
                    PaceModelServer.Quota(
                        count: Int(Double($0) * factor), seconds: seconds, counting: counting)
                })
        }

        /// The concurrency needed to reach the limit, at 50 ms each.
        var leastConcurrency: Int {
            let server = server(.fixed)
            return Int(server.allowedPerSecond * 0.1) + 2
        }

        /// Long enough for several windows.
        var length: Double { max(seconds * 10, 300) }
    }

    enum Kind: CaseIterable, Sendable { case fixed, fromFirst, sliding }

    static let known = [
        Limits(perSecond: 10), Limits(perSecond: 50), Limits(quota: 600, seconds: 60),
        Limits(quota: 1000, seconds: 10), Limits(perSecond: 20, quota: 900, seconds: 60),
    ]
    static let unknown = [
        Limits(perSecond: 10), Limits(perSecond: 40), Limits(quota: 600, seconds: 60),
        Limits(perSecond: 20, quota: 300, seconds: 30), Limits(quota: 700, seconds: 47),
        Limits(perSecond: 10, quota: 2000, seconds: 600),
    ]

    private static let start = 1_000_000.0

    @Test("known limits: 97 % of what is allowed, and nothing refused", arguments: known, Kind.allCases)
    func holdsKnown(limits: Limits, kind: Kind) async {
        for (seed, concurrency) in [(1, 4), (2, 32)] as [(UInt64, Int)] {
            var simulation = PaceSimulation(limits.settings, server: limits.server(kind), seed: seed)
            // At least enough to reach the limit at all.
            simulation.concurrency = max(concurrency, limits.leastConcurrency)
            // Evenly distributed, so that two requests differ by at most that; the margin
            // has to absorb everything else.
            simulation.jitter = 0.000_2
            simulation.lateness = 0.000_2
            await simulation.run(until: Self.start + limits.length + max(limits.seconds * 1.1, 1))
            let figures = simulation.figures(from: Self.start, to: Self.start + limits.length)
            #expect(figures.share >= 0.97, "\(figures)")
            #expect(figures.refused == 0, "\(figures)")
            if let quota = limits.quota {
                let arrivals = simulation.sent.map(\.arrivedAt)
                for index in arrivals.indices.dropLast(quota) {
                    #expect(arrivals[index + quota] - arrivals[index] >= limits.seconds)
                }
            }
        }
    }

    @Test(
        "unknown limits: from the second window on 90 % of what is allowed, and at most 1 % refused",
        arguments: unknown, Kind.allCases)
    func learnsUnknown(limits: Limits, kind: Kind) async {
        for (seed, concurrency) in [(1, 4), (2, 32)] as [(UInt64, Int)] {
            var simulation = PaceSimulation(.unlimited, server: limits.server(kind), seed: seed)
            simulation.concurrency = concurrency
            let end = Self.start + limits.length + limits.seconds * 2
            await simulation.run(until: end + max(limits.seconds * 1.1, 1))
            // If only the spacing has to be found, there is no window: then only a few refusals
            // at the beginning are allowed.
            let begin = simulation.secondWindow ?? Self.start + 60
            let first = simulation.figures(from: Self.start, to: begin)
            let figures = simulation.figures(from: begin, to: end)
            #expect(figures.share >= 0.9, "\(concurrency): \(figures)")
            #expect(figures.refusedShare <= 0.01, "\(concurrency): \(figures)")
            #expect(first.spikeArrest <= 16, "\(concurrency): \(first)")
        }
    }

    @Test("a run that goes on where one stopped does not pay again", arguments: unknown, Kind.allCases)
    func survives(limits: Limits, kind: Kind) async {
        var simulation = PaceSimulation(.unlimited, server: limits.server(kind), seed: 7)
        let step = max(limits.seconds / 3, 20)
        await simulation.run(until: Self.start + max(limits.seconds * 3.5, 100))
        let begin = simulation.now
        for _ in 0..<15 {
            simulation.restart(after: step / 20)
            await simulation.run(until: simulation.now + step)
        }
        let figures = simulation.figures(from: begin, to: simulation.now)
        #expect(figures.refusedShare <= 0.01, "\(figures)")
        #expect(figures.share >= 0.85, "a twentieth of the time there is no run: \(figures)")
    }

    @Test(
        "limits that change are followed", arguments: [0.5, 2],
        [Limits(quota: 600, seconds: 60), Limits(perSecond: 10, quota: 2000, seconds: 600)])
    func follows(factor: Double, limits: Limits) async {
        for kind in Kind.allCases {
            var simulation = PaceSimulation(.unlimited, server: limits.server(kind), seed: 5)
            let change = Self.start + limits.seconds * 10
            simulation.changes = [(change, limits.server(kind, times: factor))]
            await simulation.run(until: change + limits.seconds * 41)
            let figures = simulation.figures(
                from: change + limits.seconds * 30, to: change + limits.seconds * 40)
            #expect(figures.share >= 0.9, "\(kind): \(figures)")
            #expect(figures.refusedShare <= 0.02, "\(kind): \(figures)")
        }
    }

    @Test("others who use a part of the quota leave us the rest", arguments: Kind.allCases)
    func yields(kind: Kind) async {
        let limits = Limits(quota: 600, seconds: 60)
        var simulation = PaceSimulation(.unlimited, server: limits.server(kind), seed: 5)
        simulation.others = { now in Int(now / 60).isMultiple(of: 2) ? 3 : 1.5 }
        await simulation.run(until: Self.start + 61 * 60)
        let figures = simulation.figures(from: Self.start + 600, to: Self.start + 60 * 60)
        // On average they use 2.25 of the 10 allowed per second.
        #expect(figures.share >= 0.775 * 0.8, "\(figures)")
        #expect(figures.refusedShare <= 0.03, "\(figures)")
    }
}
