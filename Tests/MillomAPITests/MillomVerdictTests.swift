import Foundation
import MillomAPI
import MirrorCore
import PacedHTTP
import ScriptedHTTP
import TestSupport
import Testing

@Suite("Millom's causes")
struct MillomVerdictTests {
    /// Every cause in millom-standard-api.yaml and cpid-retrieval.yaml, judged independently.
    static let documented: [(cause: String, verdict: MillomVerdict)] = [
        ("ERROR_CAUSE_UNSPECIFIED", .fault), ("INVALID_NUMBER", .aboutSubscriber),
        ("BAD_REQUEST", .badRequest), ("USER_ROAMING", .aboutSubscriber),
        ("USER_OPT_OUT", .aboutSubscriber), ("TOO_MANY_REQUESTS", .tooOften),
        ("SERVICE_UNAVAILABLE", .fault), ("PURCHASE_CONFLICT", .purchaseRefused),
        ("INSUFFICIENT_FUNDS", .purchaseRefused), ("NOT_ALLOWED", .aboutSubscriber),
        ("FORBIDDEN", .wrongNetwork), ("UNSUPPORTED_OPERATOR", .wrongNetwork),
        ("UNKNOWN_SUBSCRIBER_ID", .aboutSubscriber), ("USER_BARRED", .aboutSubscriber),
        ("INTERNAL_ERROR", .fault),
    ]

    @Test("the table holds the documented causes and no other")
    func isComplete() {
        #expect(Set(MillomVerdict.byCause.keys) == Set(Self.documented.map(\.cause)))
    }

    @Test("a cause counts, whatever the status", arguments: documented)
    func judges(cause: String, verdict: MillomVerdict) {
        for status in [200, 400, 403, 404, 429, 500] {
            #expect(MillomVerdict.of(status: status, cause: cause) == verdict)
        }
    }

