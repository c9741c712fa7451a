import Foundation
import MirrorCore
import MirrorStore
import Sandbox
import Scheduler
import TelenorAPI
import Testing

/// A refusal of one number must not stop the others, and a refusal of all must not be
/// mistaken for refusals of each.
@Suite("A number that is refused for ever")
struct RefusedNumberTests {
    /// Refusals that could mean that nothing works any more.
    static let refusals: [ScriptedReply] = [
        .body("", status: 302), .body("", status: 304), .body("", status: 401), .error(40_105),
        .body("<html>Firewall</html>", status: 403, contentType: "text/html"), .error(40_399),
        .error(40_301), .error(40_103), .error(40_401), .error(400_005),
        .body("", status: 404), .body("{}", status: 400), .body("", status: 405),
    ]

    private static func company(_ subscriptions: Int) -> SandboxOptions {
        var options = SandboxOptions()
        options.subscriptions = subscriptions
        return options
    }

    @Test("is set aside once others are answered", arguments: refusals)
    func isSetAside(reply: ScriptedReply) async throws {
        try await Workbench.with(Self.company(30)) { (bench: inout Workbench) async throws -> Void in
            let numbers = bench.sandbox.truth().msisdns
            for number in [numbers[0], numbers[11], numbers[29]] {
                bench.sandbox.inject(reply, endpoint: .detail, msisdn: number, times: nil)
            }
            for _ in 0..<3 {
                let report = try await bench.sync()
                #expect(report.outcome == .complete)
                bench.wait(.seconds(3 * 3_600))
            }
            #expect(
                try bench.rows("SELECT count(*) FROM quarantine WHERE stage = 'fetch'") == [[.integer(3)]])
            #expect(try bench.rows("SELECT count(*) FROM subscription") == [[.integer(27)]])
            // Three runs, three hours apart: each with its own token, two that do not help, and a third that
            // is requested before the second has proven useless.
            #expect(bench.sandbox.statistics.count(of: .token) <= 12)
        }
    }

    @Test(
        "is set aside, too, when the refusal says that the limits are spent, though others pass",
        arguments: [42_901, 42_902])
    func isSetAsideByPace(code: Int) async throws {
        try await Workbench.with(Self.company(30)) { (bench: inout Workbench) async throws -> Void in
            let numbers = bench.sandbox.truth().msisdns
            bench.sandbox.inject(.error(code), endpoint: .detail, msisdn: numbers[11], times: nil)
            for _ in 0..<2 {
                let report = try await bench.sync()
                #expect(report.outcome == .complete)
                bench.wait(.seconds(3 * 3_600))
            }
            #expect(
                try bench.rows("SELECT count(*) FROM quarantine WHERE stage = 'fetch'") == [[.integer(1)]])
            #expect(try bench.rows("SELECT count(*) FROM subscription") == [[.integer(29)]])
        }
    }

    @Test("is set aside alone, too, when a number that was read before is still answered")
    func isSetAsideAlone() async throws {
        try await Workbench.with(Self.company(30)) { (bench: inout Workbench) async throws -> Void in
            try await bench.sync()
            let change = try bench.sandbox.change(.reference)
            bench.sandbox.inject(
                .body("", status: 403), endpoint: .detail, msisdn: change.msisdn, times: nil)
            bench.wait(.seconds(900))
            let report = try await bench.sync()
            #expect(report.outcome == .complete)
            #expect(report.summary.quarantined == 1)
            // The search, the changed number, the witness.
            #expect(report.totals.requests == 3)
        }
    }

    @Test(
        "is the API's doing when every number is refused, and the run ends after few tries",
        arguments: [3, 60], refusals)
    func endsTheRun(subscriptions: Int, reply: ScriptedReply) async throws {
        try await Workbench.with(Self.company(subscriptions)) {
            (bench: inout Workbench) async throws -> Void in
            bench.sandbox.inject(reply, endpoint: .detail, times: nil)
            let failure = await bench.failure()
            #expect([.stopForConfiguration, .stopForCredentials].contains(failure?.disposition))
            #expect(try bench.rows("SELECT count(*) FROM quarantine") == [[.integer(0)]])
            #expect(try bench.rows("SELECT count(*) FROM _queue") == [[.integer(Int64(subscriptions))]])
            // Eight refused, seven in flight with them, each sent twice if a new token is worth
            // a try, and eight to be sure.
            #expect(bench.sandbox.statistics.count(of: .detail) <= 38)
            // Its own token, two that do not help, and a third as above.
            #expect(bench.sandbox.statistics.count(of: .token) <= 4)
        }
    }

    @Test(
        "costs no more tokens in later runs, nor with more under way, when every number is refused",
        arguments: [false, true], [.body("", status: 401), .error(40_105), .error(40_106)] as [ScriptedReply])
    func tokensOfRuns(wasLoaded: Bool, reply: ScriptedReply) async throws {
        try await Workbench.with(Self.company(60)) { (bench: inout Workbench) async throws -> Void in
            bench.settings.concurrency = 16
            if wasLoaded { try await bench.sync() }
            bench.sandbox.inject(reply, endpoint: .detail, times: nil)
            for _ in 0..<4 {
                if wasLoaded {
                    for number in bench.sandbox.truth().msisdns.prefix(40) {
                        try bench.sandbox.change(.reference, msisdn: number)
                    }
                }
                let before = bench.sandbox.statistics.count(of: .token)
                #expect(await bench.failure()?.disposition == .stopForCredentials)
                // Its own token if the previous one has expired, and three that do not help.
                #expect(bench.sandbox.statistics.count(of: .token) - before <= 4)
                bench.wait(.seconds(900))
            }
        }
    }

    @Test("stops nobody else where many stand together", arguments: [403, 500], [0, 100])
    func block(status: Int, known: Int) async throws {
        try await Workbench.with(Self.company(100)) { (bench: inout Workbench) async throws -> Void in
            if known > 0 { try await bench.sync() }
            // They come first in every order, and exceed the consecutive refusals that the run tolerates.
            for number in bench.sandbox.truth().msisdns.sorted().prefix(40) {
                bench.sandbox.inject(
                    .body("", status: status), endpoint: .detail, msisdn: number, times: nil)
                if known > 0 { try bench.sandbox.change(.reference, msisdn: number) }
            }
            bench.wait(.seconds(900))
            for _ in 0..<2 {
                #expect(try await bench.sync().outcome == .complete)
                #expect(try bench.rows("SELECT count(*) FROM quarantine") == [[.integer(40)]])
                #expect(
                    try bench.rows("SELECT count(*) FROM subscription")
                        == [[.integer(Int64(known > 0 ? 100 : 60))]])
                // All forty are due again at the same time.
                bench.wait(.seconds(2 * 86_400))
            }
        }
    }

    @Test(
        "is the API's doing when a new mirror hears the same of every number",
        arguments: [.error(404_001), .error(40_104), .error(400_018), .body(#"{"msisdn":"90000000"}"#)]
            as [ScriptedReply])
    func emptyMirror(reply: ScriptedReply) async throws {
        try await Workbench.with(Self.company(60)) { (bench: inout Workbench) async throws -> Void in
            bench.sandbox.inject(reply, endpoint: .detail, times: nil)
            for _ in 0..<2 {
                #expect([.stopForConfiguration, .unusable].contains(await bench.failure()?.disposition))
                #expect(try bench.rows("SELECT count(*) FROM quarantine") == [[.integer(0)]])
                #expect(try bench.rows("SELECT count(*) FROM _queue") == [[.integer(60)]])
                bench.wait(.seconds(900))
            }
            bench.sandbox.clearInjected()
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])
        }
    }

    @Test(
        "is not refused where only what it could order is",
        arguments: [.error(404_001), .body("", status: 404), .body("", status: 500), .body(#"{"x":1}"#)]
            as [ScriptedReply])
    func orderable(reply: ScriptedReply) async throws {
        try await Workbench.with(Self.company(20)) { (bench: inout Workbench) async throws -> Void in
            bench.settings.fetchesOrderableAddOns = true
            bench.sandbox.inject(reply, endpoint: .orderableAddOns, times: nil)
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.rows("SELECT count(*) FROM subscription") == [[.integer(20)]])
            #expect(try bench.rows("SELECT count(*) FROM quarantine") == [[.integer(0)]])
            bench.settings.fetchesOrderableAddOns = false
            #expect(try bench.differences() == [])
        }
    }

    @Test("is the API's doing when the only changed number and its witness are refused")
    func endsAQuietRun() async throws {
        try await Workbench.with(Self.company(30)) { (bench: inout Workbench) async throws -> Void in
            try await bench.sync()
            try bench.sandbox.change(.reference)
            bench.sandbox.inject(.error(40_301), endpoint: .detail, times: nil)
            bench.wait(.seconds(900))
            #expect(await bench.failure()?.disposition == .stopForConfiguration)
            #expect(try bench.rows("SELECT count(*) FROM quarantine") == [[.integer(0)]])

            bench.sandbox.clearInjected()
            bench.wait(.seconds(900))
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])
        }
    }
}

