import Foundation
import NIOHTTP1
import Sandbox
import Testing

@Suite("Millom's gate")
struct MillomGateTests {
    static func token(
        _ millom: MillomCalls, scope: String, client: String = "millom-client:millom-secret"
    ) async throws -> Answer {
        let form = "grant_type=client_credentials&scope=\(scope.replacing(" ", with: "+"))"
        return try await millom.post(
            "/oauth/token", form, ["Authorization": "Basic " + Data(client.utf8).base64EncodedString()])
    }

    @Test("each call needs a token with its scope, when tokens are demanded")
    func scopes() async throws {
        try await withMillom { _, millom in
            millom.requiresToken = true
        } _: { (_, millom) async throws in
            let bare = try await millom.record("balance")
            #expect(try bare.status == 401 && bare.json["cause"] == .text("NOT_ALLOWED"))
            let answer = try await Self.token(millom, scope: "cco.dd.data-plan.gen.inquire").json
            #expect(answer["expires_in"] == .integer(3600))
            let bearer: HTTPHeaders = ["Authorization": "Bearer \(answer["access_token"]?.text ?? "")"]
            #expect(try await millom.record("balance", headers: bearer).status == 200)
            let path = "/std/google/tp/924542610003/purchasePlan"
            #expect(try await millom.post(path, "{}", bearer).status == 403)
            #expect(try await millom.get("/cpid?app=google").status == 200)
            #expect(try await Self.token(millom, scope: "cco.dd.notify.dtac.single").status == 400)
            let wrong = try await Self.token(millom, scope: "cco.dd.data-plan.gen.inquire", client: "a:b")
            #expect(try wrong.status == 401 && wrong.json["error"] == .text("invalid_client"))
        }
    }

    @Test("a token expires")
    func expiry() async throws {
        let clock = ManualTime()
        try await withMillom({ _, millom in millom.requiresToken = true }, time: clock.time) {
            (_, millom) async throws in
            let answer = try await Self.token(millom, scope: "cco.dd.data-plan.gen.inquire").json
            let bearer: HTTPHeaders = ["Authorization": "Bearer \(answer["access_token"]?.text ?? "")"]
            clock.advance(by: 3599)
            #expect(try await millom.record("balance", headers: bearer).status == 200)
            clock.advance(by: 1)
            #expect(try await millom.record("balance", headers: bearer).status == 401)
        }
    }

    @Test("a spent quota is 429 and says how long")
    func quota() async throws {
        let clock = ManualTime()
        try await withMillom(
            { _, millom in millom.quota = .init(limit: 2, window: .seconds(60)) }, time: clock.time
        ) { (_, millom) async throws in
            for _ in 0..<2 { #expect(try await millom.record("balance").status == 200) }
            clock.advance(by: 20)
            let refused = try await millom.record("balance")
            #expect(try refused.status == 429 && refused.json["cause"] == .text("TOO_MANY_REQUESTS"))
            #expect(refused.headers["Retry-After"] == ["40"])
            clock.advance(by: 40)
            #expect(try await millom.record("balance").status == 200)
        }
        try await withMillom({ _, millom in millom.perSecond = 2 }, time: ManualTime().time) {
            (_, millom) async throws in
            #expect(try await millom.record("balance").status == 200)
            let refused = try await millom.record("accountInfo")
            #expect(refused.status == 429 && refused.headers["Retry-After"] == ["1"])
        }
    }

    @Test("faults of the first API leave Millom alone, and the other way round")
    func faults() async throws {
        let rules = ["503200=always", "50001@millom=at:1", "429000@millom_balance=at:1"]
        try await withMillom { options, _ in
            options.faults = rules.compactMap { try? SandboxFaultRule($0) }
        } _: { (server, millom) async throws in
            #expect(try await millom.record("accountInfo").status == 500)
            let refused = try await millom.record("balance")
            #expect(try refused.status == 429 && refused.json["cause"] == .text("TOO_MANY_REQUESTS"))
            #expect(try await millom.record("balance").status == 200)
            #expect(try await millom.client.detail("4790000000").status == 503)
            #expect(server.statistics.count(of: .millomBalance, code: 200) == 1)
            let counts = try await millom.get("/_sandbox/millom/requests").json
            #expect(counts["total"] == .integer(3))
            #expect(
                counts["requests"]?["millom_balance"] == .object(["200": .integer(1), "429": .integer(1)]))
        }
    }

    @Test("a scripted answer comes as Millom would say it")
    func injected() async throws {
        try await withMillom { (server, millom) async throws in
            server.inject(.error(503_200), endpoint: .millomBalance)
            let answer = try await millom.record("balance")
            #expect(try answer.status == 503 && answer.json["cause"] == .text("SERVICE_UNAVAILABLE"))
            #expect(try await millom.record("balance").status == 200)
        }
    }
}
