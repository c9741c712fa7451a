import MirrorCore
import MirrorStore
import Pacing
import Sandbox
import Scheduler
import TestSupport
import Testing

/// The promise: polite, and remembered.
///
/// One request at a time: the clock jumps as soon as anybody waits, and a request in flight
/// would arrive after the jump.
@Suite("A run against a gateway that limits")
struct PaceKeepingTests {
    private static func options(
        _ subscriptions: Int, perSecond: Double? = nil, quota: Int? = nil
    ) -> SandboxOptions {
        var options = SandboxOptions()
        options.subscriptions = subscriptions
        options.perSecond = perSecond
        options.quota = quota.map { SandboxOptions.Quota(limit: $0, window: .seconds(60)) }
        return options
    }

    @Test(
        "holds known limits at 97 % of what is allowed, and is never refused",
        arguments: [(10.0, nil), (nil, 150), (5.0, 240)] as [(Double?, Int?)])
    func holds(perSecond: Double?, quota: Int?) async throws {
        let options = Self.options(600, perSecond: perSecond, quota: quota)
        try await Workbench.with(options) { bench async throws in
            bench.pace = PaceSettings(
                perSecond: perSecond, quota: quota, quotaWindow: quota.map { _ in .seconds(60) })
            bench.settings.concurrency = 1
            let report = try await bench.sync()
            #expect(report.outcome == .complete)
            #expect(report.totals.throttled == 0)
            // Whole windows, and the travel time of the last requests.
            let (windows, rest) = (report.totals.requests - 1).quotientAndRemainder(dividingBy: quota ?? .max)
            let ideal = Double(windows) * 60 + (perSecond.map { Double(rest) / $0 } ?? 0)
            #expect(ideal / bench.clock.now.offset.inSeconds >= 0.97)
        }
    }

    @Test("learns an unknown quota once; the next run begins with what was learned")
    func learns() async throws {
        try await Workbench.with(Self.options(1500, quota: 300)) { bench async throws in
            bench.settings.concurrency = 1
            let first = try await bench.sync()
            #expect(first.outcome == .complete)
            let seen = bench.sandbox.statistics
            // The ends of two windows are found by probing: the first, and the second,
            // which reveals length and count.
            #expect(seen.count(code: 42_901) <= 70)
            #expect(bench.clock.now.offset < .seconds(60 * 6))
            for number in bench.sandbox.truth().msisdns.prefix(900) {
                try bench.sandbox.change(.reference, msisdn: number)
            }
            bench.wait(.seconds(5))
            let second = try await bench.sync()
            #expect(second.outcome == .complete)
            // At most the trials of a higher count.
            #expect(second.totals.throttled <= 3)
            #expect(try bench.differences() == [])
        }
    }

    @Test("finds an unknown spacing by a few refusals")
    func finds() async throws {
        try await Workbench.with(Self.options(800, perSecond: 10)) { bench async throws in
            bench.settings.concurrency = 1
            let report = try await bench.sync()
            #expect(report.outcome == .complete)
            #expect(report.totals.throttled <= 24)
            #expect(bench.clock.now.offset < .seconds(Double(report.totals.requests) / 10 / 0.9))
        }
    }
}
