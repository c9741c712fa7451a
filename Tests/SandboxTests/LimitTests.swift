import Foundation
import NIOHTTP1
import Sandbox
import Testing

@Suite("The limits")
struct LimitTests {
    /// The error code of each of `count` requests, one after another.
    private func codes(_ count: Int, _ client: SandboxClient) async throws -> [Int] {
        var codes: [Int] = []
        for _ in 0..<count {
            let answer = try await client.get("\(SandboxClient.subscriptions)?since=1")
            codes.append(answer.errorCode ?? answer.status)
        }
        return codes
    }

    @Test("a window starts with its first request, counts what it lets through, and opens again")
    func quota() async throws {
        let clock = ManualTime()
        let options = SandboxOptions.with { $0.quota = .init(limit: 3, window: .seconds(60)) }
        try await withSandbox(options, time: clock.time) { (_, client) async throws in
            clock.advance(by: 45)
            #expect(try await codes(2, client) == [200, 200])
            clock.advance(by: 50)
            #expect(try await codes(3, client) == [200, 42901, 42901])
            clock.advance(by: 9.5)
            #expect(try await codes(1, client) == [42901])
            clock.advance(by: 0.5)
            #expect(try await codes(4, client) == [200, 200, 200, 42901])
        }
    }

    @Test("spike arrest refuses what comes too soon after the last allowed request, and only that")
    func spikeArrest() async throws {
        let clock = ManualTime()
        try await withSandbox(.with { $0.perSecond = 10 }, time: clock.time) { (_, client) async throws in
            #expect(try await codes(2, client) == [200, 42902])
            clock.advance(by: 0.06)
            #expect(try await codes(1, client) == [42902])
            // 110 ms after the accepted request, 50 ms after the refused one.
            clock.advance(by: 0.05)
            #expect(try await codes(2, client) == [200, 42902])
        }
    }

    @Test("a request that is refused for one limit costs nothing of the other")
    func both() async throws {
        let clock = ManualTime()
        let options = SandboxOptions.with {
            $0.quota = .init(limit: 2, window: .seconds(60))
            $0.perSecond = 10
        }
        try await withSandbox(options, time: clock.time) { (_, client) async throws in
            #expect(try await codes(3, client) == [200, 42902, 42902])
            clock.advance(by: 1)
            #expect(try await codes(1, client) == [200])
            clock.advance(by: 1)
            #expect(try await codes(2, client) == [42901, 42901])
        }
    }

    @Test("tokens, wrong tokens and control requests are not limited")
    func exempt() async throws {
        let options = SandboxOptions.with { $0.quota = .init(limit: 1, window: .seconds(3600)) }
        try await withSandbox(options, time: ManualTime().time) { server, client in
            for _ in 0..<5 { #expect(try await client.fetchToken().count == 40) }
            _ = try await client.get(SandboxClient.accounts, headers: ["Authorization": "Bearer x"])
            #expect(try await client.get("/_sandbox/stats").status == 200)
            #expect(try await codes(2, client) == [200, 42901])
            #expect(server.statistics.count(of: .token) == 6)
        }
    }

    @Test("a refusal has Apigee's words, and Retry-After only when it is told to", arguments: [false, true])
    func words(announces: Bool) async throws {
        let clock = ManualTime()
        let options = SandboxOptions.with {
            $0.quota = .init(limit: 1, window: .seconds(60))
            $0.announcesRetryAfter = announces
        }
        try await withSandbox(options, time: clock.time) { _, client in
            _ = try await codes(1, client)
            clock.advance(by: 15.5)
            let answer = try await client.get(SandboxClient.accounts)
            #expect(answer.status == 429)
            #expect(answer.headers["Retry-After"] == (announces ? ["45"] : []))
            let fault = try answer.json["fault"]
            #expect(fault?["detail"]?["errorcode"]?.text == "policies.ratelimit.QuotaViolation")
            #expect(fault?["faultstring"]?.text?.hasPrefix("Rate limit quota violation. ") == true)
        }
    }

    @Test("limits can be set and lifted while it runs")
    func set() async throws {
        try await withSandbox(time: ManualTime().time) { server, client async throws in
            #expect(try await codes(2, client) == [200, 200])
            server.setLimits(quota: .init(limit: 1, window: .seconds(60)))
            #expect(try await codes(2, client) == [200, 42901])
            server.setLimits(perSecond: 10)
            #expect(try await codes(2, client) == [200, 42902])
            server.setLimits()
            #expect(try await codes(2, client) == [200, 200])
        }
    }
}
