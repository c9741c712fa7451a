import MirrorCore
import Testing

@Suite("Pace")
struct PaceTests {
    /// Asks, sends as soon as it is allowed, and has everything accepted; gives the instants of the sends.
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

    @Test("a rate is a spacing between sends, two percent wider than allowed")
    func spaces() {
        var pace = Pace(settings: PaceSettings(perSecond: 4))
        #expect(run(&pace, sends: 4) == [0, 255, 510, 765].map { .milliseconds($0) })
        #expect(run(&pace, from: .seconds(100), sends: 2) == [.seconds(100), .milliseconds(100_255)])
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
        // A window of a second pays 5 % for the journey of its requests.
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
        #expect(pace.decide(at: .seconds(1)) == .notBefore(.seconds(6)))
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
        "a spike arrest doubles the spacing, or makes it half as wide again once it has carried ten requests")
    func widens() {
        var pace = Pace(settings: PaceSettings(perSecond: 10.2))
        let sends = run(&pace, sends: 11)
        let refused = pace.send(at: sends[10] + .milliseconds(100))
        pace.answer(.spikeArrest(retryAfter: nil), to: refused, at: refused.sentAt)
        #expect(pace.decide(at: refused.sentAt) == .notBefore(refused.sentAt + .milliseconds(200)))
    }

    @Test("a widened spacing recovers slowly, and stays above what was refused")
    func recovers() {
        var pace = Pace(settings: .unlimited)
        var now = Duration.zero
        // A server that lets one request through every 100 ms.
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
}
