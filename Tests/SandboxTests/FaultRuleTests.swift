import Foundation
import NIOHTTP1
import Sandbox
import Testing

@Suite("The rules of faults")
struct FaultRuleTests {
    @Test(
        "a rule's text says everything that a rule can",
        arguments: [
            "reset-body@detail=0.25", "503200:text@search=every:50", "404001@detail=numbers:2.0%",
            "hang=10.0s-20.0s,max:3", "html-502=at:7+9", "40301=always", "malformed@token=0.5,every:2",
            "400023@detail=numbers:4790000001+4790000002",
        ])
    func roundTrip(text: String) throws {
        #expect(try SandboxFaultRule(text).description == text)
    }

    @Test("a rule's text means what it says")
    func meaning() throws {
        var expected = SandboxFaultRule(.code(503200, shape: .fault), endpoint: .detail)
        expected.probability = 0.01
        expected.at = [3]
        expected.every = 2
        expected.during = .milliseconds(500)..<(.seconds(120))
        expected.numbers = .listed([4_790_000_001])
        expected.limit = 4
        let text = "503200:fault@detail=1%,at:3,every:2,500ms-2m,numbers:4790000001,max:4"
        #expect(try SandboxFaultRule(text) == expected)
        for fault in SandboxFault.withoutCode {
            #expect(try SandboxFaultRule("\(fault.name)=always").fault == fault)
        }
    }

    @Test(
        "a mistake in a rule's text is told",
        arguments: [
            "", "reset", "reset=", "boom=0.1", "700=always", "200200=always", "503200:round=always",
            "reset@moon=0.1", "reset=1.5", "reset=-1", "reset=101%", "reset=at:0", "reset=at:",
            "reset=every:x",
            "reset=20s-10s", "reset=10-20", "reset=numbers:x", "reset=max:0", "reset=max:1:2", "reset=soon",
        ])
    func mistakes(text: String) {
        #expect(throws: FaultTextError.self) { try SandboxFaultRule(text) }
    }

    /// The status codes of `count` requests for the accounts, one after another.
    private func codes(_ count: Int, _ client: SandboxClient) async throws -> [Int] {
        var codes: [Int] = []
        for _ in 0..<count {
            let answer = try await client.get(SandboxClient.accounts)
            codes.append(answer.errorCode ?? answer.status)
        }
        return codes
    }

    @Test("a schedule by number meets the n-th requests that fit, and only as often as it may")
    func byNumber() async throws {
        try await withSandbox { server, client in
            server.setFaults([
                try SandboxFaultRule("50001@accounts=at:2+5"),
                try SandboxFaultRule("503200@accounts=every:3,max:2"),
                try SandboxFaultRule("500100@search=always"),
            ])
            let expected = [200, 50001, 503200, 200, 50001, 503200, 200, 200, 200]
            #expect(try await codes(9, client) == expected)
            #expect(server.statistics.faults == ["50001": 2, "503200": 2])
            #expect(server.faults.map(\.served) == [2, 2, 0])
        }
    }

    @Test("a schedule by time runs on the sandbox's clock, from the server's making")
    func byTime() async throws {
        let clock = ManualTime()
        let options = SandboxOptions.with { $0.faults = (try? [SandboxFaultRule("50001=10s-20s")]) ?? [] }
        try await withSandbox(options, time: clock.time) { (_, client) async throws in
            var seen: [Int] = []
            for _ in 0..<5 {
                seen += try await codes(1, client)
                clock.advance(by: 5)
            }
            #expect(seen == [200, 200, 50001, 50001, 200])
        }
    }

    @Test("a probability is met about as often as it says, and equally by equal seeds")
    func byChance() async throws {
        func drawn(seed: UInt64) async throws -> [Int] {
            var drawn: [Int] = []
            try await withSandbox(.with { $0.seed = seed }) { server, client in
                server.setFaults([try SandboxFaultRule("50001=20%")])
                drawn = try await codes(200, client)
            }
            return drawn
        }
        let first = try await drawn(seed: 3)
        #expect((20...60).contains(first.filter { $0 == 50001 }.count))
        #expect(try await drawn(seed: 3) == first)
        #expect(try await drawn(seed: 4) != first)
    }

