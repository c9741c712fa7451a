import Foundation
import PacedHTTP
import Pacing
import ScriptedHTTP
import Synchronization
import TestSupport
import Testing

/// The run's deadline bounds every wait of the client; with a silent server, in real time.
@Suite("The run's end")
struct RunEndTests {
    private static let twelve = ScriptedReply.json(#"{"count":12}"#)
    private static let kept = AccessToken(
        value: "kept", expiresAt: .seconds(4_000_000_000), lifetime: .seconds(3600))

    /// Limits of the exchange that no test reaches.
    static func setUp(_ setup: inout InventedSetup, end: Duration) {
        setup.clock = RunClock(
            from: Date(), on: ContinuousClock(), end: Date().addingTimeInterval(end.inSeconds))
        setup.configuration.timeouts.connect = .seconds(3600)
        setup.configuration.timeouts.firstByte = .seconds(3600)
        setup.configuration.timeouts.body = .seconds(3600)
    }

    @Test(
        "cuts a request off wherever it hangs, by a timer, and that is no fault",
        arguments: [
            twelve.with(.silence), twelve.with(.stallAfter(bytes: 5)), twelve.with(.drip),
        ])
    func cuts(reply: ScriptedReply) async throws {
        try await withInventedAPI([reply], { Self.setUp(&$0, end: .seconds(3)) }) {
            client, server, _ in
            client.tokens.adopt(Self.kept)
            let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
            #expect(failure == .cutOff)
            #expect(server.dataRequests.count <= 1)
            #expect(client.counts.retries == 0)
        }
    }

    @Test("cuts the token request off, too", arguments: [ScriptedReply.Manner.silence, .drip])
    func cutsToken(manner: ScriptedReply.Manner) async throws {
        try await withInventedAPI(
            [],
            {
                Self.setUp(&$0, end: .seconds(3))
                $0.tokens = [ScriptedReply.token("t").with(manner)]
            }
        ) { client, server, _ in
            let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
            #expect(failure == .timeSpent)
            #expect(server.requests.count <= 1)
        }
    }

    /// Where the opening of a connection may hang for ever.
    enum Opening: CaseIterable {
        /// Nothing answers the first packet.
        case connecting
        /// The server does not answer in the TLS handshake.
        case handshake
        /// The proxy does not answer CONNECT.
        case proxy

        /// Sends the client to `port`, which is silent.
        func prepare(_ setup: inout InventedSetup, port: Int) {
            switch self {
            case .connecting: setup.port = port
            case .handshake: (setup.port, setup.scheme) = (port, "https")
            case .proxy:
                setup.scheme = "https"
                setup.configuration.proxy = ProxyAddress("http://127.0.0.1:\(port)")
            }
        }
    }

    @Test("cuts the opening of a connection off that never ends", arguments: Opening.allCases)
    func cutsOpening(_ opening: Opening) async throws {
        let port = try SilentPort.open(isFull: opening == .connecting).number
        try await withInventedAPI(
            [],
            {
                Self.setUp(&$0, end: .seconds(3))
                opening.prepare(&$0, port: port)
            }
        ) { client, _, _ in
            let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
            // The token, which is requested first.
            #expect(failure == .timeSpent)
        }
    }

    @Test("lets nobody send who stood in the pacer's line")
    func emptiesLine() async throws {
        // One request at a time, as nothing is proven yet.
        try await withInventedAPI([Self.twelve.with(.silence)], { Self.setUp(&$0, end: .seconds(3)) }) {
            client, server, _ in
            client.tokens.adopt(Self.kept)
            await withTaskGroup(of: RequestFailure?.self) { group in
                for _ in 0..<40 {
                    group.addTask { try? await failure { _ = try await client.perform(.stock(of: "bolt")) } }
                }
                var failures: [RequestFailure?] = []
                for await failure in group { failures.append(failure) }
                #expect(failures.count { $0 == .cutOff } <= 1)
                #expect(failures.allSatisfy { $0 == .timeSpent || $0 == .cutOff })
            }
            #expect(server.dataRequests.count <= 1)
            #expect(client.clock.isOver)
        }
    }

    @Test("ends what would be tried again after it without judging it")
    func endsRetries() async throws {
        try await withInventedAPI(
            [.json("", status: 503, retryAfter: "20")], { $0.end = noon.addingTimeInterval(19) }
        ) { client, server, clock in
            let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
            #expect(failure == .cutOff)
            #expect(server.dataRequests.count == 1)
            #expect(clock.sleeps.isEmpty)
        }
    }

    /// One second for the run, and nearly as much for a request, on a clock that advances
    /// only in waits between tries.
    private static func setUpTimeout(_ setup: inout InventedSetup) {
        setup.end = noon.addingTimeInterval(1)
        setup.configuration.timeouts.firstByte = .milliseconds(800)
    }

    @Test("is no second chance for one of many that had its whole time: the rest of the run is for others")
    func judgesTimeout() async throws {
        try await withInventedAPI([Self.twelve.with(.silence)], Self.setUpTimeout) { client, _, clock in
            client.tokens.adopt(Self.kept)
            var call = Call.stock(of: "bolt")
            call.isOneOfMany = true
            let failure = try await failure { [call] in _ = try await client.perform(call) }
            #expect(failure == .fault(.timedOut(.firstByte), purpose: .stock, tries: 1))
            #expect(clock.sleeps.isEmpty)
        }
    }

    @Test("is one for a list, which nothing takes the place of")
    func retriesList() async throws {
        try await withInventedAPI([ScriptedReply.json("[]").with(.silence)], Self.setUpTimeout) {
            client, _, clock in
            client.tokens.adopt(Self.kept)
            let failure = try await failure { _ = try await client.perform(.parts(page: 0)) }
            #expect(failure == .cutOff)
            // A busy machine may time out more than once.
            #expect(!clock.sleeps.isEmpty)
        }
    }
}

/// A cancelled call ends at once, as SIGTERM demands; here it waits for an hour or longer.
@Suite("A call that is cancelled")
struct CancelledCallTests {
    private static let hour = "3600"

