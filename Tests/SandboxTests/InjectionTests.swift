import Foundation
import NIOHTTP1
import Sandbox
import Testing

@Suite("Scripted answers")
struct InjectionTests {
    static let documentedCodes = [
        400000, 400005, 400017, 40001, 400016, 400018, 400023, 40105, 40106, 40101, 40102, 40103, 40107,
        40108,
        40104, 40301, 404001, 40401, 4_042_000, 42901, 42902, 50001, 50002, 50003, 500100, 503200, 503300,
    ]

    @Test("every documented code can be had, with its status", arguments: documentedCodes)
    func everyCode(code: Int) async throws {
        try await withSandbox(.with { $0.subscriptions = 5 }) { server, client in
            server.inject(.error(code), endpoint: .accounts)
            let answer = try await client.get(SandboxClient.accounts)
            #expect(answer.errorCode == code)
            #expect(answer.status == Int(String(code).prefix(3)))
            #expect(server.statistics.count(of: .accounts, code: code) == 1)
            #expect(try await client.get(SandboxClient.accounts).status == 200)
        }
    }

    @Test("every shape of an error body can be had", arguments: SandboxErrorShape.allCases)
    func everyShape(shape: SandboxErrorShape) async throws {
        try await withSandbox(.with { $0.subscriptions = 5 }) { server, client in
            server.inject(.error(503200, shape: shape), times: 1)
            let answer = try await client.get(SandboxClient.accounts)
            #expect(answer.status == 503)
            switch shape {
            case .text:
                #expect(String(decoding: answer.body, as: UTF8.self).hasPrefix("Error code 503200 - "))
            case .none: #expect(answer.errorCode == nil)
            case .errorCode, .errorCodeText, .code, .error, .errors, .fault:
                #expect(answer.errorCode == 503200)
            }
        }
    }

    @Test("answers go to the endpoint and number they are meant for, in line, as often as they are meant to")
    func aim() async throws {
        try await withSandbox(.with { _ in }) { server, client in
            let numbers = server.truth().msisdns
            server.inject(.error(40104), endpoint: .detail, msisdn: numbers[0], times: nil)
            server.inject(.error(50001), endpoint: .detail, msisdn: numbers[1], times: 2)
            server.inject(.error(503300), endpoint: .detail, msisdn: numbers[1])
            var codes: [Int] = []
            for number in [
                numbers[0], numbers[0], numbers[1], numbers[1], numbers[1], numbers[1], numbers[2],
            ] {
                let answer = try await client.detail(number)
                codes.append(answer.errorCode ?? answer.status)
            }
            #expect(codes == [40104, 40104, 50001, 50001, 503300, 200, 200])
            #expect(try await client.get("\(SandboxClient.subscriptions)?since=1").status == 200)
            server.clearInjected()
            #expect(try await client.detail(numbers[0]).status == 200)
        }
    }

    @Test("a truncated body promises more than it sends")
    func truncated() async throws {
        try await withSandbox(.with { _ in }) { server, client in
            let number = try #require(server.truth().msisdns.first)
            server.inject(.truncated(after: 100), endpoint: .detail)
            await #expect(throws: (any Error).self) { try await client.detail(number) }
            #expect(try await client.detail(number).status == 200)
        }
    }

    @Test("strange bodies and headers arrive as they were written")
    func strange() async throws {
        try await withSandbox(.with { $0.subscriptions = 5 }) { server, client in
            server.inject(.html)
            let page = try await client.get(SandboxClient.accounts)
            #expect(page.status == 200 && page.headers["Content-Type"] == ["text/html; charset=utf-8"])
            server.inject(.empty)
            #expect(try await client.get(SandboxClient.accounts).body == Data())
            server.inject(.error(42902, retryAfter: "7"))
            #expect(try await client.get(SandboxClient.accounts).headers["Retry-After"] == ["7"])
            server.inject(.error(42901, shape: SandboxErrorShape.none))
            #expect(try await client.get(SandboxClient.accounts).status == 429)
        }
    }

    @Test("a delayed answer is the real one")
    func delayed() async throws {
        try await withSandbox(.with { $0.subscriptions = 5 }) { server, client in
            var reply = ScriptedReply(.real)
            reply.delay = .milliseconds(1)
            server.inject(reply, endpoint: .accounts)
            let delayed = try await client.get(SandboxClient.accounts)
            #expect(try await client.get(SandboxClient.accounts).body == delayed.body)
        }
    }

    @Test("the same can be had over HTTP, and mistakes are told")
    func overHTTP() async throws {
        try await withSandbox(.with { $0.subscriptions = 5 }) { server, client in
            let order =
                #"{"endpoint": "accounts", "count": 2, "code": 42901, "shape": "error", "headers": {"Retry-After": "3"}}"#
            #expect(try await client.post("/_sandbox/inject", order).status == 200)
            for _ in 0..<2 {
                let answer = try await client.get(SandboxClient.accounts)
                #expect([answer.status, answer.errorCode] == [429, 42901])
                #expect(answer.headers["Retry-After"] == ["3"])
            }
            #expect(try await client.get(SandboxClient.accounts).status == 200)
            _ = try await client.post("/_sandbox/inject", #"{"body": "<html>", "status": 502, "count": 0}"#)
            #expect(try await client.get(SandboxClient.accounts).status == 502)
            _ = try await client.post("/_sandbox/clear-injected", "")
            #expect(try await client.get(SandboxClient.accounts).status == 200)
            let mistakes = [
                #"{"endpoint": "moon"}"#, #"{"code": 50001, "shape": "round"}"#, #"{"code": 7}"#,
                #"{"status": 5000}"#, #"{"sent_bytes": -1}"#, #"{"delay_seconds": 1e300}"#,
                #"{"msisdn": "x"}"#, "{", "[]",
            ]
            for wrong in mistakes {
                #expect(try await client.post("/_sandbox/inject", wrong).status == 400)
            }
            _ = try await client.post("/_sandbox/revoke-tokens", "")
            #expect(try await client.get(SandboxClient.accounts).errorCode == 40105)
            #expect(server.statistics.count(code: 42901) == 2)
        }
    }
}
