import Foundation
import MirrorCore
import MirrorStore
import Sandbox
import Scheduler
import TelenorAPI
import Testing

/// How a run treats replies that are not answers.
@Suite("A fault costs no more than it must")
struct FaultTests {
    private static var small: SandboxOptions {
        var options = SandboxOptions()
        options.subscriptions = 40
        return options
    }

    @Test(
        "one number that cannot be had is set aside, and the run completes without it",
        arguments: [
            (code: 404_001, error: "404 404001"), (code: 400_018, error: "400 400018"),
            (code: 40_104, error: "401 40104"),
        ])
    func oneNumber(code: Int, error: String) async throws {
        try await Workbench.with(Self.small) { (bench: inout Workbench) async throws -> Void in
            let number = try #require(bench.sandbox.truth().msisdns.first)
            bench.sandbox.inject(.error(code), endpoint: .detail, msisdn: number)
            let report = try await bench.sync()
            #expect(report.outcome == .complete)
            #expect(report.summary.quarantined == 1)
            #expect(
                try bench.rows("SELECT msisdn, stage, error, attempts FROM quarantine")
                    == [[.text(number), .text("fetch"), .text(error), .integer(1)]])

            bench.wait(.seconds(1000))
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.rows("SELECT * FROM quarantine") == [])
            #expect(try bench.differences(ignoringAccounts: true) == [])
        }
    }

    @Test("a document about another number is set aside, and nothing of it is stored")
    func anotherNumber() async throws {
        try await Workbench.with(Self.small) { (bench: inout Workbench) async throws -> Void in
            let number = try #require(bench.sandbox.truth().msisdns.first)
            bench.sandbox.inject(
                .body(#"{"msisdn": "4799999999", "status": "ACTIVE"}"#), endpoint: .detail, msisdn: number)
            #expect(try await bench.sync().summary.quarantined == 1)
            #expect(
                try bench.rows("SELECT msisdn, stage FROM quarantine") == [
                    [.text(number), .text("normalize")]
                ])
            #expect(
                try bench.rows("SELECT count(*) FROM subscription WHERE msisdn = '4799999999'") == [
                    [.integer(0)]
                ])
        }
    }

    @Test("a secret that a document repeats as a key is not stored")
    func secretKey() async throws {
        try await Workbench.with(Self.small) { (bench: inout Workbench) async throws -> Void in
            bench.secret = "hush_word"
            let number = try #require(bench.sandbox.truth().msisdns.first)
            let document =
                #"{"msisdn": "\#(number)", "hush_word": 1, "a_hush_word": {"hush_word": 1}, "hush_word": 2}"#
            bench.sandbox.inject(.body(document), endpoint: .detail, msisdn: number)
            #expect(try await bench.sync().outcome == .complete)
            #expect(
                try bench.rows("SELECT path, kind FROM anomaly WHERE path LIKE '%(%' ORDER BY 1, 2") == [
                    [.text("$.(not shown)"), .text("duplicate_key")],
                    [.text("$.(not shown)"), .text("unknown_key")],
                    [.text("$.a_(not shown)"), .text("unknown_key")],
                ])
            #expect(try bench.rows("SELECT * FROM anomaly WHERE path LIKE '%hush%'") == [])
        }
    }

    @Test("nor is one that the catalogue repeats as a key")
    func secretKeyInCatalogue() async throws {
        try await Workbench.with(Self.small) { (bench: inout Workbench) async throws -> Void in
            bench.secret = "hush_word"
            bench.sandbox.inject(.body(#"[{"id": 1, "hush_word": 1}]"#), endpoint: .subscriptionTypes)
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.rows("SELECT path FROM anomaly WHERE path LIKE '%(not shown)%'") != [])
            #expect(try bench.rows("SELECT * FROM anomaly WHERE path LIKE '%hush%'") == [])
        }
    }

    @Test("when nothing can be fetched any more the run fails, and everything stays queued")
    func allDown() async throws {
        try await Workbench.with(Self.small) { (bench: inout Workbench) async throws -> Void in
            bench.sandbox.inject(.error(503_200), endpoint: .detail, times: nil)
            #expect(await bench.failure()?.disposition == .unreachable)
            #expect(try bench.rows("SELECT count(*) FROM _queue") == [[.integer(40)]])
            #expect(try bench.rows("SELECT count(*) FROM quarantine") == [[.integer(0)]])
            #expect(try bench.rows("SELECT outcome FROM sync_run") == [[.text("failed")]])

            bench.sandbox.clearInjected()
            bench.wait(.seconds(60))
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])
        }
    }

    @Test(
        "a fault in between is tried again",
        arguments: [
            ScriptedReply.error(500_100), .error(503_300), .truncated(after: 500), .empty, .html,
            .body("{\"msisdn\": "),
        ])
    func triedAgain(reply: ScriptedReply) async throws {
        try await Workbench.with(Self.small) { (bench: inout Workbench) async throws -> Void in
            bench.sandbox.inject(reply, endpoint: .detail, times: 2)
            bench.sandbox.inject(reply, endpoint: .accountSubscriptions)
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])
        }
    }

    @Test("a token that is revoked in the middle is renewed once")
    func revoked() async throws {
        try await Workbench.with(Self.small) { (bench: inout Workbench) async throws -> Void in
            try await bench.sync()
            bench.sandbox.revokeTokens()
            try bench.sandbox.change(.reference)
            bench.wait(.seconds(900))
            // The refused search, the new token, the search, the detail.
            #expect(try await bench.sync().totals.requests == 4)
            #expect(try bench.differences() == [])
        }
    }

    @Test("a poll that fails leaves the watermark where it was, so the next one reaches back over it")
    func failedPoll() async throws {
        try await Workbench.with(Self.small) { (bench: inout Workbench) async throws -> Void in
            try await bench.sync()
            try bench.sandbox.change(.reference)
            bench.wait(.seconds(7200))
            bench.sandbox.inject(.error(40_301), endpoint: .search)
            #expect(await bench.failure()?.disposition == .stopForConfiguration)
            bench.wait(.seconds(7200))
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])
        }
    }
}
