import Foundation
import Logging
import MillomAPI
import MirrorCore
import PacedHTTP
import ScriptedHTTP
import Synchronization
import TestSupport
import Testing

@Suite("Millom's endpoints")
struct MillomEndpointTests {
    private static let record = ScriptedReply.json(#"{"accountType":"PREPAID"}"#)

    @Test(
        "each record has its address, for a number and for a CPID",
        arguments: [
            (.accountInfo, "accountInfo"), (.balance, "balance"), (.upsellOffer, "upsellOffer"),
        ] as [(MillomRecord, String)])
    func records(record: MillomRecord, segment: String) async throws {
        try await withScriptedMillom([Self.record], { $0.configure = { $0.language = "nb" } }) {
            client, server, _, _ in
            let reply = try await client.record(record, of: Invented.msisdn())
            #expect(reply.body == Self.record.body)
            _ = try await client.record(record, of: Invented.cpid())
            _ = try await client.record(record, of: Invented.msisdn(""))
            #expect(
                server.requests.map(\.target) == [
                    "/std/myspace/mycomm/4790000001/\(segment)?key_type=MSISDN",
                    "/std/myspace/mycomm/a%2Bb%2Fc%3D%3D%2C47001/\(segment)?key_type=CPID",
                    "/std/myspace/4790000001/\(segment)?key_type=MSISDN",
                ])
            for request in server.requests {
                #expect(request.method == "GET")
                #expect(request.headers["accept-language"] == "nb")
                #expect(request.headers["accept"] == "application/json")
                #expect(request.headers["user-agent"] == "submirror/test")
            }
        }
    }

