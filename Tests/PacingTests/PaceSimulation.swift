import Pacing
import TestSupport

/// A client that always has work, an uneven line, and a gateway, all in virtual time.
struct PaceSimulation {
    /// The fate of one request.
    struct Sent {
        /// When it was sent.
        let at: Double
        /// When it reached the gateway; infinite if it never did.
        var arrivedAt: Double
        var answer: PaceAnswer
        /// When its answer was received; infinite if it never was.
        var answeredAt = Double.infinity
    }

    private enum Event {
        case written(Int)
        case leaves(Int)
        case arrives(Int)
        case answers(Int)
        case keeps
    }

    var server: PaceModelServer
    /// The most requests in flight.
    var concurrency = 16
    /// The round trip, in seconds.
    var latency = 0.05
    /// The greatest delay of a request on its way, evenly distributed.
    var jitter = 0.001
    /// The greatest delay of an answer, evenly distributed, so that answers arrive in any order.
    var answerSpread = 0.0
    /// How long after an answer the pace is stored; a kill loses what was sent since.
    var keepsAfter = Double.infinity
    /// The greatest delay between a permit and the departure.
    var lateness = 0.001
    /// How long after a departure the pace learns of it.
    var hearing = 0.0
    /// Times without a processor on our side: work due then is done at their end.
    var stalls: [Range<Double>] = []
    /// Requests per second of other clients, which count like ours.
    var others: (Double) -> Double = { _ in 0 }
    /// Changes of the limits, in order.
    var changes: [(at: Double, to: PaceModelServer)] = []
    private(set) var sent: [Sent] = []
    private(set) var pace: Pace
    private(set) var now: Double
    /// How often it was killed.
    private(set) var kills = 0

    private var random: SeededRandom
    private var events: [(at: Double, event: Event)] = []
    private var permits: [PacePermit] = []
    private var kept: PaceSnapshot?
    private var isKeeping = false
    private var firstOfRun = 0
    private var inFlight = 0
    private var othersDue = 0.0
    private var othersAt: Double

    init(_ settings: PaceSettings, server: PaceModelServer, seed: UInt64, start: Double = 1_000_000) {
        self.server = server
        pace = Pace(settings: settings)
        now = start
        othersAt = start
        random = SeededRandom(seed: seed)
    }

    /// Continues until `end`.
    ///
    /// Yields from time to time: tests with a server run beside it, on as few threads.
    mutating func run(until end: Double) async {
        var steps = 0
        while now < end {
            steps += 1
            if steps.isMultiple(of: 512) { await Task.yield() }
            if inFlight < concurrency {
                switch pace.decide(at: .seconds(now)) {
                case .now:
                    send()
                    continue
                case .notBefore(let instant):
                    let next = min(awake(instant.inSeconds), end)
                    guard let event = events.first, event.at <= next else {
                        // Rounding must not make it ask at the same instant for ever.
                        now = max(next, now.nextUp)
                        continue
                    }
                case .whenAnswered: break
                }
            }
            guard let event = events.first, event.at <= end else {
                now = end
                return
            }
            events.removeFirst()
            now = max(now, event.at)
            handle(event.event)
        }
    }

    /// Ends the run, waits for `pause`, and begins another with the stored pace.
    mutating func restart(after pause: Double) {
        while let event = events.first {
            events.removeFirst()
            now = max(now, event.at)
            handle(event.event)
        }
        begin(after: pause, with: pace.snapshot(at: .seconds(now)))
    }

    /// Kills the run: requests since the pace was last stored are forgotten, and no answer is received.
    mutating func kill(after pause: Double) {
        kills += 1
        let killed = now
        while let event = events.first {
            events.removeFirst()
            guard case .arrives(let index) = event.event else { continue }
            now = max(now, event.at)
            arrive(index)
        }
        now = killed
        begin(after: pause, with: kept)
    }