    @Test(
        "single numbers answer a code for good, while the truth has them",
        arguments: [404001, 400023, 40104, 500100])
    func singleNumbers(code: Int) async throws {
        try await withSandbox { server, client in
            var rule = SandboxFaultRule(.code(code), endpoint: .detail)
            rule.numbers = .share(0.3)
            server.setFaults([rule])
            let numbers = server.truth().msisdns
            let afflicted = server.afflicted(by: rule)
            #expect((6...30).contains(afflicted.count))
            var refused: [String] = []
            for _ in 0..<2 {
                for number in numbers where try await client.detail(number).errorCode == code {
                    refused.append(number)
                }
            }
            #expect(refused == afflicted + afflicted)
            #expect(server.truth().msisdns == numbers)
        }
    }

    @Test("a refusal by the gateway is no chance for a fault, and a fault costs quota")
    func behindTheGateway() async throws {
        let options = SandboxOptions.with { $0.quota = .init(limit: 2, window: .seconds(60)) }
        try await withSandbox(options, time: ManualTime().time) { server, client in
            server.setFaults([SandboxFaultRule(.code(50001))])
            let stranger = try await client.get(
                SandboxClient.accounts, headers: ["Authorization": "Bearer x"])
            #expect(stranger.errorCode == 40105)
            #expect(try await codes(3, client) == [50001, 50001, 42901])
            #expect(server.statistics.faults == ["50001": 2])
        }
    }

    @Test("some rows of a page come twice, and none is missing")
    func duplicateRows() async throws {
        try await withSandbox { server, client in
            server.setFaults([SandboxFaultRule(.duplicateRows, endpoint: .search)])
            let page = try await client.get("\(SearchTests.years)&pageSize=20").json.elements
            #expect(page.count > 20)
            #expect(Set(page.compactMap { $0["msisdn"]?.text }).count == 20)
            #expect(try await client.get("\(SearchTests.years)&page=9").json.elements == [])
            #expect(server.statistics.faults == ["duplicate-rows": 1])
            #expect(server.faults.map(\.served) == [1])
        }
    }

    @Test(
        "a server that loops answers with an earlier page",
        arguments: [(SandboxFault.repeatPage, [0, 0, 1, 2]), (.ignorePage, [0, 0, 0, 0])])
    func loops(fault: SandboxFault, served: [Int]) async throws {
        try await withSandbox { server, client in
            func pages() async throws -> [Data] {
                var pages: [Data] = []
                for page in 0..<4 {
                    pages.append(try await client.get("\(SearchTests.years)&pageSize=10&page=\(page)").body)
                }
                return pages
            }
            let real = try await pages()
            server.setFaults([SandboxFaultRule(fault)])
            #expect(try await pages() == served.map { real[$0] })
            #expect(server.statistics.count(of: fault) == 3)
        }
    }

    @Test("the same can be had over HTTP, and mistakes are told")
    func overHTTP() async throws {
        try await withSandbox { server, client in
            let order = #"{"faults": ["50001@accounts=max:1", "503200@accounts=at:2"]}"#
            #expect(try await client.post("/_sandbox/faults", order).status == 200)
            #expect(try await codes(3, client) == [50001, 503200, 200])
            let listed = try await client.get("/_sandbox/faults").json["faults"]
            #expect(
                listed
                    == .array([
                        .object(["rule": .text("50001@accounts=max:1"), "served": .integer(1)]),
                        .object(["rule": .text("503200@accounts=at:2"), "served": .integer(1)]),
                    ]))
            let counted = try await client.get("/_sandbox/stats").json["faults"]
            #expect(counted == .object(["50001": .integer(1), "503200": .integer(1)]))
            for wrong in [#"{"faults": ["boom=1"]}"#, #"{"faults": "reset=1"}"#, "{}", "["] {
                #expect(try await client.post("/_sandbox/faults", wrong).status == 400)
            }
            #expect(server.faults.count == 2)
            _ = try await client.post("/_sandbox/clear-faults", "")
            #expect(server.faults.isEmpty)
        }
    }
}
