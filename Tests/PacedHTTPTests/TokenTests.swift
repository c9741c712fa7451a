import Foundation
import PacedHTTP
import Pacing
import ScriptedHTTP
import TestSupport
import Testing

@Suite("Token")
struct TokenTests {
    @Test("fifty callers share one token request")
    func isSingleFlight() async throws {
        try await withInventedAPI([.page(rows: 0)]) { client, server, _ in
            try await withThrowingTaskGroup(of: AccessToken.self) { group in
                for _ in 0..<50 { group.addTask { try await client.tokens.token() } }
                var tokens: Set<String> = []
                for try await token in group { tokens.insert(token.value) }
                #expect(tokens == ["token-1"])
            }
            #expect(server.tokenRequests.count == 1)
        }
    }

    /// A token's reply enters no mirror, so there is nowhere to count it.
    @Test("of a key that stands twice in the reply, the last value is taken")
    func takesTheLast() throws {
        let body =
            #"{"access_token":"first","expires_in":5,"access_token":"second","token_type":"a","token_type":"b","expires_in":3599}"#
        let reply = try #require(TokenReply(Array(body.utf8)))
        #expect(reply.accessToken == "second" && reply.lifetime == .seconds(3599))
        #expect(TokenReply(Array(#"{"access_token":"first","access_token":null}"#.utf8)) == nil)
    }

    @Test("fifty callers share one refusal")
    func sharesRefusals() async throws {
        let refusal = ScriptedReply.problem(7, status: 401)
        try await withInventedAPI([], { $0.tokens = [refusal] }) { client, server, _ in
            let expected = RequestFailure.credentialsRefused(
                ErrorReply(purpose: .token, status: 401, code: 7))
            await withTaskGroup(of: RequestFailure?.self) { group in
                for _ in 0..<50 {
                    group.addTask { try? await failure { _ = try await client.tokens.token() } }
                }
                for await failure in group { #expect(failure == expected) }
            }
            #expect(server.tokenRequests.count <= 3, "only those who came after the refusal may ask again")
        }
    }

    @Test("the user's grant is sent when there is one, else the client's own")
    func sendsGrants() async throws {
        let user = Credentials(
            clientID: "client", clientSecret: "hush", username: "system user", password: "p&ss=ø")
        let password = try await withInventedAPI([], { $0.configuration.credentials = user }) {
            client, server, _ in
            _ = try await client.tokens.token()
            return server.requests
        }
        #expect(
            password.map(\.body) == ["grant_type=password&username=system%20user&password=p%26ss%3D%C3%B8"])
        #expect(password.first?.headers["authorization"] == "Basic Y2xpZW50Omh1c2g=")
        #expect(password.first?.headers["content-type"] == "application/x-www-form-urlencoded")
        #expect(password.first?.method == "POST")
        let own = Credentials(clientID: "client", clientSecret: "hush")
        let client = try await withInventedAPI([], { $0.configuration.credentials = own }) {
            client, server, _ in
            _ = try await client.tokens.token()
            return server.requests
        }
        #expect(client.map(\.body) == ["grant_type=client_credentials"])
    }

    @Test(
        "expires_in is a number or a string of seconds, and short when it is neither",
        arguments: [
            ("3599", .seconds(3599)), (#""3599""#, .seconds(3599)), ("3599.0", .seconds(3599)),
            ("null", .seconds(300)), (#""soon""#, .seconds(300)), ("-1", .seconds(300)),
            ("0.5", .seconds(300)), ("1", .seconds(1)),
            ("[]", .seconds(300)),
            ("1e300", .seconds(365 * 86_400)),
        ] as [(String, Duration)])
    func readsLifetime(json: String, lifetime: Duration) throws {
        let body = #"{"token_type":"Bearer","access_token":"t","expires_in":\#(json)}"#
        #expect(TokenReply(Array(body.utf8))?.lifetime == lifetime)
    }

    @Test("a token that would end its header is none", arguments: [#"t\r\nx: y"#, #"t\n"#, #"t\u0000"#])
    func refusesControls(token: String) {
        #expect(TokenReply(Array(#"{"access_token":"\#(token)","expires_in":3599}"#.utf8)) == nil)
    }

    @Test(
        "what grants no token is a fault that is tried again",
        arguments: [
            .json("{}"), .json(#"{"access_token":""}"#), .json("<html>"), .json(""),
            .json("{}", status: 500), .json("", status: 503), .json("{}").with(.close),
            .json(#"{"access_token":"t","expires_in":3600}"#).with(.cutAfter(bytes: 20)),
        ] as [ScriptedReply])
    func triesAgain(reply: ScriptedReply) async throws {
        try await withInventedAPI([], { $0.tokens = [reply, reply, .token("good")] }) {
            client, server, clock in
            let token = try await client.tokens.token()
            #expect(token.value == "good")
            #expect(server.tokenRequests.count == 3)
            #expect(clock.sleeps == [.milliseconds(250), .milliseconds(500)])
            #expect(client.counts.retries == 2)
        }
    }

    @Test("a token is renewed a minute before its end, in the middle of a run")
    func isRenewedInTime() async throws {
        try await withInventedAPI([.page(rows: 0)]) { client, server, clock in
            for step in [Duration.zero, .seconds(3539), .seconds(1)] {
                clock.advance(by: step)
                _ = try await client.perform(.parts(page: 0))
            }
            #expect(
                server.dataRequests.map { $0.headers["authorization"] }
                    == ["Bearer token-1", "Bearer token-1", "Bearer token-2"])
        }
    }

    @Test("a token that ends while the pacer waits is renewed before the request is sent")
    func isCheckedAfterWaiting() async throws {
        let replies = [ScriptedReply.allowanceUsed(retryAfter: "4000"), .page(rows: 0)]
        try await withInventedAPI(replies) { client, server, clock in
            _ = try await client.perform(.parts(page: 0))
            #expect(clock.sleeps == [.seconds(4000)])
            #expect(
                server.requests.map { $0.headers["authorization"] ?? "" }.map { $0.prefix(14) }
                    == ["Basic d2FyZWhv", "Bearer token-1", "Basic d2FyZWhv", "Bearer token-2"])
        }
    }

    @Test("a token that lives shorter than the waits is still used")
    func toleratesShortLives() async throws {
        let tokens = (1...4).map { ScriptedReply.token("token-\($0)", lifetime: "1") }
        try await withInventedAPI(
            [.page(rows: 0)],
            {
                $0.tokens = tokens
                $0.context.pace = PaceSettings(perSecond: 0.1)
            }
        ) { client, server, _ in
            for _ in 0..<3 { _ = try await client.perform(.parts(page: 0)) }
            #expect(
                server.dataRequests.map { $0.headers["authorization"] }
                    == ["Bearer token-1", "Bearer token-2", "Bearer token-3"])
        }
    }

    @Test("callers whose requests were refused together renew once")
    func renewsOnceForAll() async throws {
        try await withInventedAPI([.page(rows: 0)], { $0.revoked = ["token-1"] }) { client, server, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { _ = try await client.perform(.parts(page: 0)) } }
                try await group.waitForAll()
            }
            #expect(server.tokenRequests.count == 2)
            let tokens = server.dataRequests.map { $0.headers["authorization"] }
            #expect(tokens.filter { $0 == "Bearer token-2" }.count == 8)
            #expect(Set(tokens) == ["Bearer token-1", "Bearer token-2"])
        }
    }

}
