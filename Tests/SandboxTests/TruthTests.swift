import Foundation
import Sandbox
import Testing

@Suite("The truth")
struct TruthTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let seed: UInt64
        let sloppiness: Double
        var language = "no"
        var testDescription: String { "seed \(seed), sloppiness \(sloppiness), \(language)" }
    }

    @Test(
        "is what a careful reader of every detail finds, at the start and after changes",
        arguments: [
            Case(seed: 1, sloppiness: 0), Case(seed: 2, sloppiness: 0.05), Case(seed: 3, sloppiness: 0.2),
            Case(seed: 4, sloppiness: 0.2, language: "en"), Case(seed: 5, sloppiness: 1),
        ])
    func equalsServed(case example: Case) async throws {
        let options = SandboxOptions.with {
            $0.seed = example.seed
            $0.sloppiness = example.sloppiness
            $0.subscriptions = 80
        }
        try await withSandbox(options) { server, client in
            for round in 0..<3 {
                if round > 0 { server.change(count: 30) }
                let served = try await Self.served(server, client, language: example.language)
                let truth = server.truth(language: example.language)
                for relation in TruthRelation.allCases
                where relation != .account && relation != .orderableAddOn {
                    let expected = truth.rows(of: relation)
                    #expect(Set(expected).count == expected.count, "\(relation) has equal rows")
                    #expect(
                        served.rows[relation, default: []] == Set(expected), "\(relation), round \(round)")
                }
            }
        }
    }

    private static func served(
        _ server: SandboxServer, _ client: SandboxClient, language: String
    ) async throws -> ServedRows {
        var served = ServedRows(language: language)
        var accountOf: [String: String] = [:]
        for account in try await client.get("\(SandboxClient.accounts)?pageSize=1000").json.elements {
            let id = try #require(account["id"]?.text)
            if let owner = account["owner"] { served.read(organization: owner) }
            let path = "\(SandboxClient.accounts)/\(id)/mobile-subscriptions"
            for number in try await client.numbers(path, pageSize: 1000) { accountOf[number] = id }
        }
        for number in server.truth().msisdns {
            let detail = try await client.detail(number, language: language).json
            let account = accountOf[number].map { TruthValue.text($0) } ?? .null
            served.read(detail, account: account)
        }
        for accessType in ["MOBILE", "MBB", "M2M"] {
            let types = try await client.get(
                "\(SandboxClient.types)?accessType=\(accessType)&language=\(language)")
            for type in try types.json.elements { served.read(type: type, msisdn: nil) }
        }
        return served
    }

    @Test("accounts and orderable add-ons are what their lists say", arguments: [0, 0.2])
    func lists(sloppiness: Double) async throws {
        try await withSandbox(.with { $0.sloppiness = sloppiness }) { server, client in
            typealias Rules = ReadingRules
            let accounts = try await client.get("\(SandboxClient.accounts)?pageSize=1000").json.elements.map {
                [
                    Rules.text($0["id"]), Rules.text($0["accountReference1"]),
                    Rules.text($0["accountReference2"]),
                    Rules.text($0["accountReference3"]), Rules.text($0["status"]), Rules.text($0["type"]),
                    Rules.text($0["owner"]?["orgNumber"]), Rules.text($0["owner"]?["name"]),
                ]
            }
            #expect(Set(accounts) == Set(server.truth().rows(of: .account)))
            var orderable: Set<[TruthValue]> = []
            for number in server.truth().msisdns {
                let list = try await client.get("\(SandboxClient.subscriptions)/\(number)/add-on-products")
                    .json
                for entry in list.elements {
                    orderable.insert([
                        .text(number), Rules.integer(entry["id"]), Rules.text(entry["name"]),
                        Rules.flag(entry["cancellable"]), Rules.date(entry["validTo"]),
                    ])
                }
            }
            #expect(orderable == Set(server.truth().rows(of: .orderableAddOn)))
        }
    }

    @Test("over HTTP it holds the same rows as in the process")
    func overHTTP() async throws {
        try await withSandbox(.with { $0.sloppiness = 0.2 }) { server, client in
            let document = try await client.get("/_sandbox/truth").json
            for relation in TruthRelation.allCases {
                let served = try #require(document["relations"]?[relation.rawValue]).elements
                let truth = server.truth().rows(of: relation)
                #expect(served.count == truth.count)
                for (row, expected) in zip(served, truth) {
                    #expect(relation.columns.map { Self.cell(row[$0]) } == expected)
                }
            }
            let one = try await client.get("/_sandbox/truth?relations=party&language=en").json["relations"]
            guard case .object(let members) = one else {
                Issue.record("no object")
                return
            }
            #expect(Array(members.keys) == ["party"])
            #expect(try await client.get("/_sandbox/truth?relations=moon").status == 400)
        }
    }

    private static func cell(_ value: JSONValue?) -> TruthValue? {
        switch value {
        case .null: .null
        case .integer(let number): .integer(number)
        case .real(let number): .real(number)
        case .text(let text): .text(text)
        default: nil
        }
    }

    @Test("sloppiness spells values in every way that is named, and keeps what it must")
    func variety() async throws {
        let options = SandboxOptions.with {
            $0.sloppiness = 0.3
            $0.subscriptions = 300
        }
        try await withSandbox(options) { server, client in
            var all = ""
            for number in server.truth().msisdns {
                all += String(decoding: try await client.detail(number).body, as: UTF8.self)
            }
            let expected = [
                #""active":"true""#, #""active":"boolean""#, #""active":null"#, #""cancellable":"N/A""#,
                #""msisdn":47"#, #""validToDate":null"#, #""usageQuotas":"N/A""#, #""bindings":"array""#,
                #""orderTypes":"N/A""#, "31.02.2020", "00.00.0000", #""Status":"#, #""changedBy":"#,
            ]
            for piece in expected { #expect(all.contains(piece), "\(piece) is nowhere") }
            for main in ["simCards", "settings", "addOnProducts"] {
                #expect(all.ranges(of: #""\#(main)":["#).count == 300)
            }
        }
    }

    @Test("the data looks like a company: numbers, twins, doubles, æøå")
    func looks() {
        var options = SandboxOptions()
        options.subscriptions = 1000
        let truth = SandboxServer(options: options).truth()
        let numbers = truth.msisdns
        #expect(numbers.contains { $0.count == 12 && $0.hasPrefix("4759") })
        #expect(numbers.allSatisfy { $0.hasPrefix("47") && ($0.count == 10 || $0.count == 12) })
        let statuses = truth.records(of: .subscription).compactMap { $0["status"] }
        #expect(Set(statuses) == [.text("ACTIVE"), .text("BARRED"), .text("TERMINATED")])
        #expect(truth.records(of: .simCard).contains { $0["type"] == .text("TWIN") })
        #expect(truth.records(of: .addOn).contains { $0["occurrence"] == .integer(2) })
        #expect(truth.records(of: .addOn).allSatisfy { $0["occurrence"] != .integer(3) })
        let organizations = truth.records(of: .organization)
        #expect(organizations.count >= 3)
        #expect(organizations.allSatisfy { Self.isOrganizationNumber($0["org_number"]) })
        let names = truth.records(of: .party).compactMap { $0["last_name"] }
        #expect(names.contains(.text("Løkkebakken")))
        let references = truth.records(of: .subscription).compactMap { $0["user_reference1"] }
        #expect(Set([.text(""), .text("N/A"), .null]).isSubset(of: references))
    }

    /// Whether it has nine digits, the last of which is the modulo 11 check digit.
    private static func isOrganizationNumber(_ value: TruthValue?) -> Bool {
        guard case .text(let text) = value, text.count == 9 else { return false }
        let digits = text.compactMap(\.wholeNumberValue)
        let sum = zip(digits, [3, 2, 7, 6, 5, 4, 3, 2, 1]).reduce(0) { $0 + $1.0 * $1.1 }
        return digits.count == 9 && sum % 11 == 0
    }
}