    private mutating func begin(after pause: Double, with snapshot: PaceSnapshot?) {
        now += pause
        pace =
            snapshot.map { Pace(settings: pace.settings, continuing: $0, at: .seconds(now)) }
            ?? Pace(settings: pace.settings)
        (kept, isKeeping) = (snapshot, false)
        (firstOfRun, inFlight, permits, events) = (sent.count, 0, [], [])
    }

    private mutating func send() {
        let permit = pace.send(at: .seconds(now))
        let index = sent.count
        permits.append(permit)
        inFlight += 1
        sent.append(Sent(at: now, arrivedAt: .infinity, answer: .nothing))
        schedule(.written(index), at: awake(now + random.share() * lateness))
    }

    private func awake(_ time: Double) -> Double { stalls.first { $0.contains(time) }?.upperBound ?? time }

    private mutating func handle(_ event: Event) {
        switch event {
        case .written(let index):
            sent[index].arrivedAt = now + latency / 2 + random.share() * jitter
            schedule(.arrives(index), at: sent[index].arrivedAt)
            schedule(.leaves(index), at: awake(now + hearing))
        case .leaves(let index): pace.left(permits[index - firstOfRun].number, at: .seconds(now))
        case .arrives(let index):
            arrive(index)
            let heardAt = now + latency / 2 + random.share() * (jitter + answerSpread)
            schedule(.answers(index), at: awake(heardAt))
        case .answers(let index):
            inFlight -= 1
            sent[index].answeredAt = now
            pace.answer(sent[index].answer, to: permits[index - firstOfRun], at: .seconds(now))
            guard !isKeeping, keepsAfter < .infinity else { return }
            isKeeping = true
            schedule(.keeps, at: now + keepsAfter)
        case .keeps:
            isKeeping = false
            kept = pace.snapshot(at: .seconds(now), hasEnded: false)
        }
    }

    private mutating func arrive(_ index: Int) {
        while let change = changes.first, change.at <= now {
            server = change.to
            changes.removeFirst()
        }
        sendOthers()
        sent[index].answer = server.receive(at: now)
    }

    private mutating func sendOthers() {
        othersDue += others(now) * (now - othersAt)
        othersAt = now
        while othersDue >= 1 {
            server.receiveFromOthers(at: now)
            othersDue -= 1
        }
    }

    private mutating func schedule(_ event: Event, at time: Double) {
        let index = events.lastIndex { $0.at <= time }.map { $0 + 1 } ?? 0
        events.insert((time, event), at: index)
    }
}

extension PaceSimulation {
    /// Results for the requests sent between two instants.
    struct Figures: CustomStringConvertible {
        var accepted = 0
        var quotaSpent = 0
        var spikeArrest = 0
        /// Accepted requests per second, relative to what the gateway allows.
        var share = 0.0

        var refused: Int { quotaSpent + spikeArrest }
        var refusedShare: Double { Double(refused) / Double(max(1, refused + accepted)) }
        var description: String {
            "\((share * 1000).rounded() / 10) % of the allowed pace, \(quotaSpent) × 42901 and "
                + "\(spikeArrest) × 42902 among \(accepted + refused)"
        }
    }

    /// Results for the requests from `start` to the first accepted one after `end`, so that a window's
    /// requests count with their wait.
    func figures(from start: Double, to end: Double) -> Figures {
        let end = sent.first { $0.at >= end && $0.answer == .accepted }?.at ?? now
        var figures = Figures()
        for request in sent where request.at >= start && request.at < end {
            switch request.answer {
            case .accepted: figures.accepted += 1
            case .quotaSpent: figures.quotaSpent += 1
            case .spikeArrest: figures.spikeArrest += 1
            case .nothing: break
            }
        }
        figures.share = Double(figures.accepted) / (end - start) / server.allowedPerSecond
        return figures
    }

    /// When the quota first opened after it had been found spent; nil if it never did.
    var secondWindow: Double? {
        guard let spent = sent.firstIndex(where: { $0.answer == .quotaSpent(retryAfter: nil) }) else {
            return nil
        }
        let closed = sent[spent].at
        return sent.first { $0.at > closed + 0.5 && $0.answer == .accepted }?.at
    }
}
