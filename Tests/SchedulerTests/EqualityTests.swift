import Foundation
import MirrorCore
import MirrorStore
import Sandbox
import Scheduler
import Testing

/// The promise: after a run that ends complete, the mirror equals the API.
@Suite("The mirror equals the source")
struct EqualityTests {
    /// Changes that the search lists; removals, and a new number's account, are
    /// found by comparing with the list.
    private static let searchable: [SandboxChangeKind] = [
        .reference, .type, .status, .addOnAdded, .addOnRemoved, .newSim, .termination, .user,
    ]

    @Test(
        "after every complete run, for both ways to the complete list and sloppy documents",
        arguments: [1, 2, 3, 4], [false, true])
    func equals(seed: UInt64, withoutAccounts: Bool) async throws {
        var options = SandboxOptions()
        options.subscriptions = 300
        options.accounts = 7
        options.seed = seed
        options.sloppiness = 0.2
        options.withoutAccounts = withoutAccounts
        try await Workbench.with(options) { bench async throws in
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])
            for round in 0..<3 {
                bench.wait(.seconds(600))
                for index in 0..<12 {
                    try bench.sandbox.change(Self.searchable[(index + round) % Self.searchable.count])
                }
                bench.wait(.seconds(5))
                #expect(try await bench.sync().outcome == .complete)
                #expect(try bench.differences() == [])

                bench.wait(.seconds(600))
                bench.sandbox.change(count: 10)
                try bench.sandbox.change(.removedSubscription)
                try bench.sandbox.change(.newSubscription)
                bench.wait(.seconds(5))
                #expect(try await bench.sync(full: true).outcome == .complete)
                #expect(try bench.differences() == [])
            }
            #expect(try bench.historyFaults() == [])
        }
    }

    @Test("a number that changes again within the lookback is fetched again")
    func changesAgain() async throws {
        var options = SandboxOptions()
        options.subscriptions = 40
        try await Workbench.with(options) { bench async throws in
            try await bench.sync()
            let numbers = Array(bench.sandbox.truth().msisdns.prefix(5))
            for _ in 0..<6 {
                bench.wait(.seconds(20))
                for number in numbers { try bench.sandbox.change(.reference, msisdn: number) }
                bench.wait(.seconds(3))
                try await bench.sync()
                #expect(try bench.differences() == [])
            }
        }
    }

    @Test(
        "whatever the server's clock says",
        arguments: [Duration.seconds(90), .seconds(-400), .seconds(86_400)])
    func skewed(skew: Duration) async throws {
        var options = SandboxOptions()
        options.subscriptions = 40
        options.skew = skew
        try await Workbench.with(options) { bench async throws in
            for _ in 0..<3 {
                try await bench.sync()
                #expect(try bench.differences() == [])
                bench.wait(.seconds(1200))
                try bench.sandbox.change(.status)
                try bench.sandbox.change(.user)
                bench.wait(.seconds(3))
            }
        }
    }

    @Test(
        "where the search does not reach back for years, the products and a file of numbers make the list complete"
    )
    func shortSearch() async throws {
        var options = SandboxOptions()
        options.subscriptions = 60
        options.withoutAccounts = true
        options.longestSince = .seconds(400 * 86_400)
        try await Workbench.with(options) { bench async throws in
            let file = bench.directory.appendingPathComponent("numbers.txt")
            try bench.sandbox.truth().msisdns.joined(separator: "\n").write(
                to: file, atomically: true, encoding: .utf8)
            bench.settings.numbersFile = file
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])
            #expect(bench.sandbox.statistics.count(of: .search, code: 400_000) > 0)
        }
    }

    @Test("what could be ordered is mirrored where that is turned on, for one more request each")
    func orderable() async throws {
        var options = SandboxOptions()
        options.subscriptions = 30
        options.sloppiness = 0.2
        try await Workbench.with(options) { bench async throws in
            bench.settings.fetchesOrderableAddOns = true
            #expect(try await bench.sync().outcome == .complete)
            #expect(bench.sandbox.statistics.count(of: .orderableAddOns) == 30)
            #expect(try bench.differences() == [])
        }
    }

    @Test("a removed number becomes a tombstone, and nothing else of it stays")
    func removed() async throws {
        var options = SandboxOptions()
        options.subscriptions = 30
        try await Workbench.with(options) { bench async throws in
            try await bench.sync()
            let gone = try bench.sandbox.change(.removedSubscription).msisdn
            bench.wait(.seconds(600))
            let report = try await bench.sync(full: true)
            #expect(report.summary.gone == 1)
            #expect(try bench.differences() == [])
            #expect(
                try bench.rows("SELECT msisdn, gone_reason FROM subscription WHERE gone_at IS NOT NULL")
                    == [[.text(gone), .text("404 404001")]])
            #expect(
                try bench.rows("SELECT relation, kind, new_value FROM change WHERE msisdn = '\(gone)'")
                    == [
                        [.text("subscription"), .text("added"), .null],
                        [.text("subscription"), .text("removed"), .null],
                    ])
        }
    }
}

extension Workbench {
    /// Violations of the rules for every history, one line each.
    func historyFaults() throws -> [String] {
        var faults: [String] = []
        let identities = [
            "party": "role", "sim_card": "coalesce(icc_id, sim_msisdn), occurrence",
            "setting": "setting_id, occurrence", "add_on": "product_id, occurrence", "subscription": "1",
        ]
        for (relation, identity) in identities {
            let overlaps = try rows(
                """
                SELECT msisdn, observed_from FROM (
                    SELECT msisdn, observed_from, lag(coalesce(observed_to, '9')) OVER (
                        PARTITION BY msisdn, \(identity) ORDER BY observed_from) AS before
                    FROM \(relation)_history)
                WHERE before > observed_from
                """)
            faults += overlaps.map { "\(relation) overlaps: \($0)" }
        }
        let holes = try rows(
            """
            SELECT msisdn, observed_from FROM (
                SELECT msisdn, observed_from, lag(observed_to) OVER (
                    PARTITION BY msisdn ORDER BY observed_from) AS before
                FROM subscription_history)
            WHERE before IS NOT NULL AND before <> observed_from
            """)
        faults += holes.map { "a hole: \($0)" }
        return faults
    }
}
