import Pacing
import Testing

@Suite("Server clock")
struct PaceServerClockTests {
    @Test("a reply narrows down the server's time to a second and the journey")
    func observes() {
        var clock = ServerClock()
        #expect(clock.now(at: .zero) == nil)
        clock.observe(date: .seconds(1090), sentAt: .seconds(1000), receivedAt: .milliseconds(1_000_200))
        #expect(
            clock.now(at: .seconds(1010)) == .milliseconds(1_099_800)...Duration.seconds(1101))
        #expect(clock.offset == .milliseconds(90_400))
    }

    @Test("more replies narrow it further")
    func narrows() {
        var clock = ServerClock()
        clock.observe(
            date: .seconds(1090), sentAt: .milliseconds(1_000_900), receivedAt: .milliseconds(1_000_950))
        clock.observe(
            date: .seconds(1091), sentAt: .milliseconds(1_000_990), receivedAt: .milliseconds(1_001_000))
        #expect(clock.now(at: .zero) == .seconds(90)...Duration.milliseconds(90_100))
    }

    /// The clock's conclusion from replies, each given as the server's time minus ours in seconds.
    private func clock(_ expectation: ServerClock.Expectation?, _ offsets: [Int]) -> ServerClock {
        var clock = ServerClock(expectation)
        for (index, offset) in offsets.enumerated() {
            let instant = Duration.seconds(1_780_000_000 + index)
            clock.observe(date: instant + .seconds(offset), sentAt: instant, receivedAt: instant)
        }
        return clock
    }

    static let day = 86_400
    static let lie = 74 * 365 * 86_400

    @Test(
        "a step of more than a day counts only when a later run sees it, unless both clocks agree again",
        arguments: [
            (believed: nil, doubted: nil, seen: [90], offset: 90),
            (believed: nil, doubted: nil, seen: [day], offset: day),
            (believed: nil, doubted: nil, seen: [lie], offset: nil),
            (believed: 0, doubted: nil, seen: [-lie], offset: nil),
            (believed: 0, doubted: lie, seen: [lie + 5], offset: lie + 5),
            (believed: 0, doubted: lie, seen: [-lie], offset: nil),
            (believed: 0, doubted: lie, seen: [3], offset: 3),
            (believed: lie, doubted: nil, seen: [lie + day], offset: lie + day),
            (believed: lie, doubted: nil, seen: [0], offset: 0),
            (believed: 80_000, doubted: nil, seen: [150_000], offset: nil),
            (believed: lie, doubted: nil, seen: [lie / 2], offset: nil),
            (believed: 0, doubted: nil, seen: [lie, 3], offset: 3),
            (believed: 0, doubted: lie, seen: [3, lie], offset: 3),
            // A frozen Date: both runs saw the same instant, five minutes apart.
            (believed: 0, doubted: lie, seen: [lie - 300], offset: nil),
        ] as [(believed: Int?, doubted: Int?, seen: [Int], offset: Int?)])
    func steps(believed: Int?, doubted: Int?, seen: [Int], offset: Int?) {
        let expectation = ServerClock.Expectation(
            believed: believed.map { .seconds($0) },
            doubted: doubted.map { .init(offset: .seconds($0), since: .seconds(1_780_000_000 - 300)) })
        let clock = clock(expectation, seen)
        #expect(clock.difference?.lowerBound == offset.map { .seconds($0) })
        #expect(clock.isInDoubt == (offset == nil))
        #expect((clock.confirmed != nil) == (doubted != nil && offset.map { $0 > Self.day } ?? false))
        #expect(self.clock(nil, seen).isInDoubt == false)
    }

    @Test("a reply that contradicts what was known counts alone: a clock was set")
    func jumps() {
        var clock = ServerClock()
        clock.observe(date: .seconds(1090), sentAt: .seconds(1000), receivedAt: .seconds(1000))
        clock.observe(date: .seconds(2000), sentAt: .seconds(1001), receivedAt: .seconds(1001))
        #expect(clock.now(at: .seconds(1001)) == .seconds(2000)...Duration.seconds(2001))
    }

    @Test("a run within five minutes of the first confirms nothing, and keeps when it was seen first")
    func tooSoon() {
        let doubt = ServerClock.UnconfirmedOffset(
            offset: .seconds(Self.lie), since: .seconds(1_780_000_000 - 299))
        let clock = clock(ServerClock.Expectation(believed: .zero, doubted: doubt), [Self.lie + 1])
        #expect(clock.isInDoubt)
        #expect(clock.doubted == doubt)
    }

    @Test("a clock that goes on by 20 hours with each reply is believed no further than a day")
    func runsAway() {
        let clock = clock(ServerClock.Expectation(believed: .zero), (1...9).map { $0 * 72_000 })
        #expect(clock.offset.map { $0 < .seconds(2 * Self.day) } == true)
    }
}
