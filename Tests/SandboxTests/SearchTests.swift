import Foundation
import NIOHTTP1
import Sandbox
import Testing

@Suite("The search")
struct SearchTests {
    static let years = "\(SandboxClient.subscriptions)?since=157680000"

    @Test(
        "refuses wrong parameters with the documented code",
        arguments: [
            ("", 400005), ("?page=0", 400005), ("?since=5&productId=76055", 400017), ("?since=x", 400000),
            ("?since=-1", 400000), ("?since=1.5", 400000), ("?productId=abc", 400000),
            ("?since=5&pageSize=0", 400000), ("?since=5&pageSize=1001", 400000), ("?since=5&page=-1", 400000),
            ("?since=5&ascending=yes", 400000),
        ])
    func refuses(query: String, code: Int) async throws {
        try await withSandbox { _, client in
            let answer = try await client.get(SandboxClient.subscriptions + query)
            #expect([answer.status, answer.errorCode] == [400, code])
        }
    }

    @Test(
        "finds every living subscription within five years, once, whatever the page size",
        arguments: [1, 7, 120, 1000])
    func findsAll(pageSize: Int) async throws {
        try await withSandbox(.with { $0.subscriptions = 120 }) { server, client in
            let numbers = try await client.numbers(Self.years, pageSize: pageSize)
            #expect(numbers.sorted() == server.truth().msisdns.sorted())
        }
    }

    @Test("orders by change time, newest first unless asked otherwise")
    func order() async throws {
        let clock = ManualTime()
        try await withSandbox(.with { _ in }, time: clock.time) { server, client in
            var changed: [String] = []
            for msisdn in server.truth().msisdns.prefix(5) {
                clock.advance(by: 10)
                changed.append(try server.change(.reference, msisdn: msisdn).msisdn)
            }
            let newestFirst = Array(changed.reversed())
            let path = "\(SandboxClient.subscriptions)?since=60"
            #expect(try await client.numbers(path, pageSize: 2) == newestFirst)
            #expect(try await client.numbers(path + "&ascending=false", pageSize: 2) == newestFirst)
            #expect(try await client.numbers(path + "&ascending=true", pageSize: 2) == changed)
            let all = try await client.numbers(Self.years, pageSize: 1000)
            #expect(Array(all.prefix(5)) == newestFirst)
        }
    }

    @Test("breaks ties of one instant by number")
    func ties() async throws {
        let clock = ManualTime()
        try await withSandbox(.with { _ in }, time: clock.time) { (server, client) async throws in
            let changed = server.change(count: 12).filter { $0.kind != .removedSubscription }
                .compactMap { UInt64($0.msisdn) }.sorted().map(String.init)
            let path = "\(SandboxClient.subscriptions)?since=0&ascending=true"
            #expect(try await client.numbers(path, pageSize: 5) == changed)
        }
    }

    @Test("counts `since` from the server's own, skewed clock")
    func skew() async throws {
        let clock = ManualTime(Date(timeIntervalSince1970: 1_795_000_000))
        let options = SandboxOptions.with { $0.skew = .seconds(90) }
        try await withSandbox(options, time: clock.time) { server, client in
            let changed = try server.change(.status).msisdn
            clock.advance(by: 30)
            #expect(
                try await client.numbers("\(SandboxClient.subscriptions)?since=30", pageSize: 9) == [changed])
            #expect(try await client.numbers("\(SandboxClient.subscriptions)?since=29", pageSize: 9) == [])
            let date = try await client.get("\(SandboxClient.subscriptions)?since=1").headers.first(
                name: "Date")
            #expect(date == "Wed, 18 Nov 2026 11:08:40 GMT")
        }
    }

    @Test("finds by product: the holders of a type and of an add-on")
    func byProduct() async throws {
        try await withSandbox(.with { _ in }) { server, client in
            let truth = server.truth()
            let typeHolders = truth.records(of: .subscription)
                .filter { $0["subscription_type_id"] == .integer(76055) }.map { $0["msisdn"] }
            let addOnHolders = truth.records(of: .addOn).filter { $0["product_id"] == .integer(698) }
                .map { $0["msisdn"] }
            for (product, holders) in [(76055, typeHolders), (698, addOnHolders)] {
                let found = try await client.numbers(
                    "\(SandboxClient.subscriptions)?productId=\(product)", pageSize: 10)
                #expect(!found.isEmpty)
                #expect(Set(found.map { TruthValue.text($0) }) == Set(holders.compactMap { $0 }))
            }
        }
    }

    @Test("says less about a subscription than its detail does")
    func poorer() async throws {
        try await withSandbox(.with { _ in }) { _, client in
            let page = try await client.get(Self.years + "&pageSize=1").json
            let entry = try #require(page.elements.first)
            let number = try #require(entry["msisdn"]?.text)
            let detail = try await client.detail(number).json
            guard case .object(let few) = entry, case .object(let many) = detail else {
                Issue.record("not objects")
                return
            }
            #expect(Set(few.keys).isSubset(of: many.keys))
            #expect(few["settings"] == nil && many["settings"] != nil)
        }
    }

    @Test("refuses to look further back than it is told to")
    func longest() async throws {
        try await withSandbox(.with { $0.longestSince = .seconds(86_400) }) { (_, client) async throws in
            #expect(try await client.get("\(SandboxClient.subscriptions)?since=86400").status == 200)
            #expect(try await client.get("\(SandboxClient.subscriptions)?since=86401").errorCode == 400000)
        }
    }
}
