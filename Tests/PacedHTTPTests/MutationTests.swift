import Foundation
import PacedHTTP
import Pacing
import ScriptedHTTP
import TestSupport
import Testing

/// A change is carried out at most once, and its result claims nothing that is unknown.
@Suite("A change")
struct MutationTests {
    private static let order = Mutation(.stock, target: "/order", body: Array(#"{"part":"bolt"}"#.utf8))
    private static let done = ScriptedReply.json(#"{"order":7}"#)
    private static let kept = AccessToken(
        value: "kept", expiresAt: .seconds(4_000_000_000), lifetime: .seconds(3600))

    @Test("is POSTed with its body and its token, and its answer comes as it is", arguments: [200, 201, 202])
    func isSent(status: Int) async throws {
        try await withInventedAPI([.json("no JSON", status: status)]) { client, server, _ in
            guard case .answered(status, let body) = await client.send(Self.order) else {
                Issue.record("not answered")
                return
            }
            #expect(body == Array("no JSON".utf8))
            let request = try #require(server.dataRequests.first)
            #expect(request.method == "POST")
            #expect(request.target == "/order")
            #expect(request.body == #"{"part":"bolt"}"#)
            #expect(request.headers["authorization"] == "Bearer token-1")
            #expect(request.headers.keys.allSatisfy { !$0.contains("departure") })
        }
    }

    @Test(
        "that has left is never sent again, and is unknown",
        arguments: [
            done.with(.silence), done.with(.close), done.with(.cutAfter(bytes: 3)),
            done.with(.stallAfter(bytes: 3)), done.with(.drip), .json("", status: 500),
            .json("", status: 503, retryAfter: "1"), .json("<html>", status: 502), .json("", status: 408),
            .json("", status: 302), .json("", status: 425), .json("", status: 499),
            .problem(InventedDialect.tokenSpent, status: 500),
        ] as [ScriptedReply])
    func isUnknown(reply: ScriptedReply) async throws {
        try await withInventedAPI([reply, Self.done]) { client, server, clock in
            client.tokens.adopt(Self.kept)
            guard case .unknown(.failed(.fault(_, .stock, 1))) = await client.send(Self.order) else {
                Issue.record("not unknown")
                return
            }
            #expect(server.dataRequests.count == 1)
            #expect(clock.sleeps.isEmpty)
        }
    }

    @Test("that the API refuses is refused, whatever it says why", arguments: [400, 402, 403, 404, 409, 422])
    func isRefused(status: Int) async throws {
        try await withInventedAPI([.problem(99, status: status), Self.done]) { client, server, _ in
            guard case .refused(let reply, let body) = await client.send(Self.order) else {
                Issue.record("not refused")
                return
            }
            #expect(reply == ErrorReply(purpose: .stock, status: status, code: 99))
            #expect(!body.isEmpty)
            #expect(server.dataRequests.count == 1)
        }
    }

    @Test("that was turned away as too early is sent again in its turn")
    func isPaced() async throws {
        let replies = [ScriptedReply.allowanceUsed(retryAfter: "30"), ScriptedReply.tooClose, Self.done]
        try await withInventedAPI(replies) { client, server, clock in
            guard case .answered(200, _) = await client.send(Self.order) else {
                Issue.record("not answered")
                return
            }
            #expect(clock.sleeps.first == .seconds(30))
            #expect(Set(server.dataRequests.map(\.body)).count == 1)
            #expect(server.dataRequests.count == 3)
        }
    }

    @Test("that was turned away, and then broke off, is unknown")
    func isUnknownAtLast() async throws {
        try await withInventedAPI([.tooClose, Self.done.with(.close), Self.done]) { client, server, _ in
            guard case .unknown = await client.send(Self.order) else {
                Issue.record("not unknown")
                return
            }
            #expect(server.dataRequests.count == 2)
        }
    }

    @Test("that would have to wait too long after it was turned away is not done")
    func isNotWaitedFor() async throws {
        try await withInventedAPI(
            [.allowanceUsed(retryAfter: "3600")], { $0.context.longestWait = .seconds(60) }
        ) { client, server, _ in
            guard case .notDone(.failed(.quotaSpent)) = await client.send(Self.order) else {
                Issue.record("done, or unknown")
                return
            }
            #expect(server.dataRequests.count == 1)
        }
    }

    @Test("that cannot leave is not done")
    func isNotDone() async throws {
        func end(_ prepare: (inout InventedSetup) throws -> Void) async throws -> MutationFailure? {
            try await withInventedAPI([Self.done], prepare) { client, server, _ in
                client.tokens.adopt(Self.kept)
                let reply = await client.send(Self.order)
                #expect(server.dataRequests.isEmpty)
                guard case .notDone(let end) = reply else { return nil }
                return end
            }
        }
        let refused = try await end { $0.port = 1 }
        #expect(
            refused
                == .failed(
                    .fault(.notConnected("127.0.0.1:1", "Connection refused"), purpose: .stock, tries: 1)))
        guard
            case .failed(.fault(.notConnected(_, let reason), .stock, 1)) = try await end({
                $0.scheme = "https"
            })
        else {
            Issue.record("a server without TLS")
            return
        }
        #expect(reason.hasPrefix("TLS"))
        // A connection whose handshake never completes.
        let silent = try await end {
            $0.port = try SilentPort.open().number
            $0.scheme = "https"
            $0.configuration.timeouts.connect = .seconds(1)
            $0.configuration.timeouts.firstByte = .seconds(1)
        }
        guard case .failed(.fault) = silent else {
            Issue.record("a server that shakes no hands: \(String(describing: silent))")
            return
        }
        #expect(try await end { $0.end = noon.addingTimeInterval(-1) } == .failed(.timeSpent))
    }

    @Test("for which no token comes is not done")
    func hasNoToken() async throws {
        try await withInventedAPI([Self.done], { $0.tokens = [.problem(7, status: 401)] }) {
            client, server, _ in
            guard case .notDone(.failed(.credentialsRefused)) = await client.send(Self.order) else {
                Issue.record("done, or unknown")
                return
            }
            #expect(server.dataRequests.isEmpty)
        }
    }

    @Test("that is cancelled on its way is unknown, and before it not done", arguments: [false, true])
    func isCancelled(isWaiting: Bool) async throws {
        let clock = RunClock(from: Date(), on: ContinuousClock())
        try await withInventedAPI(
            [Self.done.with(.silence)],
            {
                $0.clock = clock
                $0.configuration.timeouts.firstByte = .seconds(3600)
            }
        ) { client, server, _ in
            client.tokens.adopt(Self.kept)
            let first = Task { await client.send(Self.order) }
            try await Patience.wait { !server.dataRequests.isEmpty }
            guard isWaiting else {
                first.cancel()
                guard case .unknown(.cancelled) = await first.value else {
                    Issue.record("\(await first.value)")
                    return
                }
                return
            }
            // Nothing is proven yet, so only one request is in flight at a time.
            let second = Task { await client.send(Self.order) }
            await Task.yield()
            second.cancel()
            guard case .notDone(.cancelled) = await second.value else {
                Issue.record("\(await second.value)")
                return
            }
            first.cancel()
            _ = await first.value
            #expect(server.dataRequests.count == 1)
        }
    }

    @Test("that was given up before it left is held back for ever, and one that left cannot be given up")
    func departures() {
        let departures = InFlightRequests()
        let (given, gone) = (departures.begin(), departures.begin())
        #expect(given != gone)
        #expect(departures.mayLeave(gone))
        #expect(departures.end(gone))
        #expect(!departures.end(given))
        #expect(!departures.mayLeave(given))
        #expect(!departures.mayLeave(gone), "its end has been told")
    }
}
