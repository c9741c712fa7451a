import Foundation
import MirrorCore
import MirrorStore
import Sandbox
import Scheduler
import Testing

/// Invariants: after a forget, runs continue as before; a living number comes back as new, a gone one
/// does not, and costs no request.
@Suite("Syncing after a forget")
struct ForgetSyncTests {
    private static var options: SandboxOptions {
        var options = SandboxOptions()
        options.subscriptions = 60
        options.accounts = 3
        return options
    }

    private func forget(_ numbers: [String], in bench: Workbench) async throws {
        let store = try MirrorStore.open(at: bench.mirror)
        let summary = try await store.forget(.numbers(numbers.compactMap { Msisdn($0) }))
        #expect(summary.forgotten == numbers.count)
        try await store.wipe()
        try store.close()
    }

    private func livingCount(_ bench: Workbench) throws -> [[Value]] {
        try bench.rows("SELECT count(*) FROM subscription WHERE gone_at IS NULL")
    }

    @Test("a living number comes back, as new, with the next complete list; until then nothing asks for it")
    func living() async throws {
        try await Workbench.with(Self.options) { bench async throws in
            try await bench.sync()
            bench.wait(.seconds(3600))
            try await bench.sync()
            let number = try #require(bench.sandbox.truth().msisdns.first)
            try await forget([number], in: bench)
            bench.wait(.seconds(3600))
            bench.sandbox.resetStatistics()
            let poll = try await bench.sync()
            #expect(poll.outcome == .complete && poll.summary.fetched == 0)
            #expect(bench.sandbox.statistics.count(of: .detail) == 0)
            #expect(try livingCount(bench) == [[.integer(59)]])
            bench.wait(.seconds(3600))
            let list = try await bench.sync(full: true)
            #expect(list.outcome == .complete && list.summary.fetched == 1 && list.summary.gone == 0)
            #expect(try bench.differences() == [])
            #expect(
                try bench.rows("SELECT count(*) FROM subscription_history WHERE msisdn = '\(number)'")
                    == [[.integer(1)]])
        }
    }

    @Test("a number that the search still shows comes back with the next run")
    func shownBySearch() async throws {
        try await Workbench.with(Self.options) { bench async throws in
            try await bench.sync()
            bench.wait(.seconds(3600))
            let change = try bench.sandbox.change(.reference)
            bench.wait(.seconds(10))
            try await bench.sync()
            try await forget([change.msisdn], in: bench)
            bench.wait(.seconds(10))
            #expect(try await bench.sync().summary.fetched == 1)
            #expect(try livingCount(bench) == [[.integer(60)]])
        }
    }

    @Test("a number that is gone does not come back, and nothing is fetched for it")
    func gone() async throws {
        try await Workbench.with(Self.options) { bench async throws in
            try await bench.sync()
            bench.wait(.seconds(600))
            let change = try bench.sandbox.change(.removedSubscription)
            bench.wait(.seconds(600))
            #expect(try await bench.sync(full: true).summary.gone == 1)
            try await forget([change.msisdn], in: bench)
            bench.wait(.seconds(3600))
            let list = try await bench.sync(full: true)
            #expect(list.outcome == .complete && list.summary.fetched == 0 && list.summary.gone == 0)
            #expect(list.summary.quarantined == 0 && list.parked == 0)
            #expect(try bench.differences() == [])
            #expect(
                try bench.rows("SELECT count(*) FROM subscription WHERE msisdn = '\(change.msisdn)'")
                    == [[.integer(0)]])
        }
    }

    @Test(
        "most numbers at once, and a list under way: the breaker is not tripped, and all that live come back")
    func many() async throws {
        try await Workbench.with(Self.options) { bench async throws in
            try await bench.sync()
            bench.wait(.seconds(600))
            // The list is begun but not finished.
            #expect(try await bench.sync(full: true, maxRequests: 3).outcome == .partial)
            let numbers = bench.sandbox.truth().msisdns
            try await forget(Array(numbers.prefix(50)), in: bench)
            #expect(try livingCount(bench) == [[.integer(10)]])
            bench.wait(.seconds(600))
            let list = try await bench.sync()
            #expect(list.outcome == .complete && list.summary.gone == 0 && list.parked == 0)
            bench.wait(.seconds(600))
            #expect(try await bench.sync(full: true).outcome == .complete)
            #expect(try bench.differences() == [])
            #expect(try bench.rows("SELECT count(*) FROM quarantine") == [[.integer(0)]])
        }
    }
}
