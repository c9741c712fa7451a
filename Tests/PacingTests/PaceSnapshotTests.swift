import Foundation
import Pacing
import Testing

@Suite("Pace snapshot")
struct PaceSnapshotTests {
    private static let settings = PaceSettings(perSecond: 10, quota: 3, quotaWindow: .seconds(60))

    private static func used(at now: Duration) -> Pace {
        var pace = Pace(settings: settings)
        for second in 0..<3 {
            let permit = pace.send(at: now + .seconds(second))
            pace.answer(.accepted, to: permit, at: now + .seconds(second))
        }
        return pace
    }

    @Test("the next run begins with the count of the last")
    func keepsCount() {
        let pace = Self.used(at: .seconds(1000))
        let snapshot = pace.snapshot(at: .seconds(1010))
        #expect(snapshot.windowCount == 3)
        #expect(snapshot.windowStart == 1000)
        #expect(snapshot.quota == 3)
        #expect(snapshot.windowSeconds == 60)
        #expect(abs(snapshot.spacingSeconds - 0.1015) < 1e-12)
        let next = Pace(settings: Self.settings, continuing: snapshot, at: .seconds(1030))
        #expect(next.decide(at: .seconds(1030)) == .notBefore(.milliseconds(1_060_600)))
        #expect(next.decide(at: .milliseconds(1_060_600)) == .now)
    }

    @Test("a spent quota stays spent")
    func keepsClosure() {
        var pace = Pace(settings: .unlimited)
        let permit = pace.send(at: .seconds(1000))
        pace.answer(.quotaSpent(retryAfter: .seconds(500)), to: permit, at: .seconds(1000))
        let snapshot = pace.snapshot(at: .seconds(1001))
        #expect(snapshot.notBefore == 1500)
        let next = Pace(settings: .unlimited, continuing: snapshot, at: .seconds(1100))
        #expect(next.decide(at: .seconds(1100)) == .notBefore(.seconds(1500)))
        let later = Pace(settings: .unlimited, continuing: snapshot, at: .seconds(9000))
        #expect(later.decide(at: .seconds(9000)) == .now)
    }

    @Test("a run that begins while the quota is closed learns from its opening what the last one would have")
    func keepsLessonOfClosure() throws {
        var pace = Pace(
            settings: .unlimited, continuing: try Self.learned(10, in: 60, savedAt: 1000), at: .seconds(1000))
        for second in [1000..<1010, 1061..<1066].joined() {
            let permit = pace.send(at: .seconds(second))
            pace.answer(.accepted, to: permit, at: .seconds(second))
        }
        let refused = pace.send(at: .seconds(1066))
        pace.answer(.quotaSpent(retryAfter: nil), to: refused, at: .seconds(1066))
        // None of the sent requests counts any more, but it shows how many passed before the quota was spent.
        let kept = pace.snapshot(at: .seconds(1130))
        #expect(kept.windowCount == 0)
        #expect(kept.windowStart == nil)
        var next = Pace(settings: .unlimited, continuing: kept, at: .seconds(1130))
        for second in [1131, 1132] {
            let (one, other) = (pace.send(at: .seconds(second)), next.send(at: .seconds(second)))
            pace.answer(.accepted, to: one, at: .seconds(second))
            next.answer(.accepted, to: other, at: .seconds(second))
        }
        let learned = try #require(next.snapshot(at: .seconds(1132)).learnedQuota)
        #expect(learned == pace.snapshot(at: .seconds(1132)).learnedQuota)
        #expect(learned.count < 10)
    }

    @Test("what corrections in a row do not help is given up: at the sixth the quota is learned anew")
    func givesUp() throws {
        var now = Duration.seconds(1000)
        var pace = Pace(
            settings: .unlimited, continuing: try Self.learned(1000, in: 60, savedAt: 1000), at: now)
        var isKnown: [Bool] = []
        for _ in 0..<6 {
            let passed = pace.send(at: now)
            pace.answer(.accepted, to: passed, at: now)
            now += .seconds(1)
            let refused = pace.send(at: now)
            pace.answer(.quotaSpent(retryAfter: nil), to: refused, at: now)
            while case .notBefore(let later) = pace.decide(at: now) { now = later }
            let probe = pace.send(at: now)
            pace.answer(.accepted, to: probe, at: now)
            isKnown.append(pace.snapshot(at: now).learnedQuota != nil)
            now += .seconds(1)
        }
        #expect(isKnown == [true, true, true, true, true, false])
    }

