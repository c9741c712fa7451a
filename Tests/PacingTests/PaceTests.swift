import Pacing
import Testing

@Suite("Pace")
struct PaceTests {
    /// Sends as soon as allowed, with every request accepted; returns the instants of the sends.
    private func run(_ pace: inout Pace, from start: Duration = .zero, sends: Int) -> [Duration] {
        var now = start
        var instants: [Duration] = []
        while instants.count < sends {
            switch pace.decide(at: now) {
            case .now:
                let permit = pace.send(at: now)
                instants.append(now)
                pace.answer(.accepted, to: permit, at: now)
            case .notBefore(let later): now = later
            case .whenAnswered: return instants
            }
        }
        return instants
    }

    @Test("without limits nothing waits")
    func isFree() {
        var pace = Pace(settings: .unlimited)
        #expect(run(&pace, sends: 1000) == Array(repeating: .zero, count: 1000))
    }

    @Test("a rate is a spacing between sends, a little wider than allowed")
    func spaces() {
        var pace = Pace(settings: PaceSettings(perSecond: 4))
        let spacing = pace.currentSpacing
        #expect(abs(spacing.inSeconds - 1.015 / 4) < 1e-12)
        #expect(run(&pace, sends: 4) == (0..<4).map { spacing * $0 })
        #expect(run(&pace, from: .seconds(100), sends: 2) == [.seconds(100), .seconds(100) + spacing])
    }

    @Test(
        "no span of the window's length holds more than the quota, and over ten windows 97 % of it is used",
        arguments: [(600, 60, 50.0), (600, 60, 10.3), (10, 1, 100.0), (1000, 3600, 5.0), (1, 10, 100.0)])
    func holdsQuota(quota: Int, window: Int, perSecond: Double) {
        let length = Duration.seconds(window)
        var pace = Pace(
            settings: PaceSettings(perSecond: perSecond, quota: quota, quotaWindow: length))
        let sends = run(&pace, sends: quota * 10 + 1)
        for index in sends.indices.dropLast(quota) {
            #expect(sends[index + quota] - sends[index] > length)
        }
        let ideal = max(length.inSeconds * 10, Double(quota * 10) / perSecond)
        // A window of one second loses 5 % to the requests' travel time.
        #expect(ideal / (sends.last ?? .zero).inSeconds > (window == 1 ? 0.94 : 0.97))
    }

    @Test("a spent quota is waited for as long as the reply says")
    func obeysRetryAfter() {
        var pace = Pace(settings: PaceSettings(quota: 600, quotaWindow: .seconds(60)))
        let permit = pace.send(at: .zero)
        pace.answer(.quotaSpent(retryAfter: .seconds(7)), to: permit, at: .seconds(1))
        #expect(pace.decide(at: .seconds(1)) == .notBefore(.seconds(8)))
        #expect(pace.decide(at: .seconds(8)) == .now)
    }

    @Test(
        "without a word of how long, the window that the oldest request began is waited for, then whole ones")
    func waitsForWindow() {
        var pace = Pace(settings: PaceSettings(quota: 600, quotaWindow: .seconds(60)))
        let first = pace.send(at: .zero)
        pace.answer(.quotaSpent(retryAfter: nil), to: first, at: .seconds(20))
        #expect(pace.decide(at: .seconds(20)) == .notBefore(.milliseconds(60_600)))
        let second = pace.send(at: .seconds(61))
        pace.answer(.quotaSpent(retryAfter: nil), to: second, at: .seconds(61))
        #expect(pace.decide(at: .seconds(61)) == .notBefore(.milliseconds(121_600)))
    }

    @Test("refusals of requests that were under way together are one refusal")
    func countsOnce() {
        var pace = Pace(settings: .unlimited)
        let permits = (0..<10).map { _ in pace.send(at: .zero) }
        for permit in permits { pace.answer(.quotaSpent(retryAfter: nil), to: permit, at: .seconds(1)) }
        #expect(pace.decide(at: .seconds(1)) == .notBefore(.seconds(3)))
        var spiked = Pace(settings: .unlimited)
        let others = (0..<10).map { _ in spiked.send(at: .zero) }
        for permit in others { spiked.answer(.spikeArrest(retryAfter: nil), to: permit, at: .zero) }
        #expect(spiked.decide(at: .zero) == .notBefore(.milliseconds(20)))
    }

