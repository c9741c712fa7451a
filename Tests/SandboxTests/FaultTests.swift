import Foundation
import NIOHTTP1
import Sandbox
import Testing

@Suite("Faults by rule")
struct FaultTests {
    /// Passes `body` a fault for every detail, one number, and its detail without the fault.
    private func withFault(
        _ fault: SandboxFault, options: SandboxOptions = .with { _ in },
        _ body: (SandboxServer, SandboxClient, _ path: String, _ good: [UInt8]) async throws -> Void
    ) async throws {
        try await withSandbox(options) { server, client in
            let number = try #require(server.truth().msisdns.first)
            let good = try await client.detail(number).body
            server.setFaults([SandboxFaultRule(fault, endpoint: .detail)])
            try await body(server, client, "\(SandboxClient.subscriptions)/\(number)", Array(good))
            #expect(server.statistics.faults == [fault.name: server.statistics.count(of: fault)])
            #expect(server.statistics.count(of: fault) > 0)
            server.clearFaults()
            let healed = try await client.detail(number).body
            #expect(healed == good)
        }
    }

    @Test("a reset before the reply sends no byte, counts as code 0, and costs one connection only")
    func reset() async throws {
        try await withFault(.reset) { server, client, path, _ in
            let seen = try await RawExchange.get(path, of: client)
            #expect(seen.bytes == [])
            #expect(seen.end == .reset)
            #expect(server.statistics.count(of: .detail, code: 0) == 1)
        }
    }

    @Test("a reset in the body sends the head and half of the body")
    func resetBody() async throws {
        try await withFault(.resetBody) { _, client, path, good in
            let seen = try await RawExchange.get(path, of: client)
            #expect(seen.head.hasPrefix("http/1.1 200 "))
            #expect(seen.header("content-length") == "\(good.count)")
            #expect(seen.body == Array(good.prefix(good.count / 2)))
            #expect(seen.end == .reset)
        }
    }

    @Test("a truncated body is closed in good order before all of it came")
    func truncate() async throws {
        try await withFault(.truncate) { _, client, path, good in
            let seen = try await RawExchange.get(path, of: client)
            #expect(seen.header("content-length") == "\(good.count)")
            #expect(seen.body == Array(good.prefix(good.count / 2)))
            #expect(seen.end == .closed)
        }
    }

    @Test(
        "half a body can come chunked and well ended, and as half of a gzip stream", arguments: [false, true])
    func truncateChunked(gzip: Bool) async throws {
        try await withFault(.truncateChunked) { _, client, path, good in
            let seen = try await RawExchange.get(path, of: client, gzip: gzip)
            #expect(seen.header("content-length") == nil)
            #expect(seen.header("transfer-encoding") == "chunked")
            #expect(seen.header("content-encoding") == (gzip ? "gzip" : nil))
            let ending = Array("\r\n0\r\n\r\n".utf8)
            #expect(seen.body.suffix(ending.count) == ending[...])
            let size = try #require(seen.body.split(separator: UInt8(ascii: "\r")).first)
            let count = try #require(Int(String(decoding: size, as: UTF8.self), radix: 16))
            if gzip {
                #expect(count < good.count / 2)
            } else {
                let start = size.count + 2
                #expect(seen.body[start..<(start + count)] == good.prefix(good.count / 2))
            }
        }
    }

    @Test("a dripping body comes in many pieces, is complete, and stays within its time")
    func drip() async throws {
        let options = SandboxOptions.with { $0.dripLimit = .milliseconds(50) }
        try await withFault(.drip, options: options) { _, client, path, good in
            let seen = try await RawExchange.get(path, of: client)
            #expect(seen.body == good && seen.end == .closed)
            #expect(seen.arrivals > 3)
            #expect(seen.arrivals <= 52)
        }
    }

    @Test("a hanging request gets nothing, and its connection is closed at the limit")
    func hang() async throws {
        let options = SandboxOptions.with { $0.hangLimit = .milliseconds(300) }
        try await withFault(.hang, options: options) { server, client, path, _ in
            let impatient = try await RawExchange.get(path, of: client, patience: .milliseconds(50))
            #expect(impatient.bytes == [] && impatient.end == .silent)
            let patient = try await RawExchange.get(path, of: client)
            #expect(patient.bytes == [] && patient.end == .closed)
            #expect(server.statistics.count(of: .detail, code: 0) == 2)
        }
    }

    @Test("a server with hanging requests stops without waiting for their limit", .timeLimit(.minutes(10)))
    func stopsWhileHanging() async throws {
        let options = SandboxOptions.with { $0.hangLimit = .seconds(86_400) }
        try await withSandbox(options) { server, client in
            let number = try #require(server.truth().msisdns.first)
            server.setFaults([SandboxFaultRule(.hang)])
            let seen = try await RawExchange.get(
                "\(SandboxClient.subscriptions)/\(number)", of: client, patience: .milliseconds(20))
            #expect(seen.end == .silent)
        }
    }

    @Test("a slow answer is the real one")
    func slow() async throws {
        let options = SandboxOptions.with { $0.slowDelay = .milliseconds(30) }
        try await withFault(.slow, options: options) { _, client, path, good in
            let start = ContinuousClock.now
            let seen = try await RawExchange.get(path, of: client)
            #expect(seen.body == good)
            #expect(ContinuousClock.now - start >= .milliseconds(30))
        }
    }

