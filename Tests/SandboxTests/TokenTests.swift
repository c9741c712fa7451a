import Foundation
import NIOHTTP1
import Sandbox
import Testing

@Suite("The token endpoint")
struct TokenTests {
    @Test(
        "hands out a token for each grant",
        arguments: [SandboxClient.passwordGrant, "grant_type=client_credentials"])
    func grants(form: String) async throws {
        try await withSandbox { _, client in
            let answer = try await client.post(
                "/oauth/v2/token", form, headers: ["Authorization": SandboxClient.credentials])
            #expect(answer.status == 200)
            let token = try #require(try answer.json["access_token"]?.text)
            let use = try await client.get(
                SandboxClient.accounts, headers: ["Authorization": "Bearer \(token)"])
            #expect(use.status == 200)
        }
    }

    @Test(
        "refuses what it does not know, with the documented code",
        arguments: [
            (form: SandboxClient.passwordGrant, authorization: nil, status: 401, code: 40102),
            (
                form: SandboxClient.passwordGrant, authorization: "Basic d3Jvbmc6d3Jvbmc=", status: 401,
                code: 40108
            ),
            (form: "grant_type=magic", authorization: SandboxClient.credentials, status: 400, code: 400000),
            (form: "", authorization: SandboxClient.credentials, status: 400, code: 400000),
            (
                form: "grant_type=password&username=someone&password=else",
                authorization: SandboxClient.credentials, status: 400, code: 40001
            ),
        ] as [(form: String, authorization: String?, status: Int, code: Int)])
    func refuses(form: String, authorization: String?, status: Int, code: Int) async throws {
        try await withSandbox { _, client in
            let headers = HTTPHeaders(authorization.map { [("Authorization", $0)] } ?? [])
            let answer = try await client.post("/oauth/v2/token", form, headers: headers)
            #expect(answer.status == status)
            #expect(answer.errorCode == code)
        }
    }

    @Test("says the lifetime as a number, and every third time as a string")
    func lifetimeForms() async throws {
        try await withSandbox { _, client in
            // The client itself fetched the first token.
            var forms: [JSONValue?] = []
            for _ in 2...4 {
                let answer = try await client.post(
                    "/oauth/v2/token", SandboxClient.passwordGrant,
                    headers: ["Authorization": SandboxClient.credentials])
                forms.append(try answer.json["expires_in"])
            }
            #expect(forms == [.integer(3599), .text("3599"), .integer(3599)])
        }
    }

    @Test("lets a token expire, be logged out and be revoked")
    func endings() async throws {
        let clock = ManualTime()
        let options = SandboxOptions.with { $0.tokenLifetime = .seconds(60) }
        try await withSandbox(options, time: clock.time) { server, first in
            clock.advance(by: 59)
            #expect(try await first.get(SandboxClient.accounts).status == 200)
            clock.advance(by: 1)
            let expired = try await first.get(SandboxClient.accounts)
            #expect([expired.status, expired.errorCode] == [401, 40106])

            let second = try await SandboxClient(server)
            #expect(try await second.get("/oauth/v2/logout").status == 200)
            let loggedOut = try await second.get(SandboxClient.accounts)
            #expect([loggedOut.status, loggedOut.errorCode] == [401, 40105])

            let third = try await SandboxClient(server)
            server.revokeTokens()
            #expect(try await third.get(SandboxClient.accounts).errorCode == 40105)
        }
    }

    @Test(
        "is needed for every resource",
        arguments: [
            (authorization: nil, code: 40102), (authorization: "Bearer nonsense", code: 40105),
            (authorization: SandboxClient.credentials, code: 40107),
            (authorization: "Digest x", code: 40105),
        ] as [(authorization: String?, code: Int)])
    func needed(authorization: String?, code: Int) async throws {
        try await withSandbox { _, client in
            let headers = HTTPHeaders(authorization.map { [("Authorization", $0)] } ?? [])
            for path in [SandboxClient.accounts, "\(SandboxClient.subscriptions)?since=60"] {
                let answer = try await client.get(path, headers: headers)
                #expect([answer.status, answer.errorCode] == [401, code])
            }
        }
    }
}