    @Test("offers are narrowed by plan, dealer and client")
    func filters() async throws {
        try await withScriptedMillom([Self.record]) { client, server, _, _ in
            var filter = OfferFilter()
            filter.planType = .supplementary
            filter.dealerCode = "a&b"
            filter.clientName = "CRMS"
            _ = try await client.record(.upsellOffer, of: Invented.msisdn(), filter: filter)
            _ = try await client.record(.balance, of: Invented.msisdn(), filter: filter)
            #expect(
                server.requests.map { $0.target.split(separator: "?").last } == [
                    "key_type=MSISDN&planType=supplementary&dealerCode=a%26b&clientName=CRMS",
                    "key_type=MSISDN",
                ])
            #expect(server.requests.allSatisfy { $0.headers["accept-language"] == nil })
        }
    }

    @Test("one token of the wanted scopes serves every request, from a host of its own")
    func token() async throws {
        try await withScriptedMillom([Self.record], { $0.scopes = [.register, .inquire] }) {
            client, server, tokens, _ in
            for record in MillomRecord.allCases { _ = try await client.record(record, of: Invented.msisdn()) }
            #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Bearer token-1" })
            #expect(
                tokens.requests.map(\.body) == [
                    "grant_type=client_credentials&scope=cco.dd.data-plan.gen.inquire%20"
                        + "cco.dd.data-plan.gen.register"
                ])
            #expect(tokens.requests.first?.headers["authorization"]?.hasPrefix("Basic ") == true)
        }
    }

    @Test("a kept token is used again by the next client, and not for other scopes")
    func keepsToken() async throws {
        let tokens = ScriptedServer(
            replies: [], tokens: [.token("token-1"), .token("token-2")], tokenPath: "/oauth/token", date: nil)
        let millom = ScriptedServer(replies: [Self.record], tokens: [], tokenPath: "/none", date: nil)
        try await withTemporaryDirectory { directory in
            try await tokens.run { tokenPort in
                try await millom.run { port in
                    for scopes in [[.inquire], [.inquire], [.activate, .inquire]] as [Set<MillomScope>] {
                        let configuration = MillomConfiguration(
                            baseURL: try BaseURL("http://127.0.0.1:\(port)", setting: "millom.base_url"),
                            tokenURL: try BaseURL(
                                "http://localhost:\(tokenPort)/oauth/token", setting: "millom.token_url"),
                            credentials: Credentials(clientID: "provider", clientSecret: "hush-hush"),
                            serviceProvider: "myspace", userAgent: "submirror/test"
                        ).with(scopes: scopes)
                        var context = MillomClient.Context(logger: Logger(label: "test"))
                        context.http.tokenCachePath = directory.appendingPathComponent("token.json").path
                        try await MillomClient.with(configuration, context) { client in
                            _ = try await client.record(.balance, of: Invented.msisdn())
                        }
                    }
                }
            }
        }
        #expect(
            millom.requests.map { $0.headers["authorization"] }
                == ["Bearer token-1", "Bearer token-1", "Bearer token-2"])
        #expect(tokens.requests.map { $0.body.hasSuffix("inquire") } == [true, true])
        #expect(tokens.requests.map { $0.body.contains("activate") } == [false, true])
    }

    @Test("without credentials no token is asked for, and none is sent")
    func isOpen() async throws {
        try await withScriptedMillom(
            [Self.record],
            {
                $0.credentials = nil
                $0.configure = { $0.http.tokenURL = nil }
            }
        ) { client, server, tokens, _ in
            try await client.prepareToken()
            _ = try await client.record(.balance, of: Invented.msisdn())
            #expect(server.requests.map { $0.headers["authorization"] } == [nil])
            #expect(tokens.requests.isEmpty)
        }
    }

    @Test(
        "a Millom that wants a token though no credentials are set is told by the settings that are missing")
    func wantsCredentials() async throws {
        try await withScriptedMillom([.json("", status: 401)], { $0.credentials = nil }) {
            client, server, _, _ in
            let failure = try await failure { _ = try await client.record(.balance, of: Invented.msisdn()) }
            #expect(failure == .credentialsMissing(.balance))
            #expect(failure?.kind == .credentials)
            #expect(failure?.description.contains("millom.client_id") == true)
            #expect(server.requests.count == 1)
        }
    }

    @Test("a consent is registered, and withdrawn by an empty list")
    func registers() async throws {
        try await withScriptedMillom(
            [.json("", status: 503), ScriptedReply(status: 200)], { $0.configure = { $0.language = "nb" } }
        ) { client, server, _, _ in
            try await client.register(
                Invented.cpid(), types: [.lowData, .packExpired], transactionID: "t-\"1\"")
            try await client.register(Invented.msisdn(), types: [], transactionID: "t-2")
            #expect(
                server.requests.map(\.target) == [
                    "/std/myspace/a%2Bb%2Fc%3D%3D%2C47001/register?key_type=CPID",
                    "/std/myspace/a%2Bb%2Fc%3D%3D%2C47001/register?key_type=CPID",
                    "/std/myspace/4790000001/register?key_type=MSISDN",
                ])
            #expect(
                server.requests.map(\.body) == [
                    #"{"transactionId":"t-\"1\"","types":["low-data","pack-expired"]}"#,
                    #"{"transactionId":"t-\"1\"","types":["low-data","pack-expired"]}"#,
                    #"{"transactionId":"t-2","types":[]}"#,
                ])
            #expect(server.requests.allSatisfy { $0.method == "POST" && $0.headers["language"] == "nb" })
        }
    }

    /// 0.0.0.0 leads to this machine but is not a loopback address: traffic to it can be overheard.
    @Test("a CPID is fetched at its own host, in clear text, with no credential", arguments: [false, true])
    func cpid(isPublic: Bool) async throws {
        let host = ScriptedServer(
            replies: [.json(#"{"cpid":"\#(Invented.cpidText)","ttlSeconds":"2592000"}"#)], tokens: [],
            tokenPath: "/none", date: nil)
        try await host.run { port in
            try await withScriptedMillom(
                [Self.record],
                {
                    $0.configure = {
                        $0.cpidURL = try BaseURL(
                            "http://\(isPublic ? "0.0.0.0" : "127.0.0.1"):\(port)",
                            setting: "millom.cpid_url",
                            mayBePublic: true)
                    }
                }
            ) { client, server, tokens, _ in
                let fetched = try await client.cpid(app: "my app")
                #expect(fetched.cpid == Invented.cpidText)
                #expect(fetched.lifetime == .seconds(2_592_000))
                #expect(host.requests.map(\.target) == ["/cpid?app=my%20app"])
                #expect(host.requests.allSatisfy { $0.headers["authorization"] == nil })
                #expect(server.requests.isEmpty && tokens.requests.isEmpty)
                var dumped = "\(fetched) \(String(reflecting: fetched))"
                dump(fetched, to: &dumped)
                #expect(!dumped.contains("47001"))
            }
        }
    }

    @Test(
        "a reply without a CPID is unusable, and one without a time to live has none",
        arguments: [
            (#"{"cpid":"abc,1"}"#, true), (#"{"cpid":"abc,1","ttlSeconds":-1}"#, true),
            (#"{"cpid":"abc,1","ttlSeconds":[1]}"#, true), (#"{"cpid":""}"#, false), ("{}", false),
            (#"{"cpid":7,"ttlSeconds":1e400}"#, true), (#"{"cpid":".."}"#, false),
            (#"{"cpid":"a b"}"#, false), (#"{"cpid":{"a":1}}"#, false),
        ])
    func readsCpid(body: String, isUsable: Bool) async throws {
        try await withScriptedMillom([.json(body)]) { client, _, _, _ in
            let failure = try await failure { _ = try await client.cpid(app: "a") }
            #expect(failure == (isUsable ? nil : .unusable(.cpid)))
        }
    }

    @Test("a CPID that this network has none of is told so")
    func wrongNetwork() async throws {
        try await withScriptedMillom([.cause("FORBIDDEN", status: 401)]) { client, server, _, _ in
            let failure = try await failure { _ = try await client.cpid(app: "a") }
            #expect(failure?.cause == "FORBIDDEN")
            #expect(failure?.description.contains("packet network") == true)
            #expect(server.requests.count == 1)
        }
    }

    @Test("a CPID is registered with a POST that holds nothing")
    func registersCpid() async throws {
        try await withScriptedMillom([ScriptedReply(status: 200)]) { client, server, _, _ in
            try await client.registerCpid(operator: "my comm", app: "a/b")
            let request = try #require(server.requests.first)
            #expect(request.method == "POST")
            #expect(request.target == "/myspace/my%20comm/registerCpid?app=a%2Fb")
            #expect(request.body.isEmpty)
            #expect(request.headers["authorization"] == "Bearer token-1")
        }
    }

    @Test("an id that is dots leads to no other address", arguments: [".", ".."])
    func refusesDots(id: String) async throws {
        let subscriber = try #require(MillomSubscriber(.opet, id, operator: "mycomm"))
        try await withScriptedMillom([Self.record]) { client, server, _, _ in
            let failure = try await failure { _ = try await client.record(.balance, of: subscriber) }
            #expect(failure == .notASegment(.balance))
            #expect(server.requests.isEmpty)
        }
    }

    @Test("a body beyond the limit is not read")
    func bounds() async throws {
        let body = #"{"a":"\#(String(repeating: "x", count: 5000))"}"#
        try await withScriptedMillom([.json(body)], { $0.configure = { $0.http.bodyLimit = 4096 } }) {
            client, server, _, _ in
            let failure = try await failure { _ = try await client.record(.balance, of: Invented.msisdn()) }
            #expect(failure == .fault(.bodyTooLarge(limit: 4096), purpose: .balance, tries: 1))
            #expect(server.requests.count == 1)
        }
    }

    @Test("no log line and no error shows an id, a token or a secret")
    func hides() async throws {
        let lines = Mutex<[String]>([])
        var logger = Logger(label: "test") { _ in
            LineCollector(take: { line in lines.withLock { $0.append(line) } })
        }
        logger.logLevel = .debug
        let echo = "4790000001 \(Invented.cpidText) token-1 hush-hush"
        let replies = [
            Self.record, .cause("INVALID_NUMBER", message: echo), .cause(echo, status: 500),
            .cause("NOT_ALLOWED", message: "4790000001 token-1 hush-hush"),
            .json(#"{"status":"\#(echo)","transid":7}"#),
        ]
        try await withScriptedMillom(
            replies,
            {
                $0.context.http.logger = logger
                $0.configure = { $0.http.retries.limit = 0 }
                $0.context.scrubber.learn(secret: "hush-hush")
            }
        ) { client, _, _, _ in
            var said = ""
            _ = try await client.record(.balance, of: Invented.cpid())
            for _ in 0..<2 {
                let failure = try await failure { _ = try await client.record(.balance, of: Invented.cpid()) }
                said += "\(String(describing: failure)) \(failure?.description ?? "") "
                dump(failure, to: &said)
            }
            for _ in 0..<2 {
                let reply = try await client.purchase(Invented.order())
                said += "\(reply) "
                dump(reply, to: &said)
            }
            said += lines.withLock { $0.joined(separator: "\n") }
            #expect(said.contains("INVALID_NUMBER") && said.contains("request answered"))
            for secret in ["4790000001", "a+b/c", "a%2Bb", "token-1", "hush", "P1"] {
                #expect(!said.contains(secret), "\(secret) in \(said)")
            }
        }
    }
}

/// Passes on each line with its metadata.
private struct LineCollector: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.debug
    let take: @Sendable (String) -> Void

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { take("\(event.message) \(event.metadata ?? [:])") }
}
