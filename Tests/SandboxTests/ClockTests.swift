import Foundation
import NIOHTTP1
import Sandbox
import Testing

@Suite("The server's clock")
struct ClockTests {
    private func search(_ since: Int) -> String { "\(SandboxClient.subscriptions)?since=\(since)" }

    @Test(
        "a jump moves the Date header, and nothing that runs on elapsed time",
        arguments: [
            (3600, "Wed, 18 Nov 2026 12:06:40 GMT"), (-3600, "Wed, 18 Nov 2026 10:06:40 GMT"),
            (-86_400 * 3, "Sun, 15 Nov 2026 11:06:40 GMT"),
        ])
    func header(step: Int, date: String) async throws {
        let clock = ManualTime()
        let options = SandboxOptions.with {
            $0.tokenLifetime = .seconds(100)
            $0.quota = .init(limit: 2, window: .seconds(60))
        }
        try await withSandbox(options, time: clock.time) { server, client in
            #expect(try await client.get(search(1)).status == 200)
            server.jumpClock(by: .seconds(step))
            #expect(server.now == clock.time.now().addingTimeInterval(Double(step)))
            let answer = try await client.get(search(1))
            #expect(answer.status == 200 && answer.headers["Date"] == [date])
            #expect(try await client.get(search(1)).errorCode == 42901)
        }
    }

    @Test("after a jump forward an earlier change is further away")
    func forward() async throws {
        let clock = ManualTime()
        try await withSandbox(.with { _ in }, time: clock.time) { server, client in
            let msisdn = try server.change(.reference).msisdn
            server.jumpClock(by: .seconds(300))
            #expect(try await client.numbers(search(299), pageSize: 9) == [])
            #expect(try await client.numbers(search(300), pageSize: 9) == [msisdn])
        }
    }

    @Test(
        "after a jump back an earlier change lies in the server's future, where every search finds it first")
    func back() async throws {
        let clock = ManualTime()
        try await withSandbox(.with { _ in }, time: clock.time) { server, client in
            let numbers = server.truth().msisdns
            try server.change(.reference, msisdn: numbers[0])
            server.jumpClock(by: .seconds(-300))
            #expect(try await client.numbers(search(0), pageSize: 9) == [numbers[0]])
            try server.change(.reference, msisdn: numbers[1])
            #expect(try await client.numbers(search(0), pageSize: 9) == [numbers[0], numbers[1]])
            clock.advance(by: 5)
            #expect(try await client.numbers(search(4), pageSize: 9) == [numbers[0]])
            // A further change gets a stamp from today's clock, which is lower than the previous one.
            try server.change(.reference, msisdn: numbers[0])
            #expect(try await client.numbers(search(5), pageSize: 9) == [numbers[0], numbers[1]])
            clock.advance(by: 5)
            #expect(try await client.numbers(search(4), pageSize: 9) == [])
        }
    }

    @Test("the clock can be set over HTTP, and mistakes are told")
    func overHTTP() async throws {
        let clock = ManualTime()
        try await withSandbox(.with { $0.skew = .seconds(90) }, time: clock.time) { _, client in
            _ = try await client.post("/_sandbox/clock", #"{"jump_seconds": -90.5}"#)
            #expect(
                try await client.get("/_sandbox/clock").json
                    == .object([
                        "now_milliseconds": .integer(1_794_999_999_500),
                        "date": .text("Wed, 18 Nov 2026 11:06:39 GMT"),
                    ]))
            for wrong in [#"{"jump_seconds": 1e12}"#, "{}", ""] {
                #expect(try await client.post("/_sandbox/clock", wrong).status == 400)
            }
        }
    }
}