    @Test("after a wait one request goes ahead; the others wait for its answer")
    func probes() {
        var pace = Pace(settings: .unlimited)
        let refused = pace.send(at: .zero)
        pace.answer(.quotaSpent(retryAfter: nil), to: refused, at: .zero)
        let probe = pace.send(at: .seconds(5))
        #expect(pace.decide(at: .seconds(5)) == .whenAnswered)
        pace.answer(.nothing, to: probe, at: .seconds(6))
        #expect(pace.decide(at: .seconds(6)) == .now)
        let next = pace.send(at: .seconds(6))
        pace.answer(.accepted, to: next, at: .seconds(6))
        #expect(run(&pace, from: .seconds(6), sends: 3) == Array(repeating: .seconds(6), count: 3))
    }

    @Test(
        "a Retry-After is believed within reason",
        arguments: [(0, 1), (1, 1), (3600, 3600), (10_000_000, 86_400)])
    func doubtsRetryAfter(asked: Int, waited: Int) {
        var pace = Pace(settings: .unlimited)
        let permit = pace.send(at: .zero)
        pace.answer(.quotaSpent(retryAfter: .seconds(asked)), to: permit, at: .zero)
        #expect(pace.decide(at: .zero) == .notBefore(.seconds(waited)))
    }

    @Test(
        "a stray spike arrest hardly widens a configured spacing; several in a row say that it is wrong",
        arguments: [(1, 1.01), (2, 1.04), (3, 1.20), (4, 1.79), (5, 3.59)])
    func widens(refusals: Int, factor: Double) {
        var pace = Pace(settings: PaceSettings(perSecond: 10))
        let spacing = pace.currentSpacing
        _ = run(&pace, sends: 40)
        for second in 0..<refusals {
            let refused = pace.send(at: .seconds(1000 + second))
            pace.answer(.spikeArrest(retryAfter: nil), to: refused, at: refused.sentAt)
        }
        #expect(abs(pace.currentSpacing / spacing - factor) < 0.01)
        _ = run(&pace, from: .seconds(2000), sends: 30_000)
        #expect(pace.currentSpacing == spacing)
    }

    @Test("the distance is kept from when a request left, and nothing is sent while one has not")
    func leaves() {
        let pace = Pace(settings: PaceSettings(perSecond: 10))
        var late = pace
        let permit = late.send(at: .seconds(1000))
        #expect(late.decide(at: .seconds(1001)) == .whenAnswered)
        late.left(permit.number, at: .seconds(1001))
        #expect(late.decide(at: .seconds(1001)) == .notBefore(.seconds(1001) + pace.currentSpacing))
    }

    @Test("what was given up and leaves all the same says nothing of the one after it")
    func leavesLate() {
        var pace = Pace(settings: PaceSettings(perSecond: 10))
        let first = pace.send(at: .seconds(1000))
        pace.answer(.nothing, to: first, at: .seconds(1001))
        let second = pace.send(at: .seconds(1001))
        pace.left(first.number, at: .seconds(1002))
        #expect(pace.decide(at: .seconds(1002)) == .whenAnswered)
        pace.left(second.number, at: .seconds(1003))
        #expect(pace.decide(at: .seconds(1003)) == .notBefore(.seconds(1003) + pace.currentSpacing))
    }

    @Test("while no limit is known, requests begin one by one, and twice as many with every answer")
    func startsSlowly() {
        var pace = Pace(settings: .unlimited)
        let first = pace.send(at: .zero)
        #expect(pace.decide(at: .zero) == .whenAnswered)
        pace.answer(.accepted, to: first, at: .zero)
        _ = pace.send(at: .zero)
        #expect(pace.decide(at: .zero) == .now)
        _ = pace.send(at: .zero)
        #expect(pace.decide(at: .zero) == .whenAnswered)
    }

    @Test("a share leaves the rest of the rate and of the quota to others")
    func shares() {
        let settings = PaceSettings(perSecond: 10, quota: 100, quotaWindow: .seconds(60), share: 0.7)
        var pace = Pace(settings: settings)
        let sends = run(&pace, sends: 71)
        #expect(sends[1] == .seconds(1.015 / 10 / 0.7))
        #expect((.milliseconds(60_600)...(.milliseconds(61_070))).contains(sends[70] - sends[0]))
    }

