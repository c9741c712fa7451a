import Foundation
import Logging
import PacedHTTP
import ScriptedHTTP
import TestSupport
import Testing

@Suite("Sending")
struct SendingTests {
    private static let twelve = ScriptedReply.json(#"{"count":12}"#)

    @Test(
        "a fault is tried again after a growing wait",
        arguments: [
            Self.twelve.with(.cutAfter(bytes: 7)), Self.twelve.with(.close), .json(""), .json("  "),
            .json(#"{"count":1"#), .json("<html>"), .json("[]"), .json("{} x"), .json("null"),
            .problem(99, status: 500), .json("<html>", status: 502), .json("", status: 504),
        ] as [ScriptedReply])
    func retriesFaults(reply: ScriptedReply) async throws {
        try await withInventedAPI([reply, reply, reply, Self.twelve]) { client, server, clock in
            _ = try await client.perform(.stock(of: "bolt"))
            #expect(server.dataRequests.count == 4)
            #expect(clock.sleeps == [.milliseconds(250), .milliseconds(500), .seconds(1)])
            #expect(client.counts.retries == 3)
            #expect(client.counts.outcomes[.stock] == [.failed: 3, .answered: 1])
            #expect(client.counts.throttled == 0)
        }
    }

    @Test("a server in trouble that asks for time gets it")
    func obeysRetryAfterOfFaults() async throws {
        try await withInventedAPI([.json("", status: 503, retryAfter: "20"), Self.twelve]) {
            client, _, clock in
            _ = try await client.perform(.stock(of: "bolt"))
            #expect(clock.sleeps == [.seconds(20)])
        }
    }

    @Test("one call waits no longer than five minutes altogether", arguments: ["100000", "140"])
    func boundsRetryAfter(seconds: String) async throws {
        let refusal = ScriptedReply.json("", status: 503, retryAfter: seconds)
        try await withInventedAPI(Array(repeating: refusal, count: 6)) { client, _, clock in
            let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
            guard case .fault(_, .stock, let tries) = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            #expect(tries == clock.sleeps.count + 1)
            let waited = clock.sleeps.reduce(Duration.zero, +)
            #expect(waited > .seconds(250) && waited <= .seconds(300), "\(clock.sleeps)")
        }
    }

    @Test("a body beyond the limit is not read, and not asked for again")
    func limitsBodies() async throws {
        try await withInventedAPI([.page(rows: 100)], { $0.configuration.bodyLimit = 1024 }) {
            client, server, _ in
            let failure = try await failure { _ = try await client.perform(.parts(page: 0)) }
            #expect(failure == .fault(.bodyTooLarge(limit: 1024), purpose: .stock, tries: 1))
            #expect(server.dataRequests.count == 1)
        }
    }

    @Test(
        "silence ends",
        arguments: [
            (Self.twelve.with(.silence), .firstByte), (Self.twelve.with(.stallAfter(bytes: 5)), .body),
            (Self.twelve.with(.drip), .body),
        ] as [(ScriptedReply, Fault.Stage)])
    func timesOut(reply: ScriptedReply, stage: Fault.Stage) async throws {
        try await timesOut(reply, in: stage, body: .milliseconds(200))
    }

    @Test("silence within a body ends, however long the body may take")
    func timesSilence() async throws {
        try await timesOut(Self.twelve.with(.stallAfter(bytes: 5)), in: .body, body: .seconds(600))
    }

    private func timesOut(_ reply: ScriptedReply, in stage: Fault.Stage, body: Duration) async throws {
        try await withInventedAPI(
            [reply],
            {
                $0.configuration.timeouts.firstByte = .seconds(2)
                $0.configuration.timeouts.body = body
                $0.configuration.retries.limit = 0
            }
        ) { client, _, _ in
            client.tokens.adopt(
                AccessToken(value: "kept", expiresAt: .seconds(1_800_000_000), lifetime: .seconds(3600)))
            let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
            #expect(failure == .fault(.timedOut(stage), purpose: .stock, tries: 1))
        }
    }

    @Test("each body of a connection has its own time")
    func timesBodies() async throws {
        try await withInventedAPI(
            [Self.twelve, Self.twelve.with(.stallAfter(bytes: 5))],
            {
                $0.configuration.concurrency = 1
                $0.configuration.timeouts.body = .seconds(1)
                $0.configuration.retries.limit = 0
            }
        ) { client, _, _ in
            _ = try await client.perform(.stock(of: "bolt"))
            let began = ContinuousClock.now
            let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
            #expect(failure == .fault(.timedOut(.body), purpose: .stock, tries: 1))
            #expect(began.duration(to: .now) >= .seconds(1), "the first body's time ended the second")
        }
    }

    @Test("a server that speaks no TLS is a fault that says so")
    func needsTLS() async throws {
        try await withInventedAPI([], { $0.scheme = "https" }) {
            client, _, _ in
            let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
            guard case .fault(.notConnected(_, let reason), .token, 6) = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            #expect(reason.hasPrefix("TLS"))
        }
    }

    @Test("cancellation goes through as it is, at once and untried")
    func isCancelled() async throws {
        try await withInventedAPI([Self.twelve.with(.silence)]) { client, server, _ in
            let task = Task { try await client.perform(.stock(of: "bolt")) }
            while server.dataRequests.isEmpty { await Task.yield() }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(server.dataRequests.count == 1)
            #expect(client.counts.retries == 0)
        }
    }
}
