import Foundation
import NIOHTTP1
import Sandbox
import TestSupport
import Testing

@Suite("Buying from Millom")
struct MillomPurchaseTests {
    private func cause(_ answer: Answer) throws -> String? { try answer.json["cause"]?.text }

    @Test("a purchase costs its price once, and its plan is active")
    func buys() async throws {
        try await withMillom { (server, millom) async throws in
            let answer = try await millom.buy("200345", "transaction-1")
            #expect(answer.status == 200)
            let reply = try answer.json
            #expect(reply["status"] == .text("completed") && reply["transid"] == .text("transaction-1"))
            #expect(reply["confirmationCode"]?.text?.isEmpty == false)
            #expect(try await millom.main() == "241.00")
            let plans = try await millom.record("balance").json["activePlans"]?.elements ?? []
            #expect(plans.map { $0["planId"]?.text } == ["P1001", "200345"])
            let bought = server.millomPurchases.map {
                [$0.transid, $0.subscriber, $0.planID, $0.fundSource, $0.cost, $0.currency, $0.state]
            }
            let expected = [
                "transaction-1", MillomCalls.wealthy, "200345", "WALLET", "9", "NOK", "completed",
            ]
            #expect(bought == [expected])
        }
    }

    @Test("the same transaction again is the same answer, never a second purchase")
    func idempotent() async throws {
        let clock = ManualTime()
        try await withMillom(time: clock.time) { (server, millom) async throws in
            let first = try await millom.buy("200345", "transaction-1")
            clock.advance(by: 3600)
            let again = try await millom.buy("200345", "transaction-1")
            #expect(again.status == first.status && again.body == first.body)
            let other = try await millom.buy("video.5", "transaction-1")
            #expect(try cause(other) == "PURCHASE_CONFLICT")
            #expect(server.millomPurchases.count == 1)
            #expect(try await millom.main() == "241.00")
        }
    }

    @Test("a timer prevents buying the same plan twice in a row")
    func timer() async throws {
        let clock = ManualTime()
        try await withMillom(time: clock.time) { (server, millom) async throws in
            #expect(try await millom.buy("200345").status == 200)
            clock.advance(by: 59)
            let refused = try await millom.buy("200345", "transaction-2")
            #expect(try refused.status == 409 && cause(refused) == "PURCHASE_CONFLICT")
            #expect(try await millom.buy("video.5").status == 200)
            clock.advance(by: 2)
            #expect(try cause(await millom.buy("200345", "transaction-2")) == "PURCHASE_CONFLICT")
            #expect(try await millom.buy("200345").status == 200)
            #expect(server.millomPurchases.count == 3)
        }
    }

    @Test("without the funds nothing is bought")
    func funds() async throws {
        try await withMillom { (server, millom) async throws in
            try server.changeMillom(.spend, subscriber: MillomCalls.wealthy, amount: "245.50")
            let refused = try await millom.buy("200345")
            #expect(try refused.status == 402 && cause(refused) == "INSUFFICIENT_FUNDS")
            #expect(server.millomPurchases.isEmpty)
            #expect(try await millom.main() == "4.50")
        }
    }

