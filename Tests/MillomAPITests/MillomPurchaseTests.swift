import Foundation
import MillomAPI
import MirrorCore
import PacedHTTP
import Pacing
import ScriptedHTTP
import TestSupport
import Testing

/// Money is at stake: a purchase is sent once, and its result claims nothing beyond the reply.
@Suite("A purchase")
struct MillomPurchaseTests {
    private static let transid = "6f1d2c1e-0000-4000-8000-000000000001"
    private static let done = ScriptedReply.json(
        #"{"transid":"\#(transid)","status":"completed","confirmationCode":"R-1","transactionMessage":"thanks"}"#
    )
    private static let receipt = PurchaseReceipt(confirmationCode: "R-1", message: "thanks")

    /// The result of one purchase, and how often it was sent.
    private static func buy(
        _ replies: [ScriptedReply], _ prepare: (inout MillomSetup) throws -> Void = { _ in }
    ) async throws -> (reply: MillomPurchaseReply, requests: [RecordedRequest]) {
        try await withScriptedMillom(
            replies,
            {
                $0.scopes = [.activate]
                try prepare(&$0)
            }
        ) { client, server, _, _ in
            try await client.prepareToken()
            return (try await client.purchase(Invented.order()), server.requests)
        }
    }

    @Test("is one POST, with the offer's context byte for byte")
    func isSent() async throws {
        let context = "a\"b\\c/\u{1}ø\u{301}\u{2028}"
        try await withScriptedMillom([Self.done], { $0.configure = { $0.language = "nb" } }) {
            client, server, _, _ in
            var order = try Invented.order(context)
            order.clientName = "MSA"
            #expect(await client.purchase(order) == .completed(Self.receipt))
            let request = try #require(server.requests.first)
            #expect(request.method == "POST")
            #expect(
                request.target
                    == "/std/myspace/mycomm/4790000001/purchasePlan?key_type=MSISDN&clientName=MSA")
            #expect(request.headers["accept-language"] == "nb")
            #expect(request.headers["content-type"] == "application/json")
            let body = try #require(
                JSONSerialization.jsonObject(with: Data(request.body.utf8)) as? [String: String])
            #expect(Set(body.keys) == ["transid", "planid", "offercontext", "fundSource"])
            #expect(body["transid"] == Self.transid)
            #expect(body["planid"] == "P1")
            #expect(body["fundSource"] == "WALLET")
            #expect(body["offercontext"].map { Array($0.utf8) } == Array(context.utf8))
            #expect(server.requests.count == 1)
        }
    }

    @Test(
        "is completed, processing or failed as the reply says",
        arguments: [
            (done, .completed(receipt)),
            (.json(#"{"transid":"\#(transid)"}"#), .completed(PurchaseReceipt())),
            (.json(#"{"status":"COMPLETED, "}"#), .completed(PurchaseReceipt())),
            (
                .json(#"{"status":"completed","confirmationCode":17}"#),
                .completed(PurchaseReceipt(confirmationCode: "17"))
            ),
            (
                .json(#"{"status":"completed","fundSource":"LOAN"}"#),
                .completed(PurchaseReceipt(message: "Millom says it was paid from LOAN"))
            ),
            (.json(#"{"status":"completed","fundSource":"wallet,"}"#), .completed(PurchaseReceipt())),
            (.json(#"{"status":"processing"}"#, status: 202), .processing(PurchaseReceipt())),
            (.json(#"{"transid":"\#(transid)"}"#, status: 202), .processing(PurchaseReceipt())),
            (.json(#"{"status":"completed"}"#, status: 202), .processing(PurchaseReceipt())),
            (.json(#"{"status":"processing"}"#), .processing(PurchaseReceipt())),
            (.json(#"{"status":"failed","transactionMessage":"no"}"#), .failed(cause: nil, message: "no")),
            (
                .cause("PURCHASE_CONFLICT", status: 409),
                .failed(cause: "PURCHASE_CONFLICT", message: "invented")
            ),
            (
                .cause("PURCHASE_CONFLICT", status: 400),
                .failed(cause: "PURCHASE_CONFLICT", message: "invented")
            ),
            (
                .cause("INSUFFICIENT_FUNDS", status: 402),
                .failed(cause: "INSUFFICIENT_FUNDS", message: "invented")
            ),
            (.cause("USER_ROAMING", status: 403), .failed(cause: "USER_ROAMING", message: "invented")),
            (
                .cause("NOT_ALLOWED", message: "4790000001 may not"),
                .failed(cause: "NOT_ALLOWED", message: "…001 may not")
            ),
        ] as [(ScriptedReply, MillomPurchaseReply)])
    func reads(reply: ScriptedReply, expected: MillomPurchaseReply) async throws {
        let (outcome, requests) = try await Self.buy([reply, Self.done])
        #expect(outcome == expected)
        #expect(requests.count == 1)
    }

    @Test(
        "that has left without a plain answer is unknown, and on the wire once",
        arguments: [
            done.with(.silence), done.with(.close), done.with(.cutAfter(bytes: 0)),
            done.with(.cutAfter(bytes: 20)), done.with(.stallAfter(bytes: 20)), done.with(.drip),
            .json("", status: 500), .json("", status: 503, retryAfter: "1"),
            .cause("SERVICE_UNAVAILABLE", status: 503), .cause("INSUFFICIENT_FUNDS", status: 500),
            .cause("SERVICE_UNAVAILABLE", status: 400), .cause("ERROR_CAUSE_UNSPECIFIED", status: 400),
            .json("", status: 408), .json("", status: 409), .json("", status: 303),
            .json(""), .json("<html>"), .json("{}"), .json("[]"), .json("null"),
            .json(#"{"transid":"another-one-1","status":"completed"}"#),
            .json(#"{"status":"completed","cause":"INSUFFICIENT_FUNDS"}"#), .json(#"{"cause":"echo"}"#),
            .json(#"{"status":"perhaps"}"#), .json(#"{"status":true,"transid":"\#(transid)"}"#),
            .json(#"{"status":"failed","status":"completed"}"#),
            .json(#"{"transid":"another-one-1","transid":"\#(transid)","status":"completed"}"#),
            .json(#"{"cause":"SERVICE_UNAVAILABLE","cause":"INSUFFICIENT_FUNDS"}"#, status: 400),
            .json(#"{"status":"failed"}"#, status: 202), .json(#"{"status":"completed"}"#, status: 201),
            .json(#"{"status":"completed"}"#, status: 206), .json(#"{"status":"completed"} x"#),
            ScriptedReply(status: 204, headers: []),
        ] as [ScriptedReply])
    func isUnknown(reply: ScriptedReply) async throws {
        let (outcome, requests) = try await Self.buy([reply, Self.done])
        guard case .unknown(let doubt) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(requests.count == 1)
        #expect(!doubt.description.isEmpty)
    }

    @Test(
        "that was turned away unread is sent again with the same transid",
        arguments: [.json("", status: 401), .json("", status: 429, retryAfter: "5")] as [ScriptedReply])
    func isRepeated(reply: ScriptedReply) async throws {
        let (outcome, requests) = try await Self.buy([reply, Self.done])
        #expect(outcome == .completed(Self.receipt))
        #expect(requests.count == 2)
        #expect(Set(requests.map(\.body)).count == 1)
        #expect(requests.allSatisfy { $0.body.contains(Self.transid) })
    }

    @Test("that was turned away, and then broke off, is unknown")
    func isUnknownAtLast() async throws {
        let (outcome, requests) = try await Self.buy([
            .json("", status: 401), Self.done.with(.close), Self.done,
        ])
        guard case .unknown = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(requests.count == 2)
    }

    @Test(
        "that a gateway turns away without a cause is not sent, and says why",
        arguments: [403, 404, 400, 413])
    func isTurnedAway(status: Int) async throws {
        let (outcome, requests) = try await Self.buy([.json("<html>", status: status), Self.done])
        guard case .notSent(.failure(let failure)) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(failure.kind == .configuration)
        #expect(requests.count == 1)
    }

    @Test("that cannot leave is not sent")
    func isNotSent() async throws {
        let (refused, _) = try await Self.buy([Self.done]) { $0.port = 1 }
        #expect(
            refused
                == .notSent(
                    .failure(
                        .fault(
                            .notConnected("127.0.0.1:1", "Connection refused"), purpose: .purchase, tries: 1)
                    )))
        let (twice, requests) = try await Self.buy([.json("", status: 401)])
        #expect(
            twice
                == .notSent(.failure(.credentialsRefused(ErrorReply(purpose: .purchase, status: 401)))))
        #expect(requests.count == 2)
        let (paced, once) = try await Self.buy([.json("", status: 429, retryAfter: "3600")]) {
            $0.context.http.longestWait = .seconds(60)
        }
        #expect(paced == .notSent(.failure(.quotaSpent(until: noon.addingTimeInterval(3600)))))
        #expect(once.count == 1)
    }

    @Test("that is cancelled in the midst of it is unknown")
    func isCancelled() async throws {
        try await withScriptedMillom(
            [Self.done.with(.silence)], { $0.configure = { $0.http.timeouts.firstByte = .seconds(3600) } }
        ) { client, server, _, _ in
            let order = try Invented.order()
            let task = Task { await client.purchase(order) }
            try await Patience.wait { !server.requests.isEmpty }
            task.cancel()
            #expect(await task.value == .unknown(.cancelled))
            #expect(server.requests.count == 1)
        }
    }

    @Test("that is cancelled before it leaves is not sent")
    func isCancelledBefore() async throws {
        try await withScriptedMillom([Self.done]) { client, server, _, _ in
            let order = try Invented.order()
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await client.purchase(order)
            }
            #expect(await task.value == .notSent(.cancelled))
            #expect(server.requests.isEmpty)
        }
    }

    @Test(
        "has a transid of 10 characters at least, and a plan",
        arguments: [
            ("short", "P", false), ("has blanks in it", "P", false), ("1234567890", "P", true),
            ("1234567890", "", false), ("12345678-9.", "P", true), ("ø234567890", "P", false),
        ])
    func isChecked(transid: String, plan: String, isOrder: Bool) throws {
        let order = PurchaseOrder(
            transid: transid, subscriber: try Invented.msisdn(), planID: plan, offerContext: nil,
            fundSource: .loan)
        #expect((order != nil) == isOrder)
    }
}
