import Foundation
import MirrorCore
import Testing

@Suite("When watch starts its next run")
struct WatchScheduleTests {
    private static let now = Date(timeIntervalSince1970: 1_780_000_000)

    /// The waits after a sequence of outcomes, in seconds, each run ending at `now`; nil where watch ends.
    private static func waits(
        after outcomes: [WatchOutcome], interval: Duration = .seconds(300), random: Double = 0
    ) -> [Double?] {
        var schedule = WatchSchedule(interval: interval)
        return outcomes.map { outcome in
            switch schedule.next(after: outcome, at: now, random: random) {
            case .start(let date): date.timeIntervalSince(now)
            case .end: nil
            }
        }
    }

    @Test(
        "depends on what the runs before came to",
        arguments: [
            (outcomes: [.done, .done], waits: [300, 300]),
            (outcomes: [.locked, .locked, .locked], waits: [300, 300, 300]),
            // Failures: increasing waits, up to an hour, starting over after the first success.
            (
                outcomes: [.failed, .failed, .failed, .failed, .failed, .failed, .done, .failed],
                waits: [300, 600, 1200, 2400, 3600, 3600, 300, 300]
            ),
            // Another process's run is not a success of ours.
            (outcomes: [.failed, .locked, .failed], waits: [300, 300, 600]),
            (outcomes: [.done, .disk, .misconfigured, .disk], waits: [300, 300, 600, 1200]),
            // A revoked password is retried a few times a day.
            (
                outcomes: [.done, .refused, .refused, .refused, .refused, .refused, .done, .refused],
                waits: [300, 3600, 14_400, 57_600, 86_400, 86_400, 300, 3600]
            ),
            (outcomes: [.done, .refused, .failed, .locked, .refused], waits: [300, 3600, 300, 300, 14_400]),
            // A first run that needs a person ends the loop.
            (outcomes: [.refused], waits: [nil]),
            (outcomes: [.misconfigured], waits: [nil]),
            (outcomes: [.disk], waits: [nil]),
            (outcomes: [.failed, .refused], waits: [300, nil]),
            (outcomes: [.locked, .misconfigured], waits: [300, nil]),
            (outcomes: [.done, .unusableMirror], waits: [300, nil]),
        ] as [(outcomes: [WatchOutcome], waits: [Double?])])
    func table(outcomes: [WatchOutcome], waits: [Double?]) {
        #expect(Self.waits(after: outcomes) == waits)
    }

    @Test(
        "is never before a spent quota reopens",
        arguments: [(until: 10.0, wait: 300.0), (until: 301, wait: 301), (until: 80_000, wait: 80_000)])
    func quota(until: Double, wait: Double) {
        let outcome = WatchOutcome.quotaSpent(until: Self.now.addingTimeInterval(until))
        #expect(Self.waits(after: [outcome]) == [wait])
    }

    @Test("is up to a tenth of the wait later, by chance")
    func jitter() {
        #expect(Self.waits(after: [.done, .failed, .failed], random: 0.5) == [315, 315, 630])
        #expect(Self.waits(after: [.done, .refused], random: 1) == [330, 3960])
    }

    @Test("is not sooner for an interval that is longer than the longest delay")
    func longInterval() {
        let waits = Self.waits(after: [.failed, .failed, .done, .refused], interval: .seconds(100_000))
        #expect(waits == [100_000, 100_000, 100_000, 100_000])
    }

    @Test("waits for new settings only while the credentials are refused")
    func waitsForSettings() {
        var schedule = WatchSchedule(interval: .seconds(300))
        _ = schedule.next(after: .done, at: Self.now, random: 0)
        #expect(!schedule.waitsForSettings)
        _ = schedule.next(after: .refused, at: Self.now, random: 0)
        #expect(schedule.waitsForSettings)
        _ = schedule.next(after: .done, at: Self.now, random: 0)
        #expect(!schedule.waitsForSettings)
    }
}
