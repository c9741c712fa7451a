import Pacing
import TestSupport
import Testing

/// The promise of the pace for 2,000 random gateways, lines and clients, case by case.
///
/// Refusals in flight together are one lesson. Each case has its own bound,
/// ``PaceOutcome/lessonsAllowed(of:)``: 1 % of its requests, rounded up (0.5 % if it begins with knowledge),
/// and one for each kill, since it is unknown what was sent between the last note and the kill. After a
/// refused probe the next one passes, unless the window was nearly over at the first request: then its length
/// has to be doubled first, probe by probe.
///
/// If a window begins with a request, or slides, 99 of 100 cases hold that, and hardly any exceeds it by
/// more than one. If windows begin by the gateway's clock, 3 to 5 of 100 need some lessons more: a trial
/// that passes means either that another window had begun or that the length is shorter, and only a
/// refusal distinguishes the two.
///
/// Refusals in a row, of either kind and as the gateway saw them, never exceed those in flight and one probe,
/// apart from what learning costs: before the second window the length may be anything up to a day, and
/// finding it takes a number of probes that grows with its logarithm, ``RefusalRow/steps(toLearn:)``; and a
/// window that was nearly over at the first request has to be doubled, probe by probe. Where windows begin by
/// the gateway's clock, a row may have one or two more.
///
/// Speed is judged if a round trip is short relative to the window
/// (`PaceCase.isJudgedBySpeed`, about 85 of 100).
@Suite("The pace against gateways drawn at random")
struct PaceCaseTests {
    /// Bounds for a course, in addition to each case's own.
    struct Bounds: Sendable {
        /// The share of refusals in all requests of all cases.
        let refused: Double
        /// The throughput, relative to what is allowed.
        let throughput: Double
        /// The share of cases that reach it.
        let reach: Double
        /// The throughput in the worst case, relative to what is allowed.
        let least: Double
        /// Lessons beyond a case's own bound, in the worst case.
        var lessons = 0
        /// Consecutive probes beyond a case's own bound, in the worst case.
        var probes = 0
        /// Refusals in a row beyond those in flight, one probe and the doublings, in the worst case.
        var row = 0
        /// The share of cases with windows by the gateway's clock that keep both of their own bounds.
        var kept = 1.0
        /// The same share of all other cases.
        var keptOtherwise = 0.99
    }

    @Test(
        "hardly any refused in each, and nearly all of what is allowed used",
        arguments: [
            (.known, Bounds(refused: 0, throughput: 0.95, reach: 1, least: 0.95, keptOtherwise: 1)),
            (
                .unknown,
                Bounds(
                    refused: 0.004, throughput: 0.9, reach: 0.97,
                    least: LongMode.choose(0.6, long: 0.25), lessons: 6,
                    probes: LongMode.choose(2, long: 3), row: 2, kept: 0.94)
            ),
            (
                .changing,
                Bounds(
                    refused: 0.0035, throughput: 0.9, reach: LongMode.choose(0.9, long: 0.88),
                    least: LongMode.choose(0.4, long: 0.3), lessons: 8, probes: 3, row: 2,
                    kept: 0.95)
            ),
            (
                .stopped,
                Bounds(
                    refused: 0.002, throughput: 0.9, reach: 0.98,
                    least: LongMode.choose(0.6, long: 0.15), lessons: 7, probes: 2, row: 2, kept: 0.94)
            ),
            (
                .killed,
                Bounds(
                    refused: 0.0028, throughput: 0.9, reach: 0.98,
                    least: LongMode.choose(0.6, long: 0.15), lessons: 6, probes: 3, row: 3, kept: 0.94)
            ),
        ] as [(PaceCase.Course, Bounds)])
    func holds(course: PaceCase.Course, bounds: Bounds) async {
        var (refused, accepted, judged, reached) = (0, 0, 0, 0)
        var (byClock, kept, otherwise, keptOtherwise) = (0, 0, 0, 0)
        for seed in 0..<LongMode.choose(UInt64(400), long: 4000) {
            let example = PaceCase(course, seed: seed)
            let outcome = await example.run()
            let figures = outcome.figures
            refused += figures.refused
            accepted += figures.accepted
            #expect(!outcome.isImpatient, "a probe beside another, or after a shorter wait: \(example)")
            let row = outcome.row - outcome.doublings
            #expect(row <= bounds.row, "\(row) more refused in a row than allowed: \(example)")
            #expect(
                outcome.learningRow <= 0, "\(outcome.learningRow) more probes than a search takes: \(example)"
            )
            if example.kind != .fixed || example.limits.quota == nil {
                let most = LongMode.choose(0, long: 3)
                #expect(row <= most, "\(row) more refused in a row than in flight and one: \(example)")
            }
            let lessons = outcome.lessons - outcome.lessonsAllowed(of: course)
            let probes = outcome.probes - outcome.probesAllowed
            #expect(lessons <= bounds.lessons, "\(lessons) more than allowed, \(figures): \(example)")
            #expect(probes <= bounds.probes, "\(probes) more than allowed: \(example)")
            if example.kind == .fixed, example.limits.quota != nil {
                byClock += 1
                if lessons <= 0, probes <= 0 { kept += 1 }
            } else {
                otherwise += 1
                if lessons <= 0, probes <= 0 { keptOtherwise += 1 }
                let most = LongMode.choose(1, long: 4)
                #expect(max(lessons, probes) <= most, "\(lessons), \(probes) more than allowed: \(example)")
            }
            guard example.isJudgedBySpeed else { continue }
            judged += 1
            if figures.share >= bounds.throughput { reached += 1 }
            #expect(figures.share >= bounds.least, "\(figures): \(example)")
        }
        #expect(Double(refused) <= bounds.refused * Double(refused + accepted), "\(refused) of \(accepted)")
        #expect(Double(reached) >= bounds.reach * Double(judged), "\(reached) of \(judged)")
        #expect(Double(kept) >= bounds.kept * Double(byClock), "\(kept) of \(byClock)")
        #expect(
            Double(keptOtherwise) >= bounds.keptOtherwise * Double(otherwise),
            "\(keptOtherwise) of \(otherwise)")
    }

    @Test(
        "a length that passed by the gateway's clock is not shortened again before it is known to be near",
        arguments: [49, 74, 633] as [UInt64])
    func doubtsPassedLength(seed: UInt64) async {
        let example = PaceCase(.unknown, seed: seed)
        let outcome = await example.run()
        #expect(outcome.lessons <= outcome.lessonsAllowed(of: .unknown), "\(outcome.figures): \(example)")
    }

    @Test(
        "a kill hides what was sent since the last note, and nothing before it",
        arguments: [2747, 3475] as [UInt64])
    func remembersBeforeKill(seed: UInt64) async {
        let example = PaceCase(.killed, seed: seed)
        let outcome = await example.run()
        #expect(outcome.lessons <= outcome.lessonsAllowed(of: .killed), "\(outcome.figures): \(example)")
        #expect(!outcome.isImpatient, "a probe beside another, or after a shorter wait: \(example)")
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
                #expect(next.refusedShare <= 0.005, "\(kind): \(next)")
            }
        }
    }
}
