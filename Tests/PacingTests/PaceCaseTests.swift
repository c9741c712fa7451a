import Pacing
import TestSupport
import Testing

/// The promise of the pace, against 2,000 gateways, lines and clients drawn at random.
///
/// Judged by its speed is where a round trip is little of the window (`PaceCase.isJudgedBySpeed`, about 85 of 100). Some
/// gateways of a random kind cannot be told apart by what they answer; so a share of the cases may miss a bound that is
/// meant for each, but not by much, and all together hold it.
@Suite("The pace against gateways drawn at random")
struct PaceCaseTests {
    /// What a course has to hold.
    struct Bounds: Sendable {
        /// Refused, of all requests of the cases together.
        let refused: Double
        /// Of what is allowed.
        let throughput: Double
        /// The share of the cases that reach it.
        let reach: Double
        /// Of what is allowed, in the worst case.
        let least: Double
        /// Tests of a closed quota in a row, in the worst case.
        let probes: Int
    }

    @Test(
        "hardly any refused, and nearly all of what is allowed used",
        arguments: [
            (.known, Bounds(refused: 0, throughput: 0.95, reach: 1, least: 0.95, probes: 0)),
            (.unknown, Bounds(refused: 0.0055, throughput: 0.9, reach: 0.98, least: 0.6, probes: 8)),
            (.changing, Bounds(refused: 0.006, throughput: 0.9, reach: 0.5, least: 0.3, probes: 8)),
            (.stopped, Bounds(refused: 0.0025, throughput: 0.9, reach: 0.98, least: 0.7, probes: 8)),
            (.killed, Bounds(refused: 0.0035, throughput: 0.9, reach: 0.97, least: 0.6, probes: 8)),
        ] as [(PaceCase.Course, Bounds)])
    func holds(course: PaceCase.Course, bounds: Bounds) async {
        let seeds: UInt64 = LongMode.isOn ? 4000 : 400
        var (refused, accepted, judged, reached) = (0, 0, 0, 0)
        for seed in 0..<seeds {
            let example = PaceCase(course, seed: seed)
            let outcome = await example.run()
            refused += outcome.figures.refused
            accepted += outcome.figures.accepted
            #expect(!outcome.isImpatient, "a probe beside another, or after a shorter wait: \(example)")
            #expect(outcome.probes <= bounds.probes, "\(example)")
            guard example.isJudgedBySpeed else { continue }
            judged += 1
            if outcome.figures.share >= bounds.throughput { reached += 1 }
            #expect(outcome.figures.share >= bounds.least, "\(outcome.figures): \(example)")
        }
        #expect(Double(refused) <= bounds.refused * Double(refused + accepted), "\(refused) of \(accepted)")
        #expect(Double(reached) >= bounds.reach * Double(judged), "\(reached) of \(judged)")
    }

    @Test("the next run does not try again at once what the last one tried: 200 in 6 s, 50 a second")
    func learnsOddWindow() async {
        for kind in PaceSimulationTests.Kind.allCases {
            for perSecond in [50, nil] as [Double?] {
                let limits = PaceSimulationTests.Limits(perSecond: perSecond, quota: 200, seconds: 6)
                var simulation = PaceSimulation(.unlimited, server: limits.server(kind), seed: 3)
                await simulation.run(until: 1_000_040)
                let first = simulation.figures(
                    from: simulation.secondWindow ?? 0, to: simulation.now)
                #expect(first.quotaSpent <= 12, "\(kind): \(first)")
                simulation.restart(after: 1)
                let begin = simulation.now
                await simulation.run(until: begin + 60)
                let next = simulation.figures(from: begin, to: simulation.now)
                #expect(next.quotaSpent <= 5, "\(kind): \(next)")
            }
        }
    }
}