    /// Performs a call, cancels it once `isWaiting`, and expects it to end so.
    private static func expectEnd(
        _ replies: [ScriptedReply], _ prepare: (inout InventedSetup) throws -> Void,
        once isWaiting: (_ server: ScriptedServer, _ isTold: Bool) throws -> Bool
    ) async throws {
        let isTold = Mutex(false)
        try await withInventedAPI(
            replies,
            {
                RunEndTests.setUp(&$0, end: .seconds(36_000))
                $0.context.onWait = { wait in isTold.withLock { $0 = wait != nil } }
                try prepare(&$0)
            }
        ) { client, server, _ in
            let call = Task { try await client.perform(.stock(of: "bolt")) }
            try await Patience.wait { try isWaiting(server, isTold.withLock { $0 }) }
            call.cancel()
            await #expect(throws: CancellationError.self) { _ = try await call.value }
        }
    }

    @Test(
        "ends wherever it hangs",
        arguments: [
            ScriptedReply.json("{}").with(.silence), .json("{}").with(.stallAfter(bytes: 1)),
            .json("{}").with(.drip),
        ])
    func hanging(reply: ScriptedReply) async throws {
        try await Self.expectEnd([reply], { _ in }, once: { server, _ in !server.dataRequests.isEmpty })
        try await Self.expectEnd([], { $0.tokens = [reply] }, once: { server, _ in !server.requests.isEmpty })
    }

    @Test(
        "ends while it waits because the API, or its token's endpoint, asks for time",
        arguments: [
            ScriptedReply.json("", status: 503, retryAfter: hour), .allowanceUsed(retryAfter: hour),
            .problem(InventedDialect.tooClose, status: 429, retryAfter: hour),
        ])
    func waiting(reply: ScriptedReply) async throws {
        try await Self.expectEnd([reply], { _ in }, once: { _, isTold in isTold })
        try await Self.expectEnd([], { $0.tokens = [reply] }, once: { _, isTold in isTold })
    }

    @Test("ends while its connection is opened", arguments: RunEndTests.Opening.allCases)
    func opening(_ opening: RunEndTests.Opening) async throws {
        let port = try SilentPort.open(isFull: opening == .connecting)
        try await Self.expectEnd(
            [], { opening.prepare(&$0, port: port.number) },
            once: { _, _ in try port.isCalled && (opening != .connecting || port.isKnocked()) })
    }
}

/// The cost of waiting for a token.
@Suite("A token endpoint that asks for time")
struct TokenWaitTests {
    private static let refusal = ScriptedReply.json("{}", status: 503, retryAfter: "100000")

