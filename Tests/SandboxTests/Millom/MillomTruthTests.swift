import Foundation
import Sandbox
import Testing

@Suite("Millom's truth")
struct MillomTruthTests {
    private static let relations = [
        "millom_account", "millom_money_balance", "millom_plan", "millom_plan_gauge", "millom_state",
        "millom_offer",
        "millom_offer_quota", "millom_text",
    ]

    /// The rows that a careful reader finds in all subscribers' documents, and the documents' bytes.
    private func read(_ server: SandboxServer, _ millom: MillomCalls) async throws -> (
        [String: [[TruthValue]]], Data
    ) {
        var rows: [String: [[TruthValue]]] = [:]
        var bytes = Data()
        for row in server.millomTruth()["millom_subscriber"].records where row["error_cause"] == .null {
            guard case .text(let id)? = row["subscriber"] else { continue }
            var reader = MillomDocumentReader(id: id)
            let bodies = try await [
                millom.record("accountInfo", of: id).body, millom.record("balance", of: id).body,
                millom.record("upsellOffer", of: id).body,
            ]
            reader.read(
                accountInfo: LiteralJSON(bodies[0]), balance: LiteralJSON(bodies[1]),
                upsellOffer: LiteralJSON(bodies[2]))
            for (relation, found) in reader.rows { rows[relation, default: []] += found }
            bytes += bodies.reduce(Data(), +)
        }
        return (rows.mapValues { $0.sorted { $0.lexicographicallyPrecedes($1) } }, bytes)
    }

    @Test("a careful reader finds the truth, however sloppily it is spelled", arguments: [0.0, 0.4, 1.0])
    func sloppiness(probability: Double) async throws {
        let clock = ManualTime()
        try await withMillom(
            { options, _ in
                options.sloppiness = probability
                options.seed = 7
            }, time: clock.time
        ) { (server, millom) async throws in
            for round in 0..<3 {
                let (rows, bytes) = try await read(server, millom)
                let truth = server.millomTruth()
                for relation in Self.relations {
                    #expect(rows[relation] ?? [] == truth[relation].rows, "\(relation), round \(round)")
                    #expect(!truth[relation].rows.isEmpty)
                }
                let text = String(decoding: bytes, as: UTF8.self)
                #expect(text.contains(#"PREPAID,""#) == (probability > 0))
                #expect(text.contains(/T\d\d:\d\d:\d\d,?"/) == (probability > 0))
                #expect(text.contains(#""gauge":{"#) == (probability > 0))
                server.changeMillom(count: 40)
                clock.advance(by: 86_400)
            }
        }
    }

    @Test("equal seeds make equal subscribers, other seeds others")
    func seeds() async throws {
        func accounts(_ seed: UInt64) async throws -> [[TruthValue]] {
            var rows: [[TruthValue]] = []
            try await withMillom({ options, _ in options.seed = seed }, time: ManualTime().time) {
                server, _ in
                rows = server.millomTruth()["millom_account"].rows
            }
            return rows
        }
        let first = try await accounts(3)
        #expect(try await accounts(3) == first)
        #expect(try await accounts(4) != first)
    }

    @Test("the truth over HTTP has the rows of the asked subscribers, sorted, by whatever id")
    func overHTTP() async throws {
        try await withMillom { (server, millom) async throws in
            let aliases = try #require(server.millomAliases(of: MillomCalls.wealthy))
            let ids = "\(aliases.opet) 4711111111 \(aliases.cpid)"
            let path = "/_sandbox/millom/truth?subscribers=\(MillomCalls.encoded(ids))"
            let relations = try await millom.get(path).json["relations"]
            let subscribers = relations?["millom_subscriber"]?.elements ?? []
            #expect(subscribers.count == 3)
            #expect(Set(subscribers.map { $0["key_type"]?.text }) == ["OPET", "CPID", "MSISDN"])
            let stranger = subscribers.first { $0["subscriber"]?.text == "4711111111" }
            #expect(
                stranger?["is_known"] == .integer(0) && stranger?["error_cause"] == .text("INVALID_NUMBER"))
            #expect(relations?["millom_offer"]?.elements.count == 8)
            let all = try await millom.get("/_sandbox/millom/truth?key_type=all").json["relations"]
            #expect(all?["millom_subscriber"]?.elements.count == 3 * 62)
            #expect(try await millom.get("/_sandbox/millom/truth?key_type=x").status == 400)
        }
    }

    @Test("each kind of change shows in the truth", arguments: SandboxMillomChangeKind.allCases)
    func changes(kind: SandboxMillomChangeKind) async throws {
        try await withMillom(time: ManualTime().time) { (server, millom) async throws in
            let before = server.millomTruth(of: [MillomCalls.wealthy]).relations.map(\.rows)
            let body = #"{"kind": "\#(kind.rawValue)", "subscriber": "924542610003"}"#
            let answer = try await millom.post("/_sandbox/millom/change", body)
            #expect(answer.status == 200)
            #expect(try answer.json["changes"]?.elements.first?["msisdn"] == .text(MillomCalls.wealthy))
            #expect(server.millomTruth(of: [MillomCalls.wealthy]).relations.map(\.rows) != before)
        }
    }

    @Test("a plan that expires is gone")
    func expiry() async throws {
        let clock = ManualTime()
        try await withMillom(time: clock.time) { (server, millom) async throws in
            #expect(server.millomTruth(of: [MillomCalls.wealthy])["millom_plan"].rows.count == 1)
            clock.advance(by: 6 * 86_400)
            #expect(server.millomTruth(of: [MillomCalls.wealthy])["millom_plan"].rows.isEmpty)
            #expect(try await millom.record("balance").json["activePlans"] == .array([]))
            #expect(try await millom.record("upsellOffer").json["subscriberState"] == .text("NEED_OFFERS"))
        }
    }

    @Test("an event that the operator makes is in the truth as it was meant", arguments: [0.0, 1.0])
    func events(sloppiness: Double) async throws {
        try await withMillom { options, _ in
            options.sloppiness = sloppiness
        } _: { (server, millom) async throws in
            let body =
                #"{"type": "monetary-reload", "subscriber": "924542610003", "transaction_id": "event-1", "amount": "5.00"}"#
            let answer = try await millom.post("/_sandbox/millom/notify", body).json
            #expect(answer["events"]?.elements.first?["status"] == .integer(200))
            #expect(
                server.millomTruth()["millom_notification"].rows == [
                    [
                        .text("event-1"), .text(MillomCalls.wealthy), .text("MSISDN"), .text("tp"),
                        .text("monetary-reload"), .null, .null, .null, .null, .text("250.00"), .text("5.00"),
                        .text("NOK"),
                    ]
                ])
        }
    }

    @Test("mistakes of a control are told")
    func mistakes() async throws {
        try await withMillom { (_, millom) async throws in
            for (name, body, status) in [
                ("change", "{}", 400), ("change", #"{"kind": "x"}"#, 400),
                ("change", #"{"kind": "topup", "subscriber": "1"}"#, 409),
                ("change", #"{"kind": "topup", "amount": "lots"}"#, 409), ("notify", #"{"type": "x"}"#, 400),
                ("notify", #"{"subscriber": "1"}"#, 400), ("complete", #"{"transid": "x"}"#, 400),
                ("sing", "", 404),
            ] {
                #expect(try await millom.post("/_sandbox/millom/\(name)", body).status == status)
            }
        }
    }
}
