import MirrorCore
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

    @Test("a reply that contradicts what was known counts alone: a clock was set")
    func jumps() {
        var clock = ServerClock()
        clock.observe(date: .seconds(1090), sentAt: .seconds(1000), receivedAt: .seconds(1000))
        clock.observe(date: .seconds(2000), sentAt: .seconds(1001), receivedAt: .seconds(1001))
        #expect(clock.now(at: .seconds(1001)) == .seconds(2000)...Duration.seconds(2001))
    }
}