    @Test(
        "strange replies are what they are called",
        arguments: [
            (.html, "http/1.1 200 ", "text/html; charset=utf-8"),
            (.html502, "http/1.1 502 ", "text/html; charset=utf-8"),
            (.contentType, "http/1.1 200 ", "text/plain"), (.empty, "http/1.1 200 ", "application/json"),
        ] as [(SandboxFault, String, String)])
    func strange(fault: SandboxFault, start: String, type: String) async throws {
        try await withFault(fault) { _, client, path, good in
            let seen = try await RawExchange.get(path, of: client)
            #expect(seen.head.hasPrefix(start))
            #expect(seen.header("content-type") == type)
            switch fault {
            case .contentType: #expect(seen.body == good)
            case .empty: #expect(seen.body == [])
            default: #expect(seen.body.starts(with: Array("<html>".utf8)))
            }
        }
    }

    @Test("a malformed body is never JSON, however it came to be so")
    func malformed() async throws {
        try await withFault(.malformed) { _, client, path, good in
            var bodies: Set<[UInt8]> = []
            for _ in 0..<16 {
                let answer = try await client.get(path)
                #expect(answer.status == 200)
                #expect(throws: (any Error).self) { try answer.json }
                bodies.insert(Array(answer.body))
            }
            #expect(bodies.count == 4)
            #expect(!bodies.contains(good))
        }
    }

    @Test("server errors come with the documented codes, in every shape")
    func serverErrors() async throws {
        try await withFault(.serverError) { server, client, path, _ in
            var statuses: Set<Int> = []
            var types: Set<String> = []
            for _ in 0..<60 {
                let seen = try await client.get(path)
                statuses.insert(seen.status)
                types.formUnion(seen.headers["Content-Type"])
            }
            #expect(statuses == [500, 503])
            #expect(types == ["application/json", "text/plain"])
            let codes = server.statistics.requests[.detail, default: [:]].keys
            #expect(Set(codes) == [200, 50001, 50002, 50003, 500100, 503200, 503300])
        }
    }

    @Test(
        "a token dies early: unknown or expired, for this request and those after it",
        arguments: [false, true])
    func token(expires: Bool) async throws {
        try await withSandbox { server, client in
            let fault: SandboxFault = expires ? .expireToken : .revokeToken
            var rule = SandboxFaultRule(fault)
            rule.at = [2]
            server.setFaults([rule])
            var codes: [Int] = []
            for _ in 0..<4 {
                let answer = try await client.get(SandboxClient.accounts)
                codes.append(answer.errorCode ?? answer.status)
            }
            #expect(codes == [200] + Array(repeating: expires ? 40106 : 40105, count: 3))
            var next = client
            next.token = try await client.fetchToken()
            #expect(try await next.get(SandboxClient.accounts).status == 200)
            #expect(server.statistics.faults == [fault.name: 1])
        }
    }

    @Test(
        "the token endpoint fails only when it is named",
        arguments: ["50001", "html", "empty", "40108", "malformed"])
    func tokenEndpoint(fault: String) async throws {
        try await withSandbox { server, client in
            server.setFaults([try SandboxFaultRule("\(fault)=always")])
            #expect(try await client.fetchToken().count == 40)
            server.setFaults([try SandboxFaultRule("\(fault)@token=max:1")])
            let failed = (try? await client.fetchToken()) ?? ""
            #expect(failed == "")
            #expect(try await client.fetchToken().count == 40)
        }
    }

    @Test("everything can be forbidden", arguments: [40301, 40103, 40401])
    func forbidden(code: Int) async throws {
        try await withSandbox { server, client in
            server.setFaults([SandboxFaultRule(.code(code))])
            let number = try #require(server.truth().msisdns.first)
            let paths = [
                "\(SandboxClient.subscriptions)?since=1", "\(SandboxClient.subscriptions)/\(number)",
                "\(SandboxClient.types)?accessType=MOBILE", SandboxClient.accounts,
            ]
            for path in paths { #expect(try await client.get(path).errorCode == code) }
            #expect(server.statistics.faults == [String(code): 4])
        }
    }

    @Test("a storm of everything is counted, and leaves the server whole")
    func storm() async throws {
        let options = SandboxOptions.with {
            $0.seed = 9
            $0.faults = SandboxFault.withoutCode.map { fault in
                var rule = SandboxFaultRule(fault)
                rule.probability = 0.05
                return rule
            }
            $0.hangLimit = .milliseconds(10)
            $0.dripLimit = .milliseconds(10)
            $0.slowDelay = .milliseconds(1)
        }
        try await withSandbox(options) { server, client in
            var client = client
            let numbers = server.truth().msisdns
            for round in 0..<400 {
                let list = "\(SearchTests.years)&pageSize=9&page=\(round % 5)"
                let number = numbers[round % numbers.count]
                let path = round.isMultiple(of: 2) ? list : "\(SandboxClient.subscriptions)/\(number)"
                let answer = try? await client.get(path)
                if answer?.status == 401 { client.token = try await client.fetchToken() }
            }
            let counted = server.statistics.faults
            #expect(Set(counted.keys) == Set(SandboxFault.withoutCode.map(\.name)))
            for (rule, served) in server.faults { #expect(counted[rule.fault.name] == served) }
            server.clearFaults()
            client.token = try await client.fetchToken()
            #expect(try await client.numbers(SearchTests.years, pageSize: 9).sorted() == numbers.sorted())
        }
    }
}
