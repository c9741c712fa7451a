import Foundation
import MirrorCore
import Sandbox
import Scheduler
import Testing

/// Lists whose pages are not the requested ones, and parts of the API that never answer.
@Suite("Lists that lie")
struct UnreliableListTests {
    private static func options() -> SandboxOptions {
        var options = SandboxOptions()
        options.subscriptions = 40
        options.accounts = 1
        return options
    }

    private static func page(_ numbers: some Sequence<String>) -> ScriptedReply {
        .body("[" + numbers.map { #"{"msisdn":"\#($0)"}"# }.joined(separator: ",") + "]")
    }

    @Test("a server that gives out twenty rows of a thousand is read to its end")
    func cap() async throws {
        try await Workbench.with(Self.options()) { bench async throws in
            let numbers = bench.sandbox.truth().msisdns
            for _ in 0..<2 {
                for start in stride(from: 0, through: numbers.count, by: 20) {
                    bench.sandbox.inject(
                        Self.page(numbers.dropFirst(start).prefix(20)), endpoint: .accountSubscriptions)
                }
            }
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.rows("SELECT count(*) FROM subscription") == [[.integer(40)]])
        }
    }

    @Test("a server that knows no pages and shuffles ends soon, with a list that is not complete")
    func shuffles() async throws {
        try await Workbench.with(Self.options()) { bench async throws in
            bench.settings.pageSize = 10
            let numbers = bench.sandbox.truth().msisdns
            for shift in 0..<12 {
                let shifted = numbers.prefix(10).dropFirst(shift % 10) + numbers.prefix(10).prefix(shift % 10)
                bench.sandbox.inject(Self.page(shifted), endpoint: .accountSubscriptions)
            }
            let report = try await bench.sync()
            #expect(report.stop == .listUnreadable(rows: 1))
            #expect(bench.sandbox.statistics.count(of: .accountSubscriptions) == 4)
            bench.sandbox.clearInjected()
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])
        }
    }

    @Test(
        "a catalogue that is refused, or fails, or is no list costs no run",
        arguments: [401, 403, 404, 500, 200])
    func catalogue(status: Int) async throws {
        try await Workbench.with(Self.options()) { bench async throws in
            bench.sandbox.inject(.body("{}", status: status), endpoint: .subscriptionTypes, times: nil)
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.rows("SELECT count(*) FROM subscription") == [[.integer(40)]])
        }
    }
}
