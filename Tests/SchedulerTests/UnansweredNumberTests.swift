import Foundation
import MirrorCore
import MirrorStore
import PacedHTTP
import Sandbox
import Scheduler
import Testing

/// Numbers whose details never arrive, in runs with a time limit; the silence is in real time.
@Suite("A number that is never answered")
struct UnansweredNumberTests {
    private static var company: SandboxOptions {
        var options = SandboxOptions()
        options.subscriptions = 30
        options.hangLimit = .seconds(3600)
        return options
    }

    private static func hang(_ numbers: [String], in bench: Workbench) {
        var rule = SandboxFaultRule(.hang, endpoint: .detail)
        rule.numbers = .listed(Set(numbers.compactMap { UInt64($0) }))
        bench.sandbox.setFaults([rule])
    }

    @Test("is set aside after its whole time, though the run's end comes before its next try would be over")
    func isSetAside() async throws {
        try await Workbench.with(Self.company) { (bench: inout Workbench) async throws -> Void in
            try await bench.sync()
            let change = try bench.sandbox.change(.reference)
            Self.hang([change.msisdn], in: bench)
            bench.timeouts.firstByte = .seconds(8)
            for attempts in 1...2 {
                bench.wait(.seconds(1000))
                let report = try await bench.sync(deadline: .milliseconds(8100))
                #expect(report.outcome == .complete)
                #expect(report.summary.quarantined == 1)
                // The search, the number, the witness.
                #expect(report.totals.requests == 3)
                #expect(
                    try bench.rows("SELECT error, attempts FROM quarantine")
                        == [[.text("timed out waiting for the reply"), .integer(Int64(attempts))]])
            }
            bench.sandbox.clearFaults()
            bench.wait(.seconds(86_400))
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])
        }
    }

    @Test("that a run's end cuts off earlier stays queued, and comes after the others in the next run")
    func comesLast() async throws {
        try await Workbench.with(Self.company) { (bench: inout Workbench) async throws -> Void in
            try await bench.sync()
            let numbers = bench.sandbox.truth().msisdns.sorted().prefix(20)
            for number in numbers { try bench.sandbox.change(.reference, msisdn: number) }
            // All those fetched in parallel, which are the first in the queue.
            let hanging = numbers.prefix(bench.settings.concurrency)
            Self.hang(Array(hanging), in: bench)
            bench.wait(.seconds(900))
            let cut = try await bench.sync(deadline: .seconds(8))
            #expect(cut.stop == .timeSpent)
            #expect(cut.queued == 20)
            bench.wait(.seconds(900))
            let others = try await bench.sync(maxRequests: 1 + 12)
            #expect(others.summary.fetched == 12)
            #expect(
                try bench.rows("SELECT msisdn FROM _queue ORDER BY msisdn")
                    == hanging.map { [.text($0)] })
            #expect(try bench.rows("SELECT count(*) FROM quarantine") == [[.integer(0)]])
            bench.sandbox.clearFaults()
            bench.wait(.seconds(900))
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])
        }
    }
}
