import MirrorCore
import Testing

@Suite("The lookback")
struct LookbackTests {
    @Test(
        "doubles with a miss, grows by the step of a clock set forward, and is halved after a quiet month",
        arguments: [
            (current: 300, missed: 0, step: 0, days: 0, next: 300),
            (current: 300, missed: 1, step: 0, days: 0, next: 600),
            (current: 600, missed: 9, step: 0, days: 99, next: 1200),
            (current: 80_000, missed: 1, step: 0, days: 0, next: 86_400),
            (current: 300, missed: 0, step: 7200, days: 0, next: 7500),
            (current: 7500, missed: 0, step: 7200, days: 0, next: 14_700),
            (current: 300, missed: 0, step: 1_000_000, days: 0, next: 86_400),
            (current: 1200, missed: 0, step: 0, days: 29, next: 1200),
            (current: 1200, missed: 0, step: 0, days: 30, next: 600),
            (current: 400, missed: 0, step: 0, days: 30, next: 300),
            (current: 60, missed: 0, step: 0, days: 0, next: 300),
        ])
    func next(current: Int, missed: Int, step: Int, days: Int, next: Int) {
        #expect(
            Lookback.next(
                after: .seconds(current), configured: .seconds(300), missed: missed,
                stepForward: .seconds(step),
                quiet: .seconds(days * 86_400)) == .seconds(next))
    }

    @Test("is never less than what is set, however much that is")
    func configured() {
        #expect(
            Lookback.next(after: .seconds(300), configured: .seconds(200_000), missed: 1) == .seconds(200_000)
        )
    }
}