    @Test("a loan is owed, up to a limit")
    func loan() async throws {
        let clock = ManualTime()
        try await withMillom(time: clock.time) { (server, millom) async throws in
            #expect(try cause(await millom.buy("LOAN-1GB", fundSource: "WALLET")) == "NOT_ALLOWED")
            for _ in 0..<6 {
                #expect(try await millom.buy("LOAN-1GB", fundSource: "LOAN").status == 200)
                clock.advance(by: 61)
            }
            let wallets = try await millom.record("accountInfo").json["balances"]?.elements ?? []
            #expect(
                wallets.last?["balanceType"] == .text("owed") && wallets.last?["balance"]?.text == "-90.00")
            let beyond = try await millom.buy("LOAN-1GB", fundSource: "LOAN", context: "loan:1")
            #expect(try cause(beyond) == "INSUFFICIENT_FUNDS")
            #expect(try await millom.main() == "250.00")
            #expect(server.millomPurchases.map(\.state) == Array(repeating: "completed", count: 6))
        }
    }

    @Test("what is not offered, has another context or is malformed is refused, and no transaction")
    func refusals() async throws {
        try await withMillom { (server, millom) async throws in
            #expect(try cause(await millom.buy("NOTHING")) == "NOT_ALLOWED")
            #expect(try cause(await millom.buy("P1001", "transaction-1", context: "ctx")) == "BAD_REQUEST")
            #expect(try cause(await millom.buy("200345", "short")) == "BAD_REQUEST")
            #expect(try cause(await millom.buy("200345", "ten blanks here")) == "BAD_REQUEST")
            #expect(try cause(await millom.buy("200345", fundSource: "GIFT")) == "BAD_REQUEST")
            let empty = try await millom.post("/std/google/tp/924542610003/purchasePlan", "{}")
            #expect(try cause(empty) == "BAD_REQUEST")
            #expect(server.millomPurchases.isEmpty)
            #expect(try await millom.buy("P1001", "transaction-1").status == 200)
        }
    }

    /// A JSON text, byte for byte.
    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            let hex = String(scalar.value, radix: 16)
            let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
            return mustEscape ? "\\u00\(hex.utf8.count < 2 ? "0" : "")\(hex)" : String(scalar)
        }
        return "\"\(escaped.joined())\""
    }

    @Test("a context goes back as it came, byte for byte")
    func contexts() async throws {
        try await withMillom { (server, millom) async throws in
            var bought: [String: [UInt8]] = [:]
            for row in server.millomTruth()["millom_offer"].records {
                guard case .text(let id)? = row["subscriber"], case .text(let plan)? = row["plan_id"],
                    case .text(let context)? = row["offer_context"], row["fund_source"] != .text("LOAN"),
                    bought[plan] == nil
                else { continue }
                func buy(_ context: String) async throws -> Int {
                    let order = #"{"transid": "buys-\#(plan)-1", "planid": "\#(plan)", "offercontext": "#
                    let body = order + Self.quoted(context) + "}"
                    return try await millom.post("/std/google/tp/\(id)/purchasePlan", body).status
                }
                let composed = context.precomposedStringWithCanonicalMapping
                if Array(composed.utf8) != Array(context.utf8) { #expect(try await buy(composed) == 400) }
                try server.changeMillom(.topup, subscriber: id, amount: "1000")
                #expect(try await buy(context) == 200, "\(plan)")
                bought[plan] = Array(context.utf8)
            }
            #expect(
                Set(bought.keys).isSuperset(of: ["P1001", "P-UNLIMITED", "video.5", "300900", "HOUR3"]))
            #expect(bought["HOUR3"]?.starts(with: [0xEF, 0xBB, 0xBF]) == true)
        }
    }

    @Test("a purchase that the operator refuses costs nothing")
    func fails() async throws {
        try await withMillom { _, millom in
            millom.failedShare = 1
        } _: { (server, millom) async throws in
            let answer = try await millom.buy("200345")
            #expect(try answer.status == 200 && answer.json["status"] == .text("failed"))
            #expect(try await millom.main() == "250.00")
            #expect(server.millomPurchases.map(\.state) == ["failed"])
        }
    }

    @Test("a queued one is 202 until the operator has finished it", arguments: [nil, "INSUFFICIENT_FUNDS"])
    func queued(errorType: String?) async throws {
        try await withMillom { _, millom in
            millom.queuedShare = 1
            millom.completionDelay = nil
        } _: { (server, millom) async throws in
            let answer = try await millom.buy("200345", "transaction-1")
            #expect(try answer.status == 202 && answer.json["status"] == .text("processing"))
            #expect(try await millom.main() == "241.00")
            #expect(try cause(await millom.buy("200345")) == "PURCHASE_CONFLICT")
            #expect(try server.completeMillom(errorType: errorType) == ["transaction-1"])
            let again = try await millom.buy("200345", "transaction-1")
            #expect(again.status == 200)
            #expect(try again.json["status"] == .text(errorType == nil ? "completed" : "failed"))
            #expect(try await millom.main() == (errorType == nil ? "241.00" : "250.00"))
            let row = server.millomTruth()["millom_purchase"].records.first
            #expect(row?["error_cause"] == errorType.map(TruthValue.text) ?? .null)
        }
    }

    @Test(
        "a fault after a purchase hides it, one before prevents it",
        arguments: [("reset", 1), ("done-error", 1), ("resetBody", 1), ("reset-unread", 0), ("503200", 0)])
    func faults(name: String, executed: Int) async throws {
        let fault = name == "resetBody" ? "reset-body" : name
        let rule = try SandboxFaultRule("\(fault)@millom_purchase_plan=at:1")
        try await withMillom { options, _ in
            options.faults = [rule]
        } _: { (server, millom) async throws in
            let first = try? await millom.buy("200345", "transaction-1")
            #expect(first.map { $0.status >= 500 } ?? true)
            #expect(server.millomPurchases.count == executed)
            #expect(try await millom.buy("200345", "transaction-1").status == 200)
            #expect(server.millomPurchases.count == 1)
            #expect(try await millom.main() == "241.00")
            #expect(server.faults.map(\.served) == [1])
        }
    }
}
