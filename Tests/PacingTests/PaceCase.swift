import Foundation
import Pacing
import TestSupport

/// A random gateway, line and client, and how the run is divided.
struct PaceCase: CustomStringConvertible {
    /// What the client knows of the limits, and what happens on the way.
    enum Course: CaseIterable, Sendable {
        /// The limits are configured.
        case known
        /// Nothing is known.
        case unknown
        /// Nothing is known, and after a third of the run the quota changes.
        case changing
        /// Once the limits are learned, a timer ends the run again and again.
        case stopped
        /// Once the limits are learned, the run is killed again and again.
        case killed

        /// Whether the judged part begins with knowledge of the limits.
        var isWithKnowledge: Bool { self == .stopped || self == .killed }
    }

    let course: Course
    let limits: PaceSimulationTests.Limits
    let kind: PaceSimulationTests.Kind
    let concurrency: Int
    /// The round trip, and how much longer an answer may take, so that answers arrive in any order.
    let (latency, spread): (Double, Double)
    /// The quota after the change, relative to the one before.
    let change: Double
    /// How long after an answer the pace is stored.
    let keepsAfter: Double
    /// How long the run lasts.
    let length: Double
    private let seed: UInt64

    private static let start = 1_000_000.0
    private static let usual: [Double] = [
        1, 2, 3, 5, 10, 15, 20, 30, 60, 120, 180, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400,
    ]

    init(_ course: Course, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        func between(_ low: Double, _ high: Double) -> Double { low * pow(high / low, random.share()) }
        self.course = course
        self.seed = seed
        kind = PaceSimulationTests.Kind.allCases[Int(random.share() * 3)]
        let odd = between(1, 86_400)
        let usual = Self.usual[Int(random.share() * Double(Self.usual.count))]
        let seconds = random.share() < 0.5 ? usual : odd
        latency = between(0.005, 0.3)
        spread = random.share() < 0.5 ? 0 : latency * between(0.1, 3)
        let roundTrip = latency + spread / 2
        // At least enough for sending 30 requests within a window.
        let least = Int((30 / seconds * roundTrip * 1.6).rounded(.up))
        concurrency = min(max(least, Int(between(1, 65))), 64)
        let fastest = Double(concurrency) / roundTrip
        let shape = random.share()
        if shape < 0.15 {
            let rate = between(min(1, fastest / 4), min(100, fastest / 1.5))
            limits = .init(perSecond: rate)
            // Trying a spacing carefully takes some round trips.
            length = max(700 / rate, roundTrip * 200)
        } else {
            let most = seed.isMultiple(of: 4) ? 500.0 : 120
            let count = between(20, max(20, min(most, fastest * seconds / 1.3))).rounded(.down)
            let slowest = max(0.05, count / seconds * 1.2)
            let rate = shape < 0.5 ? between(slowest, max(slowest * 1.01, min(200, fastest))) : nil
            limits = .init(perSecond: rate, quota: Int(count), seconds: seconds)
            length = seconds * (min(max(700 / count, 14), 25) + 10 / seconds).rounded()
        }
        keepsAfter = between(0.01, 0.5)
        change = random.share() < 0.5 ? between(0.4, 0.8) : between(1.3, 2.5)
    }

    var description: String {
        "\(course) \(seed): \(limits), \(kind), \(concurrency) in flight, \(latency) to \(latency + spread) s"
    }

    /// If a round trip takes a good part of the window, there is too little to learn from.
    var isJudgedBySpeed: Bool {
        limits.quota == nil || limits.seconds >= max(5, (latency + spread / 2) * 100)
    }

    /// Plays the case to its end; returns the simulation, and the instants between which to judge it.
    func simulate() async -> (PaceSimulation, from: Double, to: Double) {
        var simulation = PaceSimulation(
            course == .known ? limits.settings : .unlimited, server: limits.server(kind), seed: seed,
            start: Self.start)
        simulation.concurrency = concurrency
        simulation.latency = latency
        simulation.answerSpread = spread
        // Relative to the spacing, more jitter on the way there would cost as much pace.
        let narrow = limits.perSecond.map { 0.005 / $0 } ?? .infinity
        simulation.jitter = min(0.01, narrow, latency * 0.1)
        simulation.lateness = min(0.001, narrow)
        simulation.keepsAfter = keepsAfter
        let (begin, end) = await play(&simulation)
        await simulation.run(until: end + max(limits.seconds * 1.3, 2))
        return (simulation, begin, end)
    }

    /// Runs the case.
    func run() async -> PaceOutcome {
        let (simulation, begin, end) = await simulate()
        let fastest = Double(concurrency) / (latency + spread / 2)
        return PaceOutcome(
            simulation, from: begin, to: end, limits: limits,
            allowed: min(simulation.server.allowedPerSecond, fastest))
    }

