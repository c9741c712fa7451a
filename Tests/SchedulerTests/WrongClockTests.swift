import Foundation
import MirrorCore
import MirrorReading
import MirrorStore
import Pacing
import Reports
import Sandbox
import Scheduler
import TestSupport
import Testing

/// Invariant: coverage ends no later than the server's true time, whichever clock is wrong, theirs or ours.
@Suite("Clocks that lie")
struct WrongClockTests {
    private static let century = Duration.seconds(74 * 365 * 86_400)

    private static func options() -> SandboxOptions {
        var options = SandboxOptions()
        options.subscriptions = 30
        return options
    }

    private static func clockDoubt(_ report: SyncReport) -> Bool {
        if case .clockInDoubt = report.stop { report.outcome == .partial } else { false }
    }

    /// Checks the end of the ledger and of its newest poll, without `now`, as the
    /// mirror's own clock may be wrong.
    private static func expectPlausible(_ bench: Workbench, sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        let now = Workbench.start.addingTimeInterval(bench.clock.now.offset.inSeconds + 60)
        let late = try bench.rows("SELECT * FROM coverage WHERE to_at > '\(Instant.text(now))'")
        #expect(late == [], sourceLocation: sourceLocation)
    }

    private static func status(_ bench: Workbench) throws -> Status {
        try Status(of: MirrorReader(path: bench.mirror.path), now: bench.time.now())
    }

    @Test("a clock that seems to run back within its last second opens no gap", arguments: [1, 2])
    func withinTolerance(seconds: Int) async throws {
        try await Workbench.with(Self.options()) { (bench: inout Workbench) async throws -> Void in
            try await bench.sync()
            bench.sandbox.jumpClock(by: .seconds(-seconds))
            bench.sandbox.resetStatistics()
            #expect(try await bench.sync().kind == .incremental)
            let statistics = bench.sandbox.statistics
            #expect(statistics.count(of: .accounts) + statistics.count(of: .accountSubscriptions) == 0)
            #expect(try bench.rows("SELECT count(*) FROM _coverage_stretch") == [[.integer(1)]])
        }
    }

    /// From the bench's present to 9999 and to 1970, and 74 years each way.
    private static let lies = [
        Duration.seconds(253_370_764_800 - Workbench.start.timeIntervalSince1970),
        .seconds(-Workbench.start.timeIntervalSince1970), century, .zero - century,
    ]

    @Test(
        "one run in which the server says 9999, 1970 or 2100 proves nothing, says so, and costs no change",
        arguments: lies)
    func serverOnce(lie: Duration) async throws {
        try await Workbench.with(Self.options()) { (bench: inout Workbench) async throws -> Void in
            try await bench.sync()
            let ledger = try bench.rows("SELECT * FROM coverage")
            bench.wait(.seconds(900))
            try bench.sandbox.change(.status)
            bench.wait(.seconds(5))
            bench.sandbox.jumpClock(by: lie)
            let lied = try await bench.sync()
            #expect(Self.clockDoubt(lied))
            #expect(lied.summary.fetched == 0)
            #expect(try bench.rows("SELECT * FROM coverage") == ledger)
            #expect(
                try bench.rows(
                    "SELECT error LIKE '%\(Int((abs(lie.inSeconds) / 86_400).rounded())) days %nothing was read%' FROM sync_run WHERE id = 2"
                )
                    == [[.integer(1)]])
            bench.sandbox.jumpClock(by: .zero - lie)
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])
            try Self.expectPlausible(bench)

            // The API is down: eight days later nothing is fresh.
            bench.wait(.seconds(8 * 86_400))
            #expect(try Self.status(bench).isOlder(than: .seconds(7 * 86_400)))
        }
    }

    @Test(
        "a server that stays set by days is believed by the second run, and no change is lost",
        arguments: [3, -3])
    func serverStays(days: Int) async throws {
        try await Workbench.with(Self.options()) { (bench: inout Workbench) async throws -> Void in
            try await bench.sync()
            bench.wait(.seconds(900))
            try bench.sandbox.change(.status)
            bench.wait(.seconds(5))
            bench.sandbox.jumpClock(by: .seconds(days * 86_400))
            try bench.sandbox.change(.user)
            bench.wait(.seconds(5))
            #expect(Self.clockDoubt(try await bench.sync()))
            bench.wait(.seconds(900))
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])
            bench.wait(.seconds(900))
            try bench.sandbox.change(.reference)
            bench.wait(.seconds(5))
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])

            // Correct again: both clocks agree, which needs no second run, and coverage is cut back.
            bench.sandbox.jumpClock(by: .seconds(-days * 86_400))
            bench.wait(.seconds(5))
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])
            try Self.expectPlausible(bench)
        }
    }

    @Test("our own clock may be the wrong one: coverage stays in the server's time", arguments: [1, -1])
    func ours(sign: Int) async throws {
        try await Workbench.with(Self.options()) { (bench: inout Workbench) async throws -> Void in
            try await bench.sync()
            for _ in 0..<2 { try bench.sandbox.change(.status) }
            bench.wait(.seconds(900))
            bench.localSkew = Self.century * sign
            #expect(Self.clockDoubt(try await bench.sync()))
            bench.wait(.seconds(900))
            let second = try await bench.sync()
            #expect(second.outcome == .complete)
            try Self.expectPlausible(bench)
            #expect(try Self.status(bench).lagSeconds.map { $0 < 60 } == true)

            // Corrected: notes for the year 2100 stop neither the comparison nor the refreshing.
            bench.localSkew = .zero
            bench.wait(.seconds(900))
            try bench.sandbox.change(.reference)
            bench.wait(.seconds(5))
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])
            try Self.expectPlausible(bench)
            bench.wait(.seconds(8 * 86_400))
            #expect(try await bench.sync().kind == .reconcile)
        }
    }

    @Test("a first run that disagrees about the day reads nothing; the second goes by the server")
    func first() async throws {
        try await Workbench.with(Self.options()) { (bench: inout Workbench) async throws -> Void in
            bench.localSkew = Self.century
            #expect(Self.clockDoubt(try await bench.sync()))
            #expect(try bench.rows("SELECT count(*) FROM coverage") == [[.integer(0)]])
            #expect(bench.sandbox.statistics.count(of: .detail) == 0)
            // Asked again at once, the same stray page may come from a cache.
            bench.wait(.seconds(60))
            #expect(Self.clockDoubt(try await bench.sync()))
            bench.wait(.seconds(240))
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])
            try Self.expectPlausible(bench)
        }
    }

    @Test("a server that says its time only later: the ledger began by our clock, and no change is lost")
    func lateDate() async throws {
        try await Workbench.with(Self.options()) { (bench: inout Workbench) async throws -> Void in
            bench.settings.lookback = .seconds(1)
            bench.localSkew = .seconds(3600)
            var undated = ScriptedReply(.real)
            undated.headers = [("Date", "soon")]
            bench.sandbox.inject(undated, times: nil)
            #expect(try await bench.sync().outcome == .complete)
            #expect(
                try bench.rows("SELECT value FROM _state WHERE key = 'telenor.poll_offset_seconds'") == [
                    [.text("0.0")]
                ])
            bench.wait(.seconds(60))
            try bench.sandbox.change(.status)
            bench.wait(.seconds(60))
            bench.sandbox.clearInjected()
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])
            try Self.expectPlausible(bench)
        }
    }
}
