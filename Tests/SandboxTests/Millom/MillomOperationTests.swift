import Foundation
import NIOHTTP1
import Sandbox
import Testing

@Suite("Millom's operations")
struct MillomOperationTests {
    @Test("the two documented subscribers: one has money and offers, the other neither, and owes")
    func documented() async throws {
        try await withMillom { (_, millom) async throws in
            #expect(try await millom.main() == "250.00")
            let wealthy = try await millom.record("upsellOffer").json
            #expect(wealthy["subscriberState"] == .text("GOOD_TO_GO"))
            #expect(wealthy["offers"]?.elements.count == 4)
            let needy = try await millom.record("upsellOffer", of: MillomCalls.needy).json
            #expect(needy["subscriberState"] == .text("NEED_TOPUP"))
            #expect(needy["offers"] == .array([]))
            let balances = try await millom.record("accountInfo", of: MillomCalls.needy).json["balances"]?
                .elements
            #expect(balances?.map { $0["balance"]?.text } == ["0.00", "-10.00"])
        }
    }

    @Test(
        "a number, its CPID and its OPET name the same subscriber",
        arguments: ["accountInfo", "balance", "upsellOffer"])
    func aliases(call: String) async throws {
        let clock = ManualTime()
        try await withMillom(time: clock.time) { (server, millom) async throws in
            let aliases = try #require(server.millomAliases(of: MillomCalls.wealthy))
            #expect(
                aliases.cpid.contains("+") && aliases.cpid.contains("/") && aliases.cpid.hasSuffix("==,47001")
            )
            let byNumber = try await millom.record(call)
            #expect(byNumber.status == 200)
            #expect(try await millom.record(call, of: aliases.cpid, type: "CPID").body == byNumber.body)
            #expect(try await millom.record(call, of: aliases.opet, type: "OPET").body == byNumber.body)
            #expect(try await millom.record(call, of: aliases.cpid).status == 404)
        }
    }

    @Test("the operator may be left out; another one, or another service provider, is not allowed")
    func names() async throws {
        try await withMillom { (_, millom) async throws in
            #expect(try await millom.get("/std/google/924542610003/balance").status == 200)
            for path in ["/std/google/gp/924542610003/balance", "/std/nobody/tp/924542610003/balance"] {
                let answer = try await millom.get(path)
                #expect(try answer.status == 403 && answer.json["cause"] == .text("NOT_ALLOWED"))
            }
            let wrong = try await millom.get("/std/google/tp/924542610003/balance?key_type=EMAIL")
            #expect(try wrong.status == 400 && wrong.json["cause"] == .text("BAD_REQUEST"))
        }
    }

    @Test("subscribers come from the first API, and some are unknown, roaming, opted out or not allowed")
    func population() async throws {
        try await withMillom { options, _ in
            options.subscriptions = 600
        } _: { (server, millom) async throws in
            let subscribers = server.millomTruth()["millom_subscriber"].records
            #expect(subscribers.count == 602)
            let numbers = Set(server.truth().msisdns)
            #expect(subscribers.filter { $0["operator"] == .text("tp") }.count == 602)
            var causes: [String: String] = [:]
            for row in subscribers {
                guard case .text(let number)? = row["msisdn"], case .text(let cause)? = row["error_cause"]
                else {
                    continue
                }
                #expect(numbers.contains(number))
                // A client without the right to ask learns nothing about the subscriber.
                let isKnown: TruthValue =
                    cause == "NOT_ALLOWED" ? .null : .integer(cause == "INVALID_NUMBER" ? 0 : 1)
                #expect(row["is_known"] == isKnown)
                causes[cause] = number
            }
            #expect(
                causes.keys.sorted() == ["INVALID_NUMBER", "NOT_ALLOWED", "USER_OPT_OUT", "USER_ROAMING"])
            for (cause, number) in causes {
                #expect(try await millom.record("balance", of: number).json["cause"] == .text(cause))
            }
            #expect(
                try await millom.record("balance", of: "4790000000").json["cause"] == .text("INVALID_NUMBER"))
        }
    }

    @Test("the wanted language comes first")
    func language() async throws {
        try await withMillom { (_, millom) async throws in
            let norwegian = try await millom.record("upsellOffer", headers: ["Accept-Language": "no"]).json
            let names = norwegian["offers"]?.elements.first?["planName"]?.elements.map {
                $0["language"]?.text
            }
            #expect(names == ["nb-NO", "en"])
        }
    }

    @Test("the CPID of an address, by the network's header")
    func cpid() async throws {
        try await withMillom { (server, millom) async throws in
            let answer = try await millom.get("/cpid?app=google").json
            #expect(answer["cpid"]?.text == server.millomAliases(of: MillomCalls.wealthy)?.cpid)
            #expect(answer["ttlSeconds"] == .integer(2_592_000))
            let other = try await millom.get("/cpid?app=google", ["X-MSISDN": MillomCalls.needy]).json
            #expect(other["cpid"]?.text == server.millomAliases(of: MillomCalls.needy)?.cpid)
            for (path, number, cause) in [
                ("/cpid", nil, "BAD_REQUEST"), ("/cpid?app=google", "12x", "BAD_REQUEST"),
                ("/cpid?app=google", "4711111111", "UNKNOWN_SUBSCRIBER_ID"),
            ] as [(String, String?, String)] {
                let refused = try await millom.get(path, number.map { ["X-MSISDN": $0] } ?? [:]).json
                #expect(refused["cause"] == .text(cause))
            }
            #expect(try await millom.post("/google/tp/registerCpid?app=google").status == 200)
            #expect(try await millom.post("/google/tp/registerCpid").status == 400)
        }
    }

    @Test("a topup adds money; what is no topup is 405")
    func topup() async throws {
        try await withMillom { (_, millom) async throws in
            func body(_ number: String) -> String {
                #"{"requestor":{"userNumber":{"msisdn":"\#(number)"},"name":"A"},"donor":{"userNumber":{"msisdn":"+6582736491"},"name":"B"}}"#
            }
            #expect(try await millom.post("/v1/google/topup", body("+924542610000")).status == 200)
            #expect(try await millom.main(of: MillomCalls.needy) == "50.00")
            for text in ["{}", body("924542610000"), body("+4711111111")] {
                #expect(try await millom.post("/v1/google/topup", text).status == 405)
            }
        }
    }

    @Test("the operator's backend shows the same customer")
    func backend() async throws {
        try await withMillom { (_, millom) async throws in
            let query = "?customerIdType=MSISDN&channelId=App&serviceProviderId=google"
            let balance = try await millom.get("/backend/v1/balance/924542610003\(query)").json
            #expect(balance["subscriptionType"] == .text("PREPAID"))
            #expect(balance["monetaryBalance"]?["currency"] == .text("NOK"))
            #expect(balance["subscribedPlans"]?.elements.count == 1)
            let offers = try await millom.get("/backend/v1/offers/924542610003\(query)&maxPrice=20&lang=nb")
                .json
            #expect(offers["offers"]?.elements.map { $0["id"]?.text } == ["200345", "LOAN-1GB"])
            #expect(offers["offers"]?.elements.first?["name"] == .text("Døgnpass"))
            for path in ["/backend/v1/balance/924542610003", "/backend/v1/offers/4711111111\(query)"] {
                #expect(try await millom.get(path).status == 400)
            }
        }
    }

    @Test("without the option none of its paths exists")
    func off() async throws {
        try await withSandbox { (_, client) async throws in
            for path in ["/std/google/tp/924542610003/balance", "/cpid?app=google", "/_sandbox/millom/truth"]
            {
                #expect(try await client.get(path).status == 404)
            }
        }
    }
}
