import Foundation
import MirrorCore
import PacedHTTP
import Pacing
import ScriptedHTTP
import Synchronization
import TelenorAPI
import TestSupport
import Testing

/// The run's end bounds every wait of the client; where a server is silent, in real time.
@Suite("The run's end")
struct RunEndTests {
    private let msisdn: Msisdn

    init() throws { msisdn = try #require(number) }

    private static let detail = ScriptedReply.json(#"{"msisdn":"4790000001"}"#)
    private static let kept = AccessToken(
        value: "kept", expiresAt: .seconds(4_000_000_000), lifetime: .seconds(3600))

    /// Limits of the exchange that no test waits for.
    private static func setUp(_ setup: inout ScriptedSetup, end: Duration) {
        setup.context.time = .system
        setup.context.deadline = Date().addingTimeInterval(end.inSeconds)
        setup.configure = {
            $0.http.timeouts.firstByte = .seconds(3600)
            $0.http.timeouts.body = .seconds(3600)
        }
    }

    @Test(
        "cuts a request off wherever it hangs, by a timer, and that is no fault",
        arguments: [
            detail.with(.silence), detail.with(.stallAfter(bytes: 5)), detail.with(.drip),
        ])
    func cuts(reply: ScriptedReply) async throws {
        try await withScriptedAPI([reply], { Self.setUp(&$0, end: .seconds(3)) }) {
            client, server, _ in
            client.http.tokens.adopt(Self.kept)
            let failure = try await failure { _ = try await client.detail(msisdn) }
            #expect(failure == .timeSpent)
            #expect(failure?.disposition == .tryLater)
            #expect(server.dataRequests.count <= 1)
            #expect(client.counts.retries == 0)
        }
    }

    @Test("cuts the token request off, too", arguments: [ScriptedReply.Manner.silence, .drip])
    func cutsToken(manner: ScriptedReply.Manner) async throws {
        try await withScriptedAPI(
            [],
            {
                Self.setUp(&$0, end: .seconds(3))
                $0.tokens = [ScriptedReply.token("t").with(manner)]
            }
        ) { client, server, _ in
            let failure = try await failure { _ = try await client.detail(msisdn) }
            #expect(failure == .timeSpent)
            #expect(server.requests.count <= 1)
        }
    }

    @Test("cuts a TLS handshake off that never ends")
    func cutsHandshake() async throws {
        try await withScriptedAPI(
            [],
            {
                Self.setUp(&$0, end: .seconds(3))
                $0.configure = {
                    $0.http.baseURL = try BaseURL(
                        "https://127.0.0.1:\(try SilentPort.open())", setting: "api.base_url")
                    $0.http.timeouts.connect = .seconds(3600)
                    $0.http.timeouts.firstByte = .seconds(3600)
                }
            }
        ) { client, _, _ in
            let failure = try await failure { _ = try await client.detail(msisdn) }
            #expect(failure == .timeSpent)
        }
    }

    @Test("lets nobody send who stood in the pacer's line")
    func emptiesLine() async throws {
        // One is under way at a time, as nothing is proven yet.
        try await withScriptedAPI([Self.detail.with(.silence)], { Self.setUp(&$0, end: .seconds(3)) }) {
            client, server, _ in
            client.http.tokens.adopt(Self.kept)
            await withTaskGroup(of: APIFailure?.self) { group in
                for _ in 0..<40 {
                    group.addTask { try? await failure { _ = try await client.detail(msisdn) } }
                }
                for await failure in group { #expect(failure == .timeSpent) }
            }
            #expect(server.dataRequests.count <= 1)
            #expect(client.isTimeSpent)
        }
    }

    @Test("ends what would be tried again after it without judging it")
    func endsRetries() async throws {
        try await withScriptedAPI(
            [.json("", status: 503, retryAfter: "20")], { $0.context.deadline = noon.addingTimeInterval(19) }
        ) { client, server, clock in
            let failure = try await failure { _ = try await client.detail(msisdn) }
            #expect(failure == .timeSpent)
            #expect(server.dataRequests.count == 1)
            #expect(clock.sleeps.isEmpty)
        }
    }
}

/// What a wait for a token may cost.
@Suite("A token endpoint that asks for time")
struct TokenWaitTests {
    private static let refusal = ScriptedReply.json("{}", status: 503, retryAfter: "100000")

    @Test("is left to a later run when that is longer than a run should wait, also without an end of the run")
    func tooLong() async throws {
        try await withScriptedAPI(
            [],
            {
                $0.tokens = [Self.refusal]
                $0.context.http.longestWait = .seconds(900)
            }
        ) { client, server, clock in
            let failure = try await failure { _ = try await client.token() }
            #expect(failure == .quotaSpent(until: noon.addingTimeInterval(100_000)))
            #expect(failure?.disposition == .tryLater)
            #expect(clock.sleeps.isEmpty)
            #expect(server.requests.count == 1)
        }
    }

    @Test("is waited for no longer than that in all")
    func sumsUp() async throws {
        try await withScriptedAPI(
            [],
            {
                $0.tokens = [.json("{}", status: 429, retryAfter: "40")]
                $0.context.http.longestWait = .seconds(90)
            }
        ) { client, _, clock in
            let failure = try await failure { _ = try await client.token() }
            #expect(failure == .quotaSpent(until: noon.addingTimeInterval(120)))
            #expect(clock.sleeps == [.seconds(40), .seconds(40)])
        }
    }

    @Test("a detail that asks for time gets no more of it than a run should wait")
    func detail() async throws {
        let msisdn = try #require(number)
        let replies = [
            ScriptedReply.json("", status: 503, retryAfter: "200"), .json(#"{"msisdn":"4790000001"}"#),
        ]
        try await withScriptedAPI(replies, { $0.context.http.longestWait = .seconds(60) }) {
            client, _, clock in
            _ = try await client.detail(msisdn)
            #expect(clock.sleeps == [.seconds(60)])
        }
    }

    @Test("is told of, as a spent quota is, and so is the end of the wait")
    func isTold() async throws {
        let msisdn = try #require(number)
        let told = Mutex<[RunWait?]>([])
        let replies = [ScriptedReply.error(42901, retryAfter: "30"), .json(#"{"msisdn":"4790000001"}"#)]
        try await withScriptedAPI(
            replies,
            {
                $0.tokens = [.json("{}", status: 503, retryAfter: "10"), .token("t")]
                $0.context.http.onWait = { wait in told.withLock { $0.append(wait) } }
            }
        ) { client, _, _ in
            _ = try await client.detail(msisdn)
        }
        #expect(
            told.withLock { $0 } == [
                RunWait(reason: .noToken, until: noon.addingTimeInterval(10)), nil,
                RunWait(reason: .quotaSpent, until: noon.addingTimeInterval(40)), nil,
            ])
    }
}
