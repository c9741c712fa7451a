import Foundation
import MirrorCore
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
        // Nothing that was sent counts any more, but it tells how many passed before the quota was closed.
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

    /// What a run leaves that has learned a quota and has not sent anything lately.
    private static func learned(_ count: Int, in seconds: Double, savedAt: Double) throws -> PaceSnapshot {
        let json = """
            {"savedAt": \(savedAt), "spacingSeconds": 0, "learnedSpacingSeconds": 0, "refusedSpacingSeconds": 0,
            "windowCount": 0, "bursts": [], "learnedQuota": {"count": \(count), "shortestSeconds": \(seconds * 0.97),
            "longestSeconds": \(seconds), "measuredSeconds": \(seconds), "accepted": 1000, "acceptedSinceTrial": 0,
            "patience": 12800}}
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
}
