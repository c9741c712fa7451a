import Foundation
import NIOHTTP1
import Sandbox
import ScriptedHTTP
import TestSupport
import Testing

@Suite("What Millom pushes")
struct MillomPushTests {
    @Test("a queued purchase goes to the operator and comes back to the receiver", arguments: [0.0, 1.0])
    func callback(failedShare: Double) async throws {
        try await withReceiver { millom in
            millom.queuedShare = 1
            millom.failedShare = failedShare
        } _: { (server, millom, receiver) async throws in
            // Each of the operator's two ways back is used by some.
            for (plan, transid) in [
                ("200345", "transaction-1"), ("video.5", "transaction-2"), ("P1001", "purchase-33"),
            ] {
                #expect(try await millom.buy(plan, transid).status == 202)
            }
            let pushed = try await arrivals(3, at: receiver, of: server)
            #expect(Set(pushed.map(\.target)) == ["/millom/callback"])
            #expect(Set(pushed.map { $0.headers["authorization"] }) == ["Bearer receiver-token"])
            let bodies = try pushed.map { try $0.json }
            #expect(
                Set(bodies.map { $0["transactionId"]?.text }) == [
                    "transaction-1", "transaction-2", "purchase-33",
                ])
            #expect(bodies.allSatisfy { $0["appId"] == .text("google") })
            #expect(bodies.allSatisfy { ($0["errorType"] != nil) == (failedShare == 1) })
            let states = Set(server.millomPurchases.map(\.state))
            #expect(states == [failedShare == 1 ? "failed" : "completed"])
            let requests = try await millom.get("/_sandbox/millom/requests").json["requests"]
            #expect(requests?["millom_callback"]?["200"] != nil)
            // Three activations, and the callbacks that came through the backend.
            let callbacks = requests?["millom_callback"]?["200"]?.number ?? 0
            #expect(requests?["millom_backend"]?["200"] == .integer(6 - callbacks) && callbacks < 3)
            let token = try #require(receiver.tokenRequests.first)
            let basic = "Basic " + Data("sandbox-millom:sandbox-millom-secret".utf8).base64EncodedString()
            #expect(receiver.tokenRequests.count == 1 && token.headers["authorization"] == basic)
        }
    }

    @Test("the same with tokens demanded")
    func withTokens() async throws {
        try await withReceiver { millom in
            millom.queuedShare = 1
            millom.requiresToken = true
        } _: { (server, millom, receiver) async throws in
            var calls = millom
            let scopes = "cco.dd.data-plan.gen.inquire cco.dd.data-plan.gen.activate"
            let token = try await MillomGateTests.token(millom, scope: scopes).json["access_token"]?.text
            calls.headers = ["Authorization": "Bearer \(token ?? "")"]
            #expect(try await calls.buy("200345").status == 202)
            #expect(try await arrivals(1, at: receiver, of: server).count == 1)
        }
    }

    @Test("an operator's event reaches the receiver as it was told, and offers with links go with it")
    func event() async throws {
        try await withReceiver { (server, millom, receiver) async throws in
            let body =
                #"{"transactionId": "event-1", "type": "low-data,", "planDetails": {"planId": "123456,", "balance": "10345,"}}"#
            let path = "/notify/tp/v1/single?idValue=924542610003&idType=MSISDN"
            #expect(try await millom.post(path, body).status == 202)
            let pushed = try await arrivals(2, at: receiver, of: server)
            let event = try #require(pushed.first { $0.path == "/millom/tp/v1/single" })
            #expect(event.body == body)
            #expect(event.query("idValue") == MillomCalls.wealthy && event.query("idType") == "MSISDN")
            let rich = try #require(pushed.first { $0.path == "/millom/notification" }).json
            #expect(rich["cpid"]?.text == server.millomAliases(of: MillomCalls.wealthy)?.cpid)
            #expect(rich["offers"]?.elements.count == 4)
            let row = server.millomTruth()["millom_notification"].records.first
            #expect(row?["type"] == .text("low-data") && row?["plan_balance"] == .integer(10345))
        }
    }

    @Test("an event needs a known subscriber, consent and a well-formed body")
    func eventRefusals() async throws {
        try await withMillom { (_, calls) async throws in
            let good = #"{"transactionId": "event-1", "type": "low-data"}"#
            let path = "/notify/tp/v1/single?idType=MSISDN&idValue="
            #expect(try await calls.post(path + MillomCalls.wealthy, good).status == 200)
            #expect(try await calls.post(path + "4711111111", good).status == 404)
            #expect(try await calls.post("/notify/tp/v1/single?idType=CPID&idValue=x", good).status == 409)
            for body in [
                "{}", #"{"transactionId": "e", "type": "low-data"}"#,
                #"{"transactionId": "event", "type": "x"}"#,
            ] {
                #expect(try await calls.post(path + MillomCalls.wealthy, body).status == 400)
            }
            let types = #"{"transactionId": "r-1", "types": ["pack-expired"]}"#
            let register = "/std/google/924542610003/register"
            #expect(try await calls.post(register, types).status == 200)
            let refused = try await calls.post(path + MillomCalls.wealthy, good)
            #expect(try refused.status == 403 && refused.json["errorType"] == .text("NO_CONSENT"))
            #expect(try await calls.post(register, #"{"types": ["gossip"]}"#).status == 400)
            #expect(try await calls.post(register, #"{"types": []}"#).status == 200)
        }
    }

    @Test("the quota of one subscriber's notifications, which an override passes")
    func notificationQuota() async throws {
        try await withMillom { _, millom in
            millom.notificationQuota = .init(limit: 1, window: .seconds(3600))
        } _: { (_, calls) async throws in
            let path = "/notify/tp/v1/single?idType=MSISDN&idValue=924542610003"
            let body = #"{"transactionId": "event-1", "type": "pack-expired"}"#
            #expect(try await calls.post(path, body).status == 200)
            let refused = try await calls.post(path, body)
            #expect(try refused.status == 429 && refused.json["errorType"] == .text("QUOTA_EXCEEDED"))
            #expect(try await calls.post(path + "&override=true", body).status == 200)
        }
    }

    @Test("a push that fails is sent again, a few times; a refusal is final")
    func retries() async throws {
        let replies: [ReceiverReply] = [.json("", status: 503), .json("", status: 401), .json("{}")]
        try await withReceiver(replies: replies) { (server, _, receiver) async throws in
            try server.notifyMillom("pack-expired", subscriber: MillomCalls.wealthy)
            #expect(try await arrivals(3, at: receiver, of: server).count == 3)
            #expect(receiver.tokenRequests.count == 2)
        }
        try await withReceiver(replies: [.json("", status: 500)]) { (server, millom, receiver) async throws in
            try server.notifyMillom("pack-expired", subscriber: MillomCalls.wealthy)
            #expect(try await arrivals(6, at: receiver, of: server).count == 6)
            let push = try await millom.get("/_sandbox/millom/pushes").json["pushes"]?.elements.first
            #expect(push?["state"] == .text("failed") && push?["attempts"] == .integer(6))
        }
        try await withReceiver(replies: [.json("", status: 404)]) { (server, _, receiver) async throws in
            try server.notifyMillom("pack-expired", subscriber: MillomCalls.wealthy)
            #expect(try await arrivals(1, at: receiver, of: server).count == 1)
        }
    }

    @Test("a dry run is passed on and changes nothing")
    func dryRun() async throws {
        try await withReceiver { millom in
            millom.queuedShare = 1
            millom.completionDelay = nil
        } _: { (server, millom, receiver) async throws in
            #expect(try await millom.buy("200345", "transaction-1").status == 202)
            let path = "/callback/v1/tp/?idValue=924542610003&idType=MSISDN"
            let dry = #"{"transactionId": "transaction-1", "appId": "google", "dryRun": true}"#
            #expect(try await millom.post(path, dry).status == 200)
            let pushed = try await arrivals(1, at: receiver, of: server)
            #expect(try pushed[0].json["dryRun"] == .flag(true))
            #expect(server.millomPurchases.map(\.state) == ["processing"])
            let real = dry.replacing(", \"dryRun\": true", with: "")
            #expect(try await millom.post(path, real).status == 200)
            #expect(try await millom.post(path, real).status == 409)
            #expect(try await millom.post(path, real.replacing("-1", with: "-2")).status == 404)
            #expect(try await millom.post(path, "{}").status == 400)
            #expect(server.millomPurchases.map(\.state) == ["completed"])
        }
    }

    @Test("signed links show offers, answer a ping and buy, until they expire")
    func links() async throws {
        let clock = ManualTime()
        try await withMillom(time: clock.time) { (server, millom) async throws in
            let origin = millom.client.baseURL
            // A device gets its first link with a notification; here a request makes the first one.
            let cpid = MillomCalls.encoded(server.millomAliases(of: MillomCalls.wealthy)?.cpid ?? "")
            let unsigned = "/rnf/google/tp/\(cpid)/offers?uuid=u&expirySeconds=9999999999&signature=AAAA"
            #expect(try await millom.get(unsigned).status == 401)
            #expect(try await millom.get("/rnf/google/tp/\(cpid)/offers").status == 400)
            let first = try #require(server.millomLink("offers", subscriber: MillomCalls.wealthy))
            let offers = try await millom.get(String(first.dropFirst(origin.count)))
            #expect(offers.status == 200)
            let document = try offers.json
            let links = try ["refresh", "ping", "shop"].map { try #require(document[$0]?.text) }
            let buying = try #require(
                document["offers"]?.elements.first { $0["planId"]?.text == "200345" }?["purchaseLink"]?.text)
            for link in links + [buying, buying] {
                #expect(link.hasPrefix(origin))
                #expect(try await millom.get(String(link.dropFirst(origin.count))).status == 200)
            }
            #expect(server.millomPurchases.map(\.planID) == ["200345"])
            for link in links + [buying] {
                let forged = link.replacing("uuid=", with: "uuid=0")
                #expect(try await millom.get(String(forged.dropFirst(origin.count))).status == 401)
            }
            // A signature is valid for one path.
            let moved = links[1].replacing("/ping?", with: "/offers?")
            #expect(try await millom.get(String(moved.dropFirst(origin.count))).status == 401)
            clock.advance(by: 3601)
            for link in links + [buying] {
                #expect(try await millom.get(String(link.dropFirst(origin.count))).status == 401)
            }
        }
    }
}