    @Test("a request beyond a learned quota is tried now and then, but not out of the share of others")
    func triesOwnShare() throws {
        var pace = Pace(
            settings: .unlimited,
            continuing: try Self.learned(10, in: 60, savedAt: 1000, acceptedSinceTrial: 12_800),
            at: .seconds(1000))
        for second in 1000..<1010 {
            let permit = pace.send(at: .seconds(second))
            pace.answer(.accepted, to: permit, at: .seconds(second))
        }
        let kept = pace.snapshot(at: .seconds(1010))
        let whole = Pace(settings: .unlimited, continuing: kept, at: .seconds(1010))
        #expect(whole.decide(at: .seconds(1010)) == .now)
        let half = Pace(settings: PaceSettings(share: 0.5), continuing: kept, at: .seconds(1010))
        #expect(half.decide(at: .seconds(1010)) == .notBefore(.milliseconds(1_065_600)))
    }

    @Test("a quota is learned from what was sent without a pause before it closed")
    func learnsAfterPause() throws {
        var pace = Pace(settings: .unlimited)
        for second in [1000..<1003, 1100..<1105].joined() {
            let permit = pace.send(at: .seconds(second))
            pace.answer(.accepted, to: permit, at: .seconds(second))
        }
        let refused = pace.send(at: .seconds(1105))
        pace.answer(.quotaSpent(retryAfter: nil), to: refused, at: .seconds(1105))
        let probe = pace.send(at: .seconds(1160))
        pace.answer(.accepted, to: probe, at: .seconds(1160))
        let learned = try #require(pace.snapshot(at: .seconds(1160)).learnedQuota)
        #expect(learned.count == 5)
        #expect(learned.measuredSeconds == 60)
    }

    /// The snapshot of a run that has learned a quota and sent nothing lately.
    private static func learned(
        _ count: Int, in seconds: Double, savedAt: Double, acceptedSinceTrial: Int = 0
    ) throws -> PaceSnapshot {
        let json = """
            {"savedAt": \(savedAt), "spacingSeconds": 0, "learnedSpacingSeconds": 0, "refusedSpacingSeconds": 0,
            "windowCount": 0, "bursts": [], "learnedQuota": {"count": \(count), "shortestSeconds": \(seconds * 0.97),
            "longestSeconds": \(seconds), "measuredSeconds": \(seconds), "accepted": 1000,
            "acceptedSinceTrial": \(acceptedSinceTrial), "patience": 12800}}
            """
        return try JSONDecoder().decode(PaceSnapshot.self, from: Data(json.utf8))
    }

    @Test("a learned spacing is kept")
    func keepsSpacing() {
        var pace = Pace(settings: .unlimited)
        let permit = pace.send(at: .seconds(1000))
        pace.answer(.spikeArrest(retryAfter: nil), to: permit, at: .seconds(1000))
        let snapshot = pace.snapshot(at: .seconds(1000))
        var next = Pace(settings: .unlimited, continuing: snapshot, at: .seconds(2000))
        let sent = next.send(at: .seconds(2000))
        next.answer(.accepted, to: sent, at: .seconds(2000))
        #expect(next.decide(at: .seconds(2000)) == .notBefore(.milliseconds(2_000_020)))
    }

    @Test("a clock that was set back does not make a wait longer")
    func movesWithClock() {
        let pace = Self.used(at: .seconds(10_000))
        let snapshot = pace.snapshot(at: .seconds(10_002))
        let next = Pace(settings: Self.settings, continuing: snapshot, at: .seconds(4000))
        #expect(next.decide(at: .seconds(4000)) == .notBefore(.milliseconds(4_058_600)))
    }

    @Test("what an older version kept can be read")
    func readsOlder() throws {
        let json = """
            {"savedAt": 1000, "spacingSeconds": 0.05, "learnedSpacingSeconds": 0.05, "refusedSpacingSeconds": 0.04,
            "refusedAt": 990, "lastSentAt": 999, "windowCount": 0, "bursts": [], "notBefore": 1005,
            "closureSeconds": 20}
            """
        let kept = try JSONDecoder().decode(PaceSnapshot.self, from: Data(json.utf8))
        let pace = Pace(settings: .unlimited, continuing: kept, at: .seconds(1001))
        #expect(pace.currentSpacing == .milliseconds(50))
        #expect(pace.decide(at: .seconds(1001)) == .notBefore(.seconds(1005)))
    }

