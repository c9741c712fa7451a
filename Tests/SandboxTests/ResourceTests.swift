import AsyncHTTPClient
import Foundation
import NIOHTTP1
import Sandbox
import Testing

@Suite("Details, catalogue and accounts")
struct ResourceTests {
    @Test(
        "a number that is none of ours gets its documented code",
        arguments: [
            ("4799999998", 404, 404001), ("99999998", 400, 400016), ("4612345678", 400, 400016),
            ("abc", 400, 400018), ("47", 400, 400018), ("47999", 400, 400018), ("%2B4799999998", 400, 400018),
            ("4799999998765432", 400, 400018),
        ])
    func wrongNumbers(number: String, status: Int, code: Int) async throws {
        try await withSandbox(.with { $0.subscriptions = 10 }) { _, client in
            let answer = try await client.detail(number)
            #expect([answer.status, answer.errorCode] == [status, code])
            let orderable = try await client.get("\(SandboxClient.subscriptions)/\(number)/add-on-products")
            #expect(orderable.errorCode == (code == 400016 ? 400018 : code))
        }
    }

    @Test(
        "an unknown path or method is 40401",
        arguments: [
            "/", "/nothing", "/oauth/v2/token", "\(SandboxClient.subscriptions)/4790000000/orders",
            "\(SandboxClient.subscriptions)/", "\(SandboxClient.subscriptions)x",
            "\(SandboxClient.accounts)/12345678", "/corporate-mobile-subscriptions/v1/mobile-subscriptions",
        ])
    func unknownPath(path: String) async throws {
        try await withSandbox(.with { $0.subscriptions = 1 }) { _, client in
            let answer = try await client.get(path)
            #expect([answer.status, answer.errorCode] == [404, 40401])
        }
    }

    @Test("a company has the numbers that it is given")
    func givenNumbers() async throws {
        let numbers: [UInt64] = [4_790_000_017, 475_900_000_001]
        try await withSandbox(.with { $0.numbers = numbers }) { server, client async throws in
            #expect(server.truth().msisdns == numbers.map(String.init))
            for number in numbers { #expect(try await client.detail("\(number)").status == 200) }
        }
    }

    @Test("a detail's texts are Norwegian unless English is asked for")
    func languages() async throws {
        try await withSandbox(.with { _ in }) { server, client in
            let number = try #require(server.truth().msisdns.first)
            func text(_ language: String?) async throws -> String? {
                let json = try await client.detail(number, language: language).json
                return json["settings"]?.elements.first?["texts"]?.elements.first?["value"]?.text
            }
            let norwegian = try await text(nil)
            let english = try await text("en")
            #expect(try await text("no") == norwegian)
            #expect(norwegian != english)
        }
    }

    @Test("a body asked for in gzip is the same body, smaller, and each reply has type and date")
    func gzip() async throws {
        try await withSandbox(.with { _ in }) { server, client in
            let number = try #require(server.truth().msisdns.first)
            for path in ["/\(number)", "?since=157680000&pageSize=100"] {
                let plain = try await client.get(
                    SandboxClient.subscriptions + path,
                    headers: ["Authorization": "Bearer \(client.token)", "Accept-Encoding": "identity"])
                let packed = try await client.get(
                    SandboxClient.subscriptions + path,
                    headers: ["Authorization": "Bearer \(client.token)", "Accept-Encoding": "gzip"])
                #expect(plain.headers["Content-Encoding"] == [])
                #expect(packed.headers["Content-Encoding"] == ["gzip"])
                #expect(packed.body == plain.body)
                let length = packed.headers.first(name: "Content-Length").flatMap { Int($0) } ?? .max
                #expect(length * 2 < plain.body.count)
                #expect(plain.headers["Content-Type"] == ["application/json"])
                #expect(plain.headers["Date"].count == 1)
            }
        }
    }

    @Test("the catalogue lists the types on offer for one access type, legacy ones not")
    func subscriptionTypes() async throws {
        try await withSandbox(.with { $0.subscriptions = 1000 }) { server, client in
            let missing = try await client.get(SandboxClient.types)
            #expect([missing.status, missing.errorCode] == [400, 400000])
            var offered: Set<String> = []
            for accessType in ["MOBILE", "MBB", "M2M"] {
                let types = try await client.get("\(SandboxClient.types)?accessType=\(accessType)").json
                #expect(types.elements.allSatisfy { $0["accessType"]?.text == accessType })
                offered.formUnion(types.elements.compactMap { $0["id"]?.text })
            }
            let known = server.truth().records(of: .subscriptionType).compactMap { $0["id"] }
            #expect(offered.count == 11)
            #expect(known.count == 15)
            #expect(try await client.get("\(SandboxClient.types)?accessType=SMOKE").json == .array([]))
        }
    }

    @Test("orderable add-ons fit the access type, and are what the truth says")
    func orderable() async throws {
        try await withSandbox(.with { $0.subscriptions = 30 }) { server, client in
            let truth = server.truth().records(of: .orderableAddOn)
            for number in server.truth().msisdns {
                let path = "\(SandboxClient.subscriptions)/\(number)/add-on-products"
                let served = try await client.get(path).json.elements
                let expected = truth.filter { $0["msisdn"] == .text(number) }.compactMap { $0["product_id"] }
                #expect(
                    Set(served.compactMap { $0["id"]?.number }.map { TruthValue.integer($0) })
                        == Set(expected))
            }
        }
    }

    @Test("every living subscription is in exactly one account", arguments: [1, 4, 30])
    func accounts(count: Int) async throws {
        try await withSandbox(.with { $0.accounts = count }) { server, client in
            server.change(count: 40)
            let ids = try await Self.accountIDs(client)
            #expect(ids.count == count)
            var numbers: [String] = []
            for id in ids {
                numbers += try await client.numbers(
                    "\(SandboxClient.accounts)/\(id)/mobile-subscriptions", pageSize: 50)
            }
            #expect(numbers.sorted() == server.truth().msisdns.sorted())
            let unknown = try await client.get("\(SandboxClient.accounts)/1/mobile-subscriptions")
            #expect([unknown.status, unknown.errorCode] == [400, 400000])
        }
    }

    private static func accountIDs(_ client: SandboxClient) async throws -> [String] {
        var ids: [String] = []
        for page in 0..<10 {
            let rows = try await client.get("\(SandboxClient.accounts)?page=\(page)&pageSize=7").json.elements
            ids += rows.compactMap { $0["id"]?.text }
            if rows.count < 7 { break }
        }
        return ids
    }

    @Test(
        "accounts that are not granted answer either way",
        arguments: [
            (SandboxOptions.AccountsRefusal.notGranted, 403, 40103), (.unknownPath, 404, 40401),
        ])
    func withoutAccounts(refusal: SandboxOptions.AccountsRefusal, status: Int, code: Int) async throws {
        let options = SandboxOptions.with {
            $0.withoutAccounts = true
            $0.accountsRefusal = refusal
        }
        try await withSandbox(options) { server, client in
            for path in [SandboxClient.accounts, "\(SandboxClient.accounts)/80000001/mobile-subscriptions"] {
                let answer = try await client.get(path)
                #expect([answer.status, answer.errorCode] == [status, code])
            }
            #expect(server.truth().rows(of: .account) == [])
            #expect(server.truth().records(of: .subscription).allSatisfy { $0["account_id"] == .null })
        }
    }
}