    @Test("no cause is about a token: a 401 is, but for a network that has no CPID")
    func judgesTokens() {
        for (cause, verdict) in Self.documented {
            #expect(
                MillomVerdict.of(status: 401, cause: cause)
                    == (verdict == .wrongNetwork ? .wrongNetwork : .renewToken))
        }
    }

    @Test(
        "without a known cause the status decides",
        arguments: [
            (400, .badRequest), (401, .renewToken), (403, .misconfigured), (404, .misconfigured),
            (405, .badRequest), (408, .fault), (429, .tooOften), (500, .fault), (503, .fault),
            (302, .misconfigured), (204, .fault),
        ] as [(Int, MillomVerdict)])
    func fallsBack(status: Int, verdict: MillomVerdict) {
        for cause in [nil, "OF_NO_DOCUMENT", "invalid_number"] {
            #expect(MillomVerdict.of(status: status, cause: cause) == verdict)
        }
    }

    @Test(
        "a word about the subscriber is told at once, with no more of the id than a log shows",
        arguments: ["INVALID_NUMBER", "USER_ROAMING", "USER_OPT_OUT", "NOT_ALLOWED"], [200, 400, 403])
    func tells(cause: String, status: Int) async throws {
        try await withScriptedMillom([.cause(cause, status: status)]) { client, server, _, _ in
            let failure = try await failure { _ = try await client.record(.balance, of: Invented.msisdn()) }
            #expect(
                failure
                    == .aboutSubscriber(
                        ErrorReply(purpose: .balance, status: status, name: cause), shown: "MSISDN …001"))
            #expect(failure?.cause == cause)
            #expect(failure?.mayConcernOneAlone == true)
            #expect(server.requests.count == 1)
        }
    }

    @Test(
        "the pace is waited for, by its cause and by its status",
        arguments: [
            .cause("TOO_MANY_REQUESTS", status: 429, retryAfter: "30"),
            .cause("TOO_MANY_REQUESTS", status: 400, retryAfter: "30"),
            .json("<html>", status: 429, retryAfter: "30"),
        ] as [ScriptedReply])
    func waits(reply: ScriptedReply) async throws {
        try await withScriptedMillom([reply, .json("{}")]) { client, server, _, clock in
            _ = try await client.record(.balance, of: Invented.msisdn())
            #expect(clock.sleeps == [.seconds(30)])
            #expect(client.counts.quotaRefusals == 1)
            #expect(server.requests.count == 2)
        }
    }

    @Test(
        "the server's trouble is tried again",
        arguments: [
            .cause("SERVICE_UNAVAILABLE", status: 503), .cause("ERROR_CAUSE_UNSPECIFIED"),
            .cause("SERVICE_UNAVAILABLE", status: 200), .json("[]"), .json("{"), .json(""),
            .json("<html>", status: 502),
        ] as [ScriptedReply])
    func retries(reply: ScriptedReply) async throws {
        try await withScriptedMillom([reply, .json("{}")]) { client, _, _, _ in
            _ = try await client.record(.balance, of: Invented.msisdn())
            #expect(client.counts.retries == 1)
        }
    }

    @Test(
        "what is ours to set right ends at once, and says which setting",
        arguments: [
            (.cause("BAD_REQUEST"), "millom.service_provider", .configuration),
            (.json("", status: 404), "millom.base_url", .configuration),
            (.json("", status: 302), "millom.base_url", .configuration),
            (.json("", status: 403), "scope", .configuration),
        ] as [(ScriptedReply, String, FailureKind)])
    func stops(reply: ScriptedReply, word: String, kind: FailureKind) async throws {
        try await withScriptedMillom([reply]) { client, server, _, _ in
            let failure = try await failure { _ = try await client.record(.balance, of: Invented.msisdn()) }
            #expect(failure?.kind == kind)
            #expect(failure?.description.contains(word) == true)
            #expect(server.requests.count == 1)
        }
    }

    @Test("a refused token is renewed once, and a second refusal is about the credentials")
    func renews() async throws {
        try await withScriptedMillom([.cause("NOT_ALLOWED", status: 401), .json("{}")]) {
            client, server, _, _ in
            _ = try await client.record(.balance, of: Invented.msisdn())
            #expect(
                server.requests.map { $0.headers["authorization"] } == ["Bearer token-1", "Bearer token-2"])
        }
        try await withScriptedMillom([.json("", status: 401)]) { client, server, _, _ in
            let failure = try await failure { _ = try await client.record(.balance, of: Invented.msisdn()) }
            #expect(failure == .credentialsRefused(ErrorReply(purpose: .balance, status: 401)))
            #expect(server.requests.count == 2)
        }
    }

    @Test("a token endpoint that refuses us is asked once, and its word is told")
    func refusesToken() async throws {
        try await withScriptedMillom(
            [], { $0.tokens = [.json(#"{"error":"invalid_scope"}"#, status: 400)] }
        ) { client, server, tokens, _ in
            let failure = try await failure { _ = try await client.record(.balance, of: Invented.msisdn()) }
            #expect(
                failure
                    == .credentialsRefused(ErrorReply(purpose: .token, status: 400, name: "invalid_scope")))
            #expect(failure?.mayConcernOneAlone == false)
            #expect(server.requests.isEmpty)
            #expect(tokens.requests.count == 1)
        }
    }

    @Test("no error body makes its reader trap")
    func isSturdy() async throws {
        var random = SeededRandom(seed: 12)
        let bodies = [
            #"{"cause":"INVALID_NUMBER","errorMessage":"made up"}"#, #"{"cause":["INVALID_NUMBER"]}"#,
            #"{"cause":null}"#, #"{"error":{"code":7}}"#, #"{"cause":"\ud800"}"#,
        ].map { Array($0.utf8) }
        var replies: [ScriptedReply] = []
        for _ in 0..<60 {
            var body = bodies[Int.random(in: bodies.indices, using: &random)]
            let index = Int.random(in: body.indices, using: &random)
            body[index] = UInt8.random(in: 0...255, using: &random)
            replies.append(ScriptedReply(status: 400, body: body))
        }
        try await withScriptedMillom(replies) { client, server, _, _ in
            for index in replies.indices {
                _ = try await failure { _ = try await client.record(.balance, of: Invented.msisdn()) }
                let reply = try await client.purchase(Invented.order())
                switch reply {
                case .completed, .processing: Issue.record("\(index): \(reply)")
                case .failed, .notSent, .unknown: break
                }
            }
        }
    }
}