    @Test("settings win over what was kept")
    func obeysSettings() {
        let pace = Self.used(at: .seconds(1000))
        let snapshot = pace.snapshot(at: .seconds(1002))
        let free = Pace(settings: .unlimited, continuing: snapshot, at: .seconds(1003))
        #expect(free.decide(at: .seconds(1003)) == .now)
        let wider = Pace(
            settings: PaceSettings(quota: 100, quotaWindow: .seconds(60)), continuing: snapshot,
            at: .seconds(1003))
        #expect(wider.decide(at: .seconds(1003)) == .now)
    }

    @Test("after a kill, the first refusal tells how many requests nobody noted, and they count from then on")
    func findsLost() {
        let settings = PaceSettings(quota: 10, quotaWindow: .seconds(60))
        var pace = Pace(settings: settings)
        for second in 1000..<1004 {
            let permit = pace.send(at: .seconds(second))
            pace.answer(.accepted, to: permit, at: .seconds(second))
        }
        let snapshot = pace.snapshot(at: .seconds(1004), hasEnded: false)
        var next = Pace(settings: settings, continuing: snapshot, at: .seconds(1005))
        let refused = next.send(at: .seconds(1006))
        next.answer(.quotaSpent(retryAfter: nil), to: refused, at: .seconds(1006))
        #expect(next.decide(at: .seconds(1006)) == .notBefore(.milliseconds(1_060_600)))
        let probe = next.send(at: .milliseconds(1_060_600))
        next.answer(.accepted, to: probe, at: .milliseconds(1_060_600))
        #expect(next.decide(at: .milliseconds(1_060_600)) == .notBefore(.milliseconds(1_061_600)))
    }

    @Test("a quota that was found spent before a kill is learned from: what was sent until then is known")
    func learnsBeforeKill() throws {
        var pace = Pace(
            settings: .unlimited, continuing: try Self.learned(10, in: 60, savedAt: 1000), at: .seconds(1000))
        for second in 1000..<1006 {
            let permit = pace.send(at: .seconds(second))
            pace.answer(
                second < 1005 ? .accepted : .quotaSpent(retryAfter: nil), to: permit, at: .seconds(second))
        }
        let kept = pace.snapshot(at: .seconds(1005), hasEnded: false)
        var next = Pace(settings: .unlimited, continuing: kept, at: .seconds(1010))
        var now = Duration.seconds(1010)
        while case .notBefore(let later) = next.decide(at: now) { now = later }
        let probe = next.send(at: now)
        next.answer(.accepted, to: probe, at: now)
        #expect(next.snapshot(at: now).learnedQuota?.count == 5)
    }

    @Test("after a kill, no probe leaves beside a request under way, even where the wait is over at once")
    func probesAloneAfterKill() {
        let settings = PaceSettings(quota: 24, quotaWindow: .seconds(60))
        var pace = Pace(settings: settings)
        for _ in 0..<8 {
            let permit = pace.send(at: .seconds(1000))
            pace.answer(.accepted, to: permit, at: .seconds(1000))
        }
        let kept = pace.snapshot(at: .seconds(1000), hasEnded: false)
        var next = Pace(settings: settings, continuing: kept, at: .seconds(1050))
        let permits = (0..<2).map { _ in next.send(at: .milliseconds(1_060_580)) }
        // 14 of the window's requests are missing, so it was full; its first 8 count until 1,060.6 s.
        next.answer(.quotaSpent(retryAfter: nil), to: permits[0], at: .milliseconds(1_060_590))
        #expect(next.decide(at: .milliseconds(1_060_590)) == .notBefore(.milliseconds(1_060_600)))
        #expect(next.decide(at: .milliseconds(1_060_600)) == .whenAnswered)
        next.answer(.accepted, to: permits[1], at: .milliseconds(1_060_610))
        #expect(next.decide(at: .milliseconds(1_060_610)) == .now)
    }

    @Test("an estimate that never fits is dropped, and half of the longest closure with it")
    func dropsEstimate() throws {
        var kept = try Self.learned(1000, in: 60, savedAt: 1000)
        kept.closedForSeconds = 100
        // The share of other clients is not tried.
        var pace = Pace(settings: PaceSettings(share: 0.9), continuing: kept, at: .seconds(1000))
        var now = Duration.seconds(1000)
        for _ in 0..<10 where pace.snapshot(at: now).learnedQuota != nil {
            for answer in [PaceAnswer.accepted, .quotaSpent(retryAfter: .seconds(1))] {
                while case .notBefore(let later) = pace.decide(at: now) { now = later }
                let permit = pace.send(at: now)
                pace.answer(answer, to: permit, at: now)
            }
        }
        #expect(pace.snapshot(at: now).learnedQuota == nil)
        #expect(pace.snapshot(at: now).closedForSeconds == 50)
    }
}
