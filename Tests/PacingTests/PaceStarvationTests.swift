import Pacing
import TestSupport
import Testing

/// A machine without a free processor delays threads, also between a permit, the write and its report.
///
/// Invariant: spaced requests stay spaced on the wire; only the machine's own time is lost.
@Suite("The pace on a starved machine")
struct PaceStarvationTests {
    private static let start = 1_000_000.0
    /// How long the machine is starved.
    private static let starved = 10.0

    /// Stalls of 50 to 500 ms, with half as much time between them.
    private static func stalls(seed: UInt64) -> [Range<Double>] {
        var random = SeededRandom(seed: seed)
        var stalls: [Range<Double>] = []
        var now = start
        while true {
            let begin = now + 0.025 + random.share() * 0.225
            let end = begin + 0.05 + random.share() * 0.45
            guard end < start + starved else { return stalls }
            stalls.append(begin..<end)
            now = end
        }
    }

    @Test(
        "a load of 20 s loses hardly more than the time of the stalls; of a configured limit nothing is refused",
        arguments: [50, 20, 5], [false, true])
    func staysSpaced(perSecond: Double, isKnown: Bool) async {
        let limits = PaceSimulationTests.Limits(perSecond: perSecond)
        for kind in [PaceSimulationTests.Kind.fromFirst, .sliding] {
            for seed in 0..<20 as Range<UInt64> {
                var simulation = PaceSimulation(
                    isKnown ? limits.settings : .unlimited, server: limits.server(kind), seed: seed)
                simulation.stalls = Self.stalls(seed: seed)
                simulation.hearing = 0.003
                simulation.jitter = 0.000_2
                let ideal = 20.0
                // With an unknown limit, the spacing is searched for in the
                // meantime, which takes as long again.
                await simulation.run(until: Self.start + ideal + Self.starved * (isKnown ? 1.5 : 2.5))
                let passed = simulation.sent.count { $0.answer == .accepted }
                let refused = simulation.sent.count { $0.answer == .spikeArrest(retryAfter: nil) }
                let what = "\(passed) passed and \(refused) refused: \(kind), seed \(seed)"
                #expect(Double(passed) >= perSecond * ideal, "\(what)")
                #expect(refused <= (isKnown ? 0 : 30), "\(what)")
            }
        }
    }
}