/// An account, or a product of the search, is one of many, just like a number.
@Suite("A part of the list that is refused for ever")
struct RefusedPartTests {
    private static func company(accounts: Int) -> SandboxOptions {
        var options = SandboxOptions()
        options.subscriptions = 40
        options.accounts = accounts
        return options
    }

    @Test(
        "leaves the list incomplete, and stops nobody else",
        arguments: [.body("", status: 403), .body("", status: 404), .error(40_301), .body("", status: 302)]
            as [ScriptedReply])
    func leavesItIncomplete(reply: ScriptedReply) async throws {
        try await Workbench.with(Self.company(accounts: 4)) { bench async throws in
            bench.sandbox.inject(reply, endpoint: .accountSubscriptions, times: 1)
            let report = try await bench.sync()
            #expect(report.outcome == .partial)
            #expect(report.stop == .listUnreadable(rows: 1))
            #expect(report.summary.gone == 0)
            #expect(try bench.rows("SELECT count(*) > 0 FROM subscription") == [[.integer(1)]])
            #expect(try bench.rows("SELECT as_of FROM snapshot_info") == [[.null]])

            // It is the only one left to read, and is refused again.
            bench.wait(.seconds(600))
            bench.sandbox.inject(reply, endpoint: .accountSubscriptions, times: 1)
            #expect(try await bench.sync().stop == .listUnreadable(rows: 1))

            bench.wait(.seconds(600))
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])
        }
    }

    @Test("is the API's doing when every account is refused", arguments: [1, 4, 30])
    func endsTheRun(accounts: Int) async throws {
        try await Workbench.with(Self.company(accounts: accounts)) { bench async throws in
            let refused = ScriptedReply.body("", status: 403)
            bench.sandbox.inject(refused, endpoint: .accountSubscriptions, times: nil)
            #expect(await bench.failure()?.disposition == .stopForConfiguration)
            #expect(bench.sandbox.statistics.count(of: .accountSubscriptions) <= 16)
        }
    }
}