    @Test("what the headers announce is tested once, and waited for when it is true")
    func believesHeaders() {
        var pace = Pace(settings: .unlimited)
        let announced = QuotaAnnouncement(limit: 10, remaining: 0, reset: .seconds(30))
        let first = pace.send(at: .zero)
        pace.answer(.accepted, to: first, announcing: announced, at: .zero)
        #expect(pace.decide(at: .zero) == .now)
        let trial = pace.send(at: .zero)
        #expect(pace.decide(at: .zero) == .whenAnswered)
        pace.answer(.quotaSpent(retryAfter: nil), to: trial, announcing: announced, at: .zero)
        #expect(pace.decide(at: .zero) == .notBefore(.seconds(30)))
        let next = pace.send(at: .seconds(30))
        let last = QuotaAnnouncement(limit: 10, remaining: 0, reset: .seconds(60))
        pace.answer(.accepted, to: next, announcing: last, at: .seconds(30))
        #expect(pace.decide(at: .seconds(30)) == .notBefore(.seconds(90)))
        let kept = Pace(settings: .unlimited, continuing: pace.snapshot(at: .seconds(31)), at: .seconds(40))
        #expect(kept.decide(at: .seconds(40)) == .notBefore(.seconds(90)))
    }

    @Test("an answer that comes late does not say how many are left now")
    func doubtsLateHeaders() {
        var pace = Pace(settings: .unlimited)
        let first = pace.send(at: .zero)
        let second = pace.send(at: .zero)
        let spent = QuotaAnnouncement(limit: 10, remaining: 0, reset: .seconds(30))
        pace.answer(.accepted, to: second, announcing: spent, at: .zero)
        let earlier = QuotaAnnouncement(limit: 10, remaining: 5, reset: .seconds(30))
        pace.answer(.accepted, to: first, announcing: earlier, at: .zero)
        _ = pace.send(at: .zero)
        #expect(pace.decide(at: .zero) == .whenAnswered)
    }

    @Test(
        "headers that are absurd, or that what happens contradicts, are not believed",
        arguments: [
            QuotaAnnouncement(limit: 10, remaining: 0, reset: .seconds(3600)),
            QuotaAnnouncement(limit: 10, remaining: -1, reset: .seconds(3600)),
            QuotaAnnouncement(limit: 10, remaining: 0, reset: .seconds(90_000)),
            QuotaAnnouncement(limit: 10, remaining: 0, reset: .seconds(-5)),
            QuotaAnnouncement(limit: 10, remaining: 11, reset: .seconds(60)),
            QuotaAnnouncement(limit: 10, remaining: 0, reset: .seconds(61), window: .seconds(60)),
        ])
    func doubtsHeaders(announced: QuotaAnnouncement) {
        var pace = Pace(settings: .unlimited)
        for _ in 0..<20 {
            guard pace.decide(at: .zero) == .now else {
                Issue.record("it waits")
                return
            }
            let permit = pace.send(at: .zero)
            pace.answer(.accepted, to: permit, announcing: announced, at: .zero)
        }
    }

    @Test(
        "a forecast says when the requests would be done, as sending them does",
        arguments: [1, 5, 100, 101, 250, 1000])
    func forecasts(requests: Int) throws {
        let settings = PaceSettings(perSecond: 10, quota: 100, quotaWindow: .seconds(60))
        var pace = Pace(settings: settings)
        _ = run(&pace, from: .seconds(1000), sends: 40)
        let forecast = pace.forecast(requests: requests, from: .seconds(1020))
        let last = try #require(run(&pace, from: .seconds(1020), sends: requests).last)
        #expect(abs((forecast.lastSentAt - last).inSeconds) < 0.02 * (last - .seconds(1000)).inSeconds + 1)
        #expect(forecast.basis == .configured)
    }

    @Test("without a known limit a forecast says so; a million requests are forecast at once")
    func forecastsAnything() {
        let unknown = Pace(settings: .unlimited).forecast(requests: 1_000_000, from: .seconds(10))
        #expect(unknown == PaceForecast(lastSentAt: .seconds(10), waitingForQuota: .zero, basis: .unknown))
        let known = Pace(settings: PaceSettings(quota: 1, quotaWindow: .seconds(10)))
            .forecast(requests: 1_000_001, from: .zero)
        #expect(known.lastSentAt == .milliseconds(10_100) * 1_000_000)
        #expect(known.waitingForQuota == known.lastSentAt)
    }

