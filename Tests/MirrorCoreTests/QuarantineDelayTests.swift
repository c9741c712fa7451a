import MirrorCore
import Testing

@Suite("The wait before another try")
struct QuarantineDelayTests {
    @Test(
        "doubles from 15 minutes to a day",
        arguments: [
            (-1, 15), (0, 15), (1, 15), (2, 30), (3, 60), (4, 120), (5, 240), (6, 480), (7, 960), (8, 1440),
            (9, 1440), (1_000_000, 1440), (Int.max, 1440),
        ])
    func delay(attempts: Int, minutes: Int) {
        #expect(Quarantine.delay(afterAttempts: attempts) == .seconds(minutes * 60))
    }
}
