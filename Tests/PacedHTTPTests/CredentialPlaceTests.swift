import Foundation
import PacedHTTP
import Pacing
import ScriptedHTTP
import TestSupport
import Testing

/// Where a secret and a token may go, and where not.
@Suite("Where credentials go")
struct CredentialPlaceTests {
    private static let twelve = ScriptedReply.json(#"{"count":12}"#)

    @Test(
        "a token is fetched at another host, which sees the secret and no token; the API sees the token and no secret"
    )
    func otherHost() async throws {
        let granting = ScriptedServer(
            replies: [], tokens: [.token("token-1", lifetime: "3600")], tokenPath: "/realm/grant/", date: nil)
        try await granting.run { port in
            try await withInventedAPI(
                [Self.twelve],
                {
                    $0.configuration.tokenURL = try BaseURL(
                        "http://localhost:\(port)/realm/grant/", setting: "stock.token_url")
                }
            ) { client, server, _ in
                _ = try await client.perform(.stock(of: "bolt"))
                _ = try await client.perform(.stock(of: "nut"))
                #expect(
                    server.requests.map { $0.headers["authorization"] } == [
                        "Bearer token-1", "Bearer token-1",
                    ])
                #expect(server.tokenRequests.isEmpty)
                #expect(granting.requests.map(\.target) == ["/realm/grant/"])
                #expect(granting.requests.first?.headers["authorization"]?.hasPrefix("Basic ") == true)
                #expect(granting.requests.first?.headers["host"] == "localhost:\(port)")
            }
        }
    }

    @Test("a token endpoint of another host that is not there is named by its own address")
    func namesTokenHost() async throws {
        try await withInventedAPI(
            [Self.twelve],
            {
                $0.configuration.tokenURL = try BaseURL("http://127.0.0.1:1/t", setting: "stock.token_url")
                $0.configuration.retries.limit = 0
            }
        ) { client, server, _ in
            let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
            #expect(
                failure
                    == .fault(.notConnected("127.0.0.1:1", "Connection refused"), purpose: .token, tries: 1))
            #expect(server.requests.isEmpty)
        }
    }

    @Test("without credentials no token is asked for, and none is sent")
    func none() async throws {
        try await withInventedAPI([Self.twelve], { $0.configuration.credentials = nil }) {
            client, server, _ in
            _ = try await client.perform(.stock(of: "bolt"))
            #expect(server.requests.count == 1)
            #expect(server.requests.first?.headers["authorization"] == nil)
            #expect(client.counts.byPurpose == [.stock: 1])
        }
    }

    @Test("an API that wants a token of one without credentials is told so, and not asked twice")
    func missing() async throws {
        try await withInventedAPI(
            [.problem(InventedDialect.tokenSpent, status: 403)], { $0.configuration.credentials = nil }
        ) { client, server, _ in
            let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
            #expect(failure == .credentialsMissing(.stock))
            #expect(server.requests.count == 1)
            let token = try await self.failure { _ = try await client.tokens.token() }
            #expect(token == .credentialsMissing(.token))
        }
    }

    private func failure(of body: () async throws -> Void) async throws -> RequestFailure? {
        try await PacedHTTPTests.failure(of: body)
    }

    /// 0.0.0.0 leads to this machine, but is not a loopback address.
    @Test("a host that is reached in clear text gets no credential, though some are set")
    func publicHost() async throws {
        try await withInventedAPI([Self.twelve], { $0.host = "0.0.0.0" }) { client, server, _ in
            _ = try await client.perform(.stock(of: "bolt"))
            #expect(server.requests.count == 1)
            #expect(server.requests.allSatisfy { $0.headers["authorization"] == nil })
            let failure = try await failure { _ = try await client.tokens.token() }
            #expect(failure == .foreignServer(.token))
            #expect(server.requests.count == 1)
        }
    }

    @Test("a secret is not sent to a token endpoint where it could be overheard")
    func publicTokenHost() async throws {
        let granting = ScriptedServer(replies: [], tokens: [.token("t")], tokenPath: "/t", date: nil)
        try await granting.run { port in
            try await withInventedAPI(
                [Self.twelve],
                {
                    $0.configuration.tokenURL = try BaseURL(
                        "http://0.0.0.0:\(port)/t", setting: "stock.token_url", mayBePublic: true)
                }
            ) { client, _, _ in
                let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
                #expect(failure == .foreignServer(.token))
            }
            #expect(granting.requests.isEmpty)
        }
    }

    @Test(
        "clear text is allowed where the setting says so, and only there",
        arguments: [
            ("http://cpid.example", true), ("http://127.0.0.1.example.com:80/x", true),
            ("http://127.0.0.1", false), ("http://localhost", false), ("https://cpid.example", false),
        ])
    func tellsPublic(text: String, isPublic: Bool) throws {
        #expect(try BaseURL(text, setting: "s", mayBePublic: true).isPublic == isPublic)
        if isPublic { #expect(throws: BaseURLError.self) { try BaseURL(text, setting: "s") } }
    }

    @Test("a call has headers of its own, which stand in the place of none of ours")
    func headers() async throws {
        try await withInventedAPI([Self.twelve]) { client, server, _ in
            _ = try await client.perform(
                Call(.stock, .object) { _ in
                    var question = Call.Question("/stock")
                    question.headers = [
                        RequestHeader("Accept-Language", "nb"),
                        RequestHeader("Authorization", "Bearer other"),
                        RequestHeader("User-Agent", "other"),
                    ]
                    return question
                })
            let request = try #require(server.dataRequests.first)
            #expect(request.headers["accept-language"] == "nb")
            #expect(request.headers["authorization"] == "Bearer token-1")
            #expect(request.headers["user-agent"] == "submirror/test")
        }
    }

    @Test(
        "a call that asks for nothing takes any success, a body or none",
        arguments: [
            ScriptedReply(status: 200), .json("OK"), ScriptedReply(status: 204, headers: []),
            .json("{}", status: 202), .problem(99, status: 200),
        ])
    func nothing(reply: ScriptedReply) async throws {
        try await withInventedAPI([reply]) { client, server, _ in
            _ = try await client.perform(
                Call(.stock, .nothing) { _ in
                    var question = Call.Question("/stock/note")
                    question.body = []
                    return question
                })
            #expect(server.dataRequests.map(\.method) == ["POST"])
            #expect(server.dataRequests.first?.headers["content-type"] == nil)
        }
    }

    @Test("an error in the success of a call that asks for nothing is that error")
    func errorInNothing() async throws {
        try await withInventedAPI([.problem(InventedDialect.noSuchPart, status: 200)]) { client, _, _ in
            let failure = try await failure {
                _ = try await client.perform(Call(.stock, .nothing, target: "/stock/note"))
            }
            #expect(
                failure
                    == .refused(ErrorReply(purpose: .stock, status: 200, code: InventedDialect.noSuchPart)))
        }
    }

    @Test(
        "a segment of a path holds what it may, and leads nowhere else",
        arguments: [
            ("a+b/c==,47001", "a%2Bb%2Fc%3D%3D%2C47001"), ("4790000001", "4790000001"), ("a b", "a%20b"),
            ("ø", "%C3%B8"), ("?#%", "%3F%23%25"), ("...", "..."), ("", nil), (".", nil), ("..", nil),
        ] as [(String, String?)])
    func segments(text: String, segment: String?) { #expect(text.pathSegment == segment) }
}
