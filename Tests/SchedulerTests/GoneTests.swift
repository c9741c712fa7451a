import Foundation
import MirrorCore
import MirrorStore
import Sandbox
import Scheduler
import Testing

/// Numbers that are removed, parked, and come back.
@Suite("Numbers that go and numbers that return")
struct GoneTests {
    private static func options(_ subscriptions: Int = 60) -> SandboxOptions {
        var options = SandboxOptions()
        options.subscriptions = subscriptions
        options.accounts = 3
        return options
    }

    private func goneCount(_ bench: Workbench) throws -> [[Value]] {
        try bench.rows("SELECT count(*) FROM subscription WHERE gone_at IS NOT NULL")
    }

    @Test("when more go at once than a tenth and twenty, all are parked until they are accepted")
    func massRemoval() async throws {
        try await Workbench.with(Self.options()) { bench async throws in
            try await bench.sync()
            bench.sandbox.change(.removedSubscription, count: 25)
            bench.wait(.seconds(600))
            let report = try await bench.sync(full: true)
            #expect(report.outcome == .partial)
            #expect(report.stop == .tooManyGone(parked: 25, living: 60))
            #expect(report.parked == 25)
            #expect(try goneCount(bench) == [[.integer(0)]])
            bench.wait(.seconds(600))
            #expect(try await bench.sync().stop == .tooManyGone(parked: 25, living: 60))

            bench.wait(.seconds(600))
            let accepted = try await bench.sync(acceptsGone: true)
            #expect(accepted.outcome == .complete)
            #expect(accepted.summary.gone == 25)
            #expect(try bench.differences() == [])
        }
    }

    @Test("a budget that cuts the verification does not let a part of too many through")
    func massRemovalInPortions() async throws {
        try await Workbench.with(Self.options()) { bench async throws in
            try await bench.sync()
            bench.settings.accessTypes = []
            bench.sandbox.change(.removedSubscription, count: 25)
            bench.wait(.seconds(600))
            try await bench.sync(full: true, maxRequests: 12)
            while try await bench.sync(maxRequests: 6).stop == .requestsSpent {}
            #expect(try goneCount(bench) == [[.integer(0)]])
            #expect(try bench.rows("SELECT count(*) FROM _parked") == [[.integer(25)]])
        }
    }

    @Test("an account whose list is empty by mistake costs a verification of each number, and nothing else")
    func emptyList() async throws {
        try await Workbench.with(Self.options()) { bench async throws in
            try await bench.sync()
            bench.sandbox.adjustWorld { $0.glitches = [SandboxGlitch()] }
            bench.wait(.seconds(600))
            let report = try await bench.sync(full: true)
            #expect(report.outcome == .complete)
            #expect(report.summary.fetched == 60)
            #expect(try goneCount(bench) == [[.integer(0)]])
            bench.sandbox.adjustWorld { $0.glitches = [] }
            bench.wait(.seconds(600))
            try await bench.sync(full: true)
            #expect(try bench.differences() == [])
        }
    }

    @Test("a right that was lost parks everything, and when it is back nothing was lost")
    func lostRight() async throws {
        try await Workbench.with(Self.options()) { bench async throws in
            try await bench.sync()
            bench.sandbox.adjustWorld {
                $0.glitches = [SandboxGlitch(hides: [.accountList, .search, .detail])]
            }
            bench.wait(.seconds(600))
            #expect(try await bench.sync(full: true).stop == .tooManyGone(parked: 60, living: 60))
            bench.sandbox.adjustWorld { $0.glitches = [] }
            bench.wait(.seconds(600))
            #expect(try await bench.sync(full: true).outcome == .complete)
            #expect(try bench.rows("SELECT count(*) FROM _parked") == [[.integer(0)]])
            #expect(try bench.differences() == [])
        }
    }

    @Test(
        "a number that comes back is a new version, be it the same contract or another",
        arguments: [SandboxChangeKind.returnedSubscription, .renewedSubscription])
    func returns(kind: SandboxChangeKind) async throws {
        try await Workbench.with(Self.options()) { bench async throws in
            try await bench.sync()
            let number = try bench.sandbox.change(.removedSubscription).msisdn
            bench.wait(.seconds(600))
            try await bench.sync(full: true)
            bench.wait(.seconds(600))
            try bench.sandbox.change(kind, msisdn: number)
            bench.wait(.seconds(600))
            try await bench.sync(full: true)
            #expect(try bench.differences() == [])
            let versions = """
                SELECT gone_at IS NULL, observed_to IS NULL FROM subscription_history
                WHERE msisdn = '\(number)' ORDER BY observed_from
                """
            #expect(
                try bench.rows(versions) == [
                    [.integer(1), .integer(0)], [.integer(0), .integer(0)], [.integer(1), .integer(1)],
                ])
        }
    }

    @Test("a number that is given to somebody else while nobody looked gets a new version with its new dates")
    func reused() async throws {
        try await Workbench.with(Self.options()) { bench async throws in
            try await bench.sync()
            let number = try bench.sandbox.change(.reusedNumber).msisdn
            bench.wait(.seconds(10))
            #expect(try await bench.sync().summary.changed == 1)
            // Only the next list shows its current account.
            let differences = try bench.differences(ignoringAccounts: true)
            #expect(differences == [])
            #expect(
                try bench.rows(
                    "SELECT count(DISTINCT valid_from_date) FROM subscription_history WHERE msisdn = '\(number)'"
                )
                    == [[.integer(2)]])
        }
    }

    @Test("a number that moves to another account gets a new version, without a detail request")
    func moves() async throws {
        try await Workbench.with(Self.options()) { bench async throws in
            try await bench.sync()
            let number = try bench.sandbox.change(.accountMove).msisdn
            bench.wait(.seconds(600))
            #expect(try await bench.sync(full: true).summary.fetched == 0)
            #expect(try bench.differences() == [])
            #expect(
                try bench.rows(
                    "SELECT count(DISTINCT account_id) FROM subscription_history WHERE msisdn = '\(number)'")
                    == [[.integer(2)]])
        }
    }
}