    @Test("a widened spacing recovers slowly, and stays above what was refused")
    func recovers() {
        var pace = Pace(settings: .unlimited)
        var now = Duration.zero
        // A server that accepts one request every 100 ms.
        var last: Duration?
        var refusals = 0
        var accepted = 0
        while accepted < 3000 {
            guard case .now = pace.decide(at: now) else {
                if case .notBefore(let later) = pace.decide(at: now) { now = later }
                continue
            }
            let permit = pace.send(at: now)
            let isRefused = last.map { now - $0 < .milliseconds(100) } ?? false
            pace.answer(isRefused ? .spikeArrest(retryAfter: nil) : .accepted, to: permit, at: now)
            if isRefused { refusals += 1 } else { (last, accepted) = (now, accepted + 1) }
        }
        #expect(refusals < 30)
        #expect(pace.currentSpacing >= .milliseconds(95))
        #expect(pace.currentSpacing <= .milliseconds(120))
    }

    @Test("a Retry-After on a spike arrest is obeyed too")
    func pauses() {
        var pace = Pace(settings: .unlimited)
        let permit = pace.send(at: .zero)
        pace.answer(.spikeArrest(retryAfter: .seconds(3)), to: permit, at: .zero)
        #expect(pace.decide(at: .zero) == .notBefore(.seconds(3)))
    }

    /// A pace that was refused once for its spacing, and then had 60 spaced requests accepted.
    private func spaced(_ settings: PaceSettings) -> (pace: Pace, now: Duration) {
        var pace = Pace(settings: settings)
        var now = Duration.seconds(1000)
        let refused = pace.send(at: now)
        pace.answer(.spikeArrest(retryAfter: nil), to: refused, at: now)
        for _ in 0..<60 {
            while case .notBefore(let later) = pace.decide(at: now) { now = later }
            let permit = pace.send(at: now)
            pace.left(permit.number, at: now)
            pace.answer(.accepted, to: permit, at: now)
        }
        return (pace, now)
    }

    @Test("a narrower spacing is tried as carefully as a limit that is not known: one request, then two")
    func triesCarefully() {
        var (pace, now) = spaced(.unlimited)
        #expect(pace.currentSpacing == .milliseconds(15))
        var permits: [PacePermit] = []
        while pace.decide(at: now) != .whenAnswered, permits.count < 40 {
            if case .notBefore(let later) = pace.decide(at: now) { now = later }
            let permit = pace.send(at: now)
            pace.left(permit.number, at: now)
            permits.append(permit)
        }
        // Ten have been accepted since the spacing became narrower.
        #expect(permits.count == 11)
    }

    @Test("where the quota is used up anyway, no narrower spacing is tried")
    func isContent() {
        let (pace, _) = spaced(PaceSettings(quota: 60, quotaWindow: .seconds(60)))
        #expect(pace.currentSpacing == .milliseconds(20))
    }

    @Test("each narrower spacing that is refused doubles the wait for the next, up to 16,000 requests")
    func losesPatience() {
        var (pace, now) = spaced(.unlimited)
        var patience: [Int?] = []
        for _ in 0..<400 {
            let isTooClose = pace.currentSpacing < .milliseconds(19.9)
            send(&pace, &now, isTooClose ? .spikeArrest(retryAfter: nil) : .accepted)
            if isTooClose { patience.append(pace.snapshot(at: now).spacingPatience) }
        }
        #expect(patience == [2000, 4000, 8000, 16_000])
    }

    private func send(_ pace: inout Pace, _ now: inout Duration, _ answer: PaceAnswer) {
        while case .notBefore(let later) = pace.decide(at: now) { now = later }
        let permit = pace.send(at: now)
        pace.left(permit.number, at: now)
        pace.answer(answer, to: permit, at: now)
    }

    @Test("however long a spacing has carried, a refusal widens it by half a percent at least")
    func widensAtLeast() {
        // The quota is spent: no narrower spacing is tried.
        var (pace, now) = spaced(PaceSettings(quota: 60, quotaWindow: .seconds(60)))
        for _ in 0..<2000 { send(&pace, &now, .accepted) }
        #expect(pace.currentSpacing == .milliseconds(20))
        send(&pace, &now, .spikeArrest(retryAfter: nil))
        #expect(abs(pace.currentSpacing / .milliseconds(20) - 1.005) < 1e-9)
    }
}