    /// Plays the case; returns the instants between which to judge it.
    private func play(_ simulation: inout PaceSimulation) async -> (Double, Double) {
        let end = Self.start + length
        switch course {
        case .known, .unknown: await simulation.run(until: end)
        case .changing:
            simulation.changes = [(Self.start + length / 3, limits.server(kind, times: change))]
            await simulation.run(until: end)
            return (Self.start + length * 2 / 3, end)
        case .stopped, .killed:
            await simulation.run(until: Self.start + length / 2)
            var random = SeededRandom(seed: seed &+ 77)
            while simulation.now < end {
                let part = (limits.quota == nil ? length / 2 : limits.seconds * 5) * (0.05 + random.share())
                let pause = part * 0.02 * random.share() + 0.05
                if course == .killed {
                    simulation.kill(after: pause)
                } else {
                    simulation.restart(after: pause)
                }
                await simulation.run(until: simulation.now + part)
            }
            return (Self.start + length / 2 - limits.seconds / 2, simulation.now)
        }
        guard course == .unknown else { return (Self.start, end) }
        // If only the spacing has to be found, there is no second window.
        let learned = limits.quota == nil ? length * 2 / 7 : length / 2
        return (simulation.secondWindow ?? Self.start + learned, end)
    }
}

/// The outcome of a case.
struct PaceOutcome {
    let figures: PaceSimulation.Figures
    /// Refusals in the judged part; those of requests in flight together count as one.
    let lessons: Int
    /// The most consecutive refusals in the judged part, beyond those in flight at the first of them.
    let probes: Int
    /// The most refusals in a row in the judged part, beyond those in flight and one.
    let row: Int
    /// The same in the whole case, in which the limits have to be found first, beyond
    /// ``RefusalRow/steps(toLearn:)``.
    let learningRow: Int
    /// Whether at any time a request left beside a probe, or a probe waited less than its predecessor.
    let isImpatient: Bool
    /// How often the run was killed.
    let kills: Int
    /// How often the time from the first request to the second window must be doubled
    /// to reach the window's length.
    ///
    /// More than 0 if a fixed window was nearly over at the first request.
    let doublings: Int

    init(
        _ simulation: PaceSimulation, from begin: Double, to end: Double,
        limits: PaceSimulationTests.Limits, allowed: Double
    ) {
        let window = limits.seconds
        // Starts at an opening, so that a window counts together with its wait.
        let passed = simulation.sent.lazy.filter { $0.at >= begin && $0.answer == .accepted }.map(\.at)
        let opening = zip(passed, passed.dropFirst()).first { $1 - $0 > window * 0.2 }?.1
        let start = opening.flatMap { $0 < begin + window * 1.5 ? $0 : nil } ?? passed.first ?? begin
        var figures = simulation.figures(from: start, to: end)
        figures.share *= simulation.server.allowedPerSecond / allowed
        self.figures = figures
        let arrived = simulation.sent.filter { $0.arrivedAt < .infinity }
        let rows = RefusalRow.rows(among: arrived)
        row = rows.filter { $0.sentAt >= start }.map(\.beyond).max() ?? 0
        learningRow = (rows.map(\.beyond).max() ?? 0) - RefusalRow.steps(toLearn: limits)
        isImpatient = Self.rows(arrived).isImpatient || RefusalRow.hasCompany(arrived)
        probes = Self.rows(arrived.filter { $0.at >= start }).probes
        lessons = Self.lessons(arrived.filter { $0.at >= start && $0.at < end })
        kills = simulation.kills
        let seen = (simulation.secondWindow ?? .infinity) - (simulation.sent.first?.at ?? 0)
        doublings = seen < window ? Int(log2(window / seen).rounded(.up)) : 0
    }

    private static func lessons(_ sent: [PaceSimulation.Sent]) -> Int {
        var (lessons, heardAt) = (0, -Double.infinity)
        for request in sent where request.answer != .accepted && request.at > heardAt {
            lessons += 1
            heardAt = request.answeredAt
        }
        return lessons
    }

    /// The most lessons the case may cost: the unavoidable minimum, rounded up.
    func lessonsAllowed(of course: PaceCase.Course) -> Int {
        guard course != .known else { return 0 }
        let share = course.isWithKnowledge ? 0.005 : 0.01
        return Int((Double(figures.accepted + figures.refused) * share).rounded(.up)) + kills
    }

    /// The most consecutive refused probes: one, and one for each doubling.
    var probesAllowed: Int { 1 + doublings }

    /// Sequences of refused probes without an accepted request between them, in order of arrival.
    private static func rows(_ sent: [PaceSimulation.Sent]) -> (probes: Int, isImpatient: Bool) {
        var (most, isImpatient) = (0, false)
        var (probes, heardAt, wait) = (0, Double.infinity, 0.0)
        for request in sent.sorted(by: { $0.arrivedAt < $1.arrivedAt }) {
            switch request.answer {
            case .accepted: (probes, heardAt, wait) = (0, .infinity, 0)
            case .quotaSpent where request.at > heardAt:
                probes += 1
                most = max(most, probes)
                // The first wait is for the window's end; the second is the first one taught by a probe.
                let waited = request.at - heardAt
                if probes > 2, waited < wait * 1.2 { isImpatient = true }
                (wait, heardAt) = (waited, request.answeredAt)
            case .quotaSpent:
                // In flight when the first was heard, or a second probe beside another.
                if probes > 0 { isImpatient = true }
                heardAt = min(heardAt, request.answeredAt)
            case .spikeArrest, .nothing: break
            }
        }
        return (most, isImpatient)
    }
}
