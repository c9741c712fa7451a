import Foundation
import NIOCore
import Sandbox
import Testing

@Suite("Changes and control")
struct ControlTests {
    static let kinds: [SandboxChangeKind] = [
        .reference, .type, .status, .addOnAdded, .addOnRemoved, .newSim, .termination, .user, .reusedNumber,
        .backdatedTermination,
    ]

    @Test("a change of each kind shows in the detail, in the search and in the truth", arguments: kinds)
    func shows(kind: SandboxChangeKind) async throws {
        let clock = ManualTime()
        try await withSandbox(.with { _ in }, time: clock.time) { server, client in
            let number = try #require(
                server.truth().records(of: .subscription).first { $0["status"] == .text("ACTIVE") }?["msisdn"]
            )
            guard case .text(let msisdn) = number else { return }
            let before = try await client.detail(msisdn).body
            clock.advance(by: 5)
            let change = try server.change(kind, msisdn: msisdn)
            #expect(change.kind == kind && change.msisdn == msisdn)
            #expect(try await client.detail(msisdn).body != before)
            let found = try await client.numbers("\(SandboxClient.subscriptions)?since=1", pageSize: 10)
            #expect(found == [msisdn])
            #expect(server.truth().msisdns.count == 60)
        }
    }

    @Test("a terminated subscription stays, with an end date")
    func termination() async throws {
        let clock = ManualTime()
        try await withSandbox(.with { _ in }, time: clock.time) { server, client in
            let msisdn = try server.change(.termination).msisdn
            let detail = try await client.detail(msisdn).json
            #expect(detail["status"] == .text("TERMINATED"))
            #expect(detail["validToDate"] == .text("2026-12-18"))
            #expect(throws: SandboxChangeRefusal.notApplicable(.termination)) {
                try server.change(.termination, msisdn: msisdn)
            }
        }
    }

    @Test("a removed number is gone everywhere, and can come back")
    func removal() async throws {
        try await withSandbox(.with { _ in }) { server, client in
            let msisdn = try server.change(.removedSubscription).msisdn
            let years = "\(SandboxClient.subscriptions)?since=157680000"
            #expect(try await client.detail(msisdn).errorCode == 404001)
            #expect(try await !client.numbers(years, pageSize: 1000).contains(msisdn))
            #expect(!server.truth().msisdns.contains(msisdn))
            #expect(throws: SandboxChangeRefusal.unknownMsisdn(msisdn)) {
                try server.change(.status, msisdn: msisdn)
            }
            try server.change(.newSubscription, msisdn: msisdn)
            #expect(try await client.detail(msisdn).status == 200)
            #expect(
                try await client.numbers("\(SandboxClient.subscriptions)?since=60", pageSize: 9) == [msisdn])
            #expect(throws: SandboxChangeRefusal.msisdnTaken(msisdn)) {
                try server.change(.newSubscription, msisdn: msisdn)
            }
            #expect(throws: SandboxChangeRefusal.unknownMsisdn("4612345678")) {
                try server.change(.newSubscription, msisdn: "4612345678")
            }
        }
    }

    @Test("a mix of changes touches each subscription at most once")
    func mix() async throws {
        try await withSandbox(.with { $0.subscriptions = 120 }) { server, _ in
            let changes = server.change(count: 60)
            #expect(changes.count == 60)
            #expect(Set(changes.map(\.msisdn)).count == 60)
            #expect(Set(changes.map(\.kind)).count >= 6)
        }
    }

    @Test("changes over HTTP say what they did, and mistakes are told")
    func changesOverHTTP() async throws {
        try await withSandbox(.with { _ in }) { server, client in
            let msisdn = try #require(server.truth().msisdns.first)
            let answer = try await client.post(
                "/_sandbox/change", #"{"kind": "new_sim", "msisdn": "\#(msisdn)"}"#)
            let change = try #require(try answer.json["changes"]?.elements.first)
            #expect(change["kind"] == .text("new_sim"))
            #expect(change["msisdn"] == .text(msisdn))
            let mix = try await client.post("/_sandbox/change", #"{"count": 25}"#).json
            #expect(mix["changes"]?.elements.count == 25)
            #expect(try await client.post("/_sandbox/change", #"{"kind": "magic"}"#).status == 400)
            #expect(
                try await client.post("/_sandbox/change", #"{"kind": "status", "msisdn": "4711111111"}"#)
                    .status
                    == 409)
            #expect(try await client.get("/_sandbox/nothing").status == 404)
        }
    }

    @Test("requests are counted by endpoint and code, control requests are not")
    func statistics() async throws {
        try await withSandbox(.with { _ in }) { server, client in
            _ = try await client.detail("4799999998")
            _ = try await client.get(SandboxClient.accounts)
            _ = try await client.get("/elsewhere")
            let stats = try await client.get("/_sandbox/stats").json
            #expect(stats["total"] == .integer(4))
            #expect(
                stats["requests"]
                    == .object([
                        "token": .object(["200": .integer(1)]), "detail": .object(["404001": .integer(1)]),
                        "accounts": .object(["200": .integer(1)]), "unknown": .object(["40401": .integer(1)]),
                    ]))
            _ = try await client.post("/_sandbox/reset-stats", "")
            #expect(server.statistics.total == 0)
        }
    }

    @Test("equal seeds give equal documents, changes and tokens; other seeds others")
    func determinism() async throws {
        func documents(seed: UInt64) async throws -> [String] {
            let clock = ManualTime()
            let options = SandboxOptions.with {
                $0.seed = seed
                $0.sloppiness = 0.2
                $0.subscriptions = 20
            }
            var collected: [String] = []
            try await withSandbox(options, time: clock.time) { server, client in
                collected.append(client.token)
                clock.advance(by: 1)
                collected += server.change(count: 5).map { "\($0)" }
                for msisdn in server.truth().msisdns {
                    collected.append(String(decoding: try await client.detail(msisdn).body, as: UTF8.self))
                }
            }
            return collected
        }
        let first = try await documents(seed: 7)
        #expect(try await documents(seed: 7) == first)
        #expect(try await documents(seed: 8) != first)
    }

    @Test("churn changes things by itself, and latency holds replies back")
    func churnAndLatency() async throws {
        let options = SandboxOptions.with {
            $0.churn = 1000
            $0.latency = .milliseconds(5)
        }
        try await withSandbox(options) { _, client in
            let start = ContinuousClock.now
            var changed: [String] = []
            // Each request takes at least the latency, so this loop ends.
            for _ in 0..<2000 where changed.isEmpty {
                changed = try await client.numbers("\(SandboxClient.subscriptions)?since=60", pageSize: 10)
            }
            #expect(!changed.isEmpty)
            #expect(ContinuousClock.now - start >= .milliseconds(5))
        }
    }

    @Test("a server that runs in a task stops when the task is cancelled")
    func cancelled() async throws {
        let server = SandboxServer(options: .with { $0.subscriptions = 1 })
        let running = Task { try await server.run() }
        while server.port == nil { await Task.yield() }
        #expect(try await SandboxClient(server).token.count == 40)
        running.cancel()
        try await running.value
        #expect(server.port == nil)
    }

    @Test("a server that is stopped answers no more, and its port can be had again")
    func stops() async throws {
        let server = SandboxServer(options: .with { $0.subscriptions = 1 })
        try await server.start()
        let port = try #require(server.port)
        let client = try await SandboxClient(server)
        await server.stop()
        #expect(server.port == nil)
        // The HTTP client retries connecting for as long as its limit allows.
        await #expect(throws: (any Error).self) {
            try await client.get(SandboxClient.accounts, timeout: .milliseconds(200))
        }
        let next = SandboxServer(options: .with { $0.port = port })
        try await next.start()
        #expect(next.port == port)
        let second = SandboxServer(options: .with { $0.port = port })
        await #expect(throws: (any Error).self) { try await second.start() }
        await next.stop()
    }

    @Test("a server that is stopped while connections come in closes them", arguments: 0..<5)
    func stopsInTheRush(round: Int) async throws {
        let server = SandboxServer(options: .with { $0.subscriptions = 1 })
        try await server.start()
        let client = try await SandboxClient(server)
        let connections = try RawExchange.silentConnections(64, to: client)
        await server.stop()
        for connection in connections { #expect(RawExchange.isClosed(connection)) }
    }
}