    @Test("is left to a later run when that is longer than a run should wait, also without an end of the run")
    func tooLong() async throws {
        try await withInventedAPI(
            [],
            {
                $0.tokens = [Self.refusal]
                $0.context.longestWait = .seconds(900)
            }
        ) { client, server, clock in
            let failure = try await failure { _ = try await client.tokens.token() }
            #expect(failure == .quotaSpent(until: noon.addingTimeInterval(100_000)))
            #expect(clock.sleeps.isEmpty)
            #expect(server.requests.count == 1)
        }
    }

    @Test("is waited for no longer than that in all")
    func sumsUp() async throws {
        try await withInventedAPI(
            [],
            {
                $0.tokens = [.json("{}", status: 429, retryAfter: "40")]
                $0.context.longestWait = .seconds(90)
            }
        ) { client, _, clock in
            let failure = try await failure { _ = try await client.tokens.token() }
            #expect(failure == .quotaSpent(until: noon.addingTimeInterval(120)))
            #expect(clock.sleeps == [.seconds(40), .seconds(40)])
        }
    }

    @Test("a request that asks for time gets no more of it than a run should wait")
    func request() async throws {
        let replies = [
            ScriptedReply.json("", status: 503, retryAfter: "200"), .json(#"{"count":12}"#),
        ]
        try await withInventedAPI(replies, { $0.context.longestWait = .seconds(60) }) {
            client, _, clock in
            _ = try await client.perform(.stock(of: "bolt"))
            #expect(clock.sleeps == [.seconds(60)])
        }
    }

    @Test("is told of, as a spent quota is, and so is the end of the wait")
    func isTold() async throws {
        let told = Mutex<[RunWait?]>([])
        let replies = [ScriptedReply.allowanceUsed(retryAfter: "30"), .json(#"{"count":12}"#)]
        try await withInventedAPI(
            replies,
            {
                $0.tokens = [.json("{}", status: 503, retryAfter: "10"), .token("t")]
                $0.context.onWait = { wait in told.withLock { $0.append(wait) } }
            }
        ) { client, _, _ in
            _ = try await client.perform(.stock(of: "bolt"))
        }
        #expect(
            told.withLock { $0 } == [
                RunWait(reason: .noToken, until: noon.addingTimeInterval(10)), nil,
                RunWait(reason: .quotaSpent, until: noon.addingTimeInterval(40)), nil,
            ])
    }

    /// Performs `calls` at once and returns the reported waits.
    private static func waits(
        _ replies: [ScriptedReply], calls: Int = 1, _ prepare: (inout InventedSetup) -> Void = { _ in }
    ) async throws -> [RunWait?] {
        let told = Mutex<[RunWait?]>([])
        try await withInventedAPI(
            replies,
            {
                $0.context.onWait = { wait in told.withLock { $0.append(wait) } }
                prepare(&$0)
            }
        ) { client, _, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<calls {
                    group.addTask { _ = try await client.perform(.stock(of: "bolt")) }
                }
                try await group.waitForAll()
            }
        }
        return told.withLock { $0 }
    }

    @Test(
        "is one of many that are reported, each with its own reason",
        arguments: [
            (.allowanceUsed(retryAfter: "30"), .quotaSpent),
            (.problem(InventedDialect.tooClose, status: 429, retryAfter: "30"), .tooClose),
            (.json("", status: 503, retryAfter: "30"), .failed),
        ] as [(ScriptedReply, RunWait.Reason)])
    func reasons(reply: ScriptedReply, reason: RunWait.Reason) async throws {
        let told = try await Self.waits([reply, .json(#"{"count":12}"#)])
        #expect(told == [RunWait(reason: reason, until: noon.addingTimeInterval(30)), nil])
    }

    @Test("is reported for requests that keep a long distance from each other, too")
    func spacing() async throws {
        let told = try await Self.waits([.json(#"{"count":12}"#)], calls: 2) {
            $0.context.pace = PaceSettings(perSecond: 0.025)
        }
        #expect(told.map { $0?.reason } == [.spacing, nil])
        #expect(try #require(told.first).map { (40..<42).contains($0.until.timeIntervalSince(noon)) } == true)
    }
}
