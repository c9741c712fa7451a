import Foundation
import MirrorCore
import Testing

@Suite("What is done at intervals")
struct RecurrenceTests {
    @Test(
        "is due when the interval has passed, and when a wrong clock had noted it for the future",
        arguments: [
            (ago: nil, isDue: true), (ago: 3600, isDue: true), (ago: 3599, isDue: false),
            (ago: 0, isDue: false),
            (ago: -86_400, isDue: false), (ago: -86_401, isDue: true), (ago: -2_000_000_000, isDue: true),
        ] as [(ago: Double?, isDue: Bool)])
    func due(ago: Double?, isDue: Bool) {
        let now = Date(timeIntervalSince1970: 1_780_000_000)
        let last = ago.map { now.addingTimeInterval(-$0) }
        #expect(Recurrence.isDue(.seconds(3600), after: last, now: now) == isDue)
    }
}
