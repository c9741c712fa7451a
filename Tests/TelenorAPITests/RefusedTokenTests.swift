import MirrorCore
import PacedHTTP
import ScriptedHTTP
import TelenorAPI
import TestSupport
import Testing

@Suite("A refused token")
struct RefusedTokenTests {
    @Test(
        "a refused token is renewed once and the request repeated",
        arguments: [.error(40105), .error(40106), .json("", status: 401)] as [ScriptedReply])
    func isRenewedOnce(refusal: ScriptedReply) async throws {
        try await withScriptedAPI([refusal, .page(rows: 0)]) { client, server, clock in
            _ = try await client.page(0, of: .accounts, pageSize: 10)
            #expect(
                server.dataRequests.map { $0.headers["authorization"] } == [
                    "Bearer token-1", "Bearer token-2",
                ])
            #expect(clock.sleeps.isEmpty)
            #expect(client.counts.refusedTokens == 1)
            #expect(client.counts.retries == 0)
        }
    }

    @Test("a second refusal means that the credentials are refused")
    func stopsAfterTwo() async throws {
        try await withScriptedAPI([.error(40105)]) { client, server, _ in
            let failure = try await failure { _ = try await client.page(0, of: .accounts, pageSize: 10) }
            #expect(
                failure
                    == .credentialsRefused(ErrorReply(purpose: .accounts, status: 401, code: 40105)))
            #expect(failure?.disposition == .stopForCredentials)
            #expect(
                failure?.description.hasPrefix(
                    "token refused (401 40105): check oauth.client_id, oauth.client_secret")
                    == true)
            #expect(server.dataRequests.count == 2)
        }
    }

    @Test(
        "new tokens that do not help are not asked for again and again",
        arguments: [
            [.token("token-1"), .token("token-2"), .token("token-3"), .token("token-4"), .token("token-5")],
            [.token("the-same")],
        ] as [[ScriptedReply]])
    func boundsRenewals(tokens: [ScriptedReply]) async throws {
        try await withScriptedAPI([.json("", status: 401)], { $0.tokens = tokens }) { client, server, _ in
            for _ in 0..<10 {
                let failure = try await failure { _ = try await client.detail(#require(number)) }
                #expect(failure == .credentialsRefused(ErrorReply(purpose: .detail, status: 401)))
            }
            #expect(server.tokenRequests.count == 3)
            #expect(server.dataRequests.count == 12)
        }
    }

    @Test("a token endpoint that refuses us is not asked twice", arguments: [400, 401, 403])
    func stopsWhenRefused(status: Int) async throws {
        let reply = ScriptedReply.json(#"{"error":"invalid_grant"}"#, status: status)
        try await withScriptedAPI([], { $0.tokens = [reply] }) { client, server, _ in
            let failure = try await failure { _ = try await client.page(0, of: .accounts, pageSize: 10) }
            #expect(
                failure
                    == .credentialsRefused(ErrorReply(purpose: .token, status: status, name: "invalid_grant"))
            )
            #expect(server.requests.count == 1)
        }
    }
}
