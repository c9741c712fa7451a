import Foundation
import MillomJournal
import MirrorCore
import TestSupport
import Testing

@Suite("The receiver")
struct ReceiverTests {
    /// A request and its expected answer.
    struct Case: Sendable, CustomTestStringConvertible {
        var method = "POST"
        let path: String
        var body = ""
        let status: Int
        var testDescription: String { "\(method) \(path.prefix(60)) \(body.prefix(60)) -> \(status)" }
    }

    private static let transid = "5f0c9a52-0000-4000-8000-000000000001"

    static let cases = [
        Case(method: "GET", path: "/healthz", status: 200),
        Case(method: "POST", path: "/healthz", status: 405),
        Case(method: "GET", path: "/oauth/token", status: 405),
        Case(path: "/", status: 404), Case(path: "/millom", status: 404),
        Case(path: "/millom/gp/v2/single", status: 404),
        Case(path: "/millom/a%2Fb/v1/single?idValue=1&idType=MSISDN", status: 404),
        Case(path: "/millom/a%00b/v1/single?idValue=1&idType=MSISDN", status: 404),
        Case(path: ReceiverStage.eventPath, body: ReceiverStage.event("one-1"), status: 200),
        Case(path: ReceiverStage.eventPath, body: ReceiverStage.event("one-1"), status: 200),
        Case(
            path: "/millom/gp/v1/single?idType=CPID&idValue=a%2Bb%2Fc%3D%3D%2C47001&override=true",
            body: ReceiverStage.event("two-2"), status: 200),
        Case(path: ReceiverStage.eventPath, body: "", status: 400),
        Case(path: ReceiverStage.eventPath, body: "{", status: 400),
        Case(path: ReceiverStage.eventPath, body: "[]", status: 400),
        Case(path: ReceiverStage.eventPath, body: #"{"type":"low-data"}"#, status: 400),
        Case(path: ReceiverStage.eventPath, body: #"{"transactionId":"x-1"}"#, status: 400),
        Case(
            path: ReceiverStage.eventPath, body: #"{"transactionId":"a\u0000b","type":"low-data"}"#,
            status: 400),
        Case(path: ReceiverStage.eventPath, body: ReceiverStage.event("x-1", type: "Drop it;"), status: 400),
        Case(
            path: ReceiverStage.eventPath, body: ReceiverStage.event(String(repeating: "x", count: 129)),
            status: 400),
        Case(path: ReceiverStage.eventPath, body: String(repeating: "[", count: 60_000), status: 400),
        Case(path: "/millom/gp/v1/single", body: ReceiverStage.event("x-1"), status: 400),
        Case(
            path: "/millom/gp/v1/single?idValue=&idType=MSISDN", body: ReceiverStage.event("x-1"), status: 400
        ),
        Case(
            path: "/millom/gp/v1/single?idValue=1&idType=IMSI", body: ReceiverStage.event("x-1"), status: 400),
        Case(
            path: "/millom/gp/v1/single?idValue=1&idValue=2&idType=MSISDN", body: ReceiverStage.event("x-1"),
            status: 400),
        Case(
            path: "/millom/gp/v1/single?idValue=nobody&idType=MSISDN", body: ReceiverStage.event("x-1"),
            status: 409),
        Case(
            path: "/millom/gp/v1/single?idValue=a%00b&idType=CPID", body: ReceiverStage.event("x-1"),
            status: 409),
        Case(
            path: "/millom/gp/v1/single?idValue=abc&idType=OPET", body: ReceiverStage.event("x-1"),
            status: 409),
        Case(
            path: "/millom/gp/v1/single?idValue=4790000012&idType=MSISDN", body: ReceiverStage.event("one-1"),
            status: 409),
        Case(path: "/millom/notification", body: #"{"cpid":"a+b=,51001","offers":[]}"#, status: 200),
        Case(path: "/millom/notification", body: #"{"cpid":"a+b=,51001","offers":{}}"#, status: 200),
        Case(path: "/millom/notification", body: #"{"offers":[]}"#, status: 400),
        Case(path: "/millom/callback", body: #"{"transactionId":"unheard-of","appId":"x"}"#, status: 404),
        Case(path: "/millom/callback", body: #"{"transactionId":"\#(transid)"}"#, status: 400),
        Case(
            path: "/millom/callback", body: #"{"transactionId":"\#(transid)","appId":"x","errorType":["?"]}"#,
            status: 400),
        Case(
            path: "/millom/callback", body: #"{"transactionId":"\#(transid)","appId":"x","dryRun":true}"#,
            status: 200),
        Case(
            path: "/millom/callback",
            body: #"{"transactionId":"unheard-of","appId":"x","dryRun":true}"#, status: 200),
        Case(path: "/millom/callback/", body: #"{"transactionId":"\#(transid)","appId":"x"}"#, status: 200),
        Case(path: "/millom/callback", body: #"{"transactionId":"\#(transid)","appId":"x"}"#, status: 409),
        Case(
            path: "/millom/callback",
            body: #"{"transactionId":"\#(transid)","appId":"x","errorType":"INSUFFICIENT_FUNDS"}"#,
            status: 409),
        Case(
            path: ReceiverStage.eventPath,
            body: #"{"type":"low-data","transactionId":"big","x":""# + String(repeating: "x", count: 70_000)
                + #""}"#,
            status: 413),
    ]

    @Test("answers each request as the specification has it, and stores what it accepts once")
    func answers() async throws {
        try await withTemporaryDirectory { directory in
            try await ReceiverStage.with(in: directory) { stage in
                let person = try #require(MillomSubscriber(.msisdn, "4790000011", operator: "gp"))
                let journal = try Journal.open(in: stage.state)
                let intent = PurchaseIntent(
                    id: try #require(UUID(uuidString: Self.transid)), subscriber: person, planID: "P",
                    fundSource: .wallet, cost: nil, currency: nil, offerContext: nil, askedBy: "ola",
                    at: Date())
                _ = try journal.open(intent, recordedBy: "test")
                try journal.add(PurchaseEvent(.sent, at: Date(), recordedBy: "test"), to: intent.transid)
                let token = try await stage.token()
                for one in Self.cases {
                    let reply = try await stage.send(one.method, one.path, one.body, token: token)
                    #expect(reply.status == one.status, "\(one.testDescription): \(reply.body)")
                    #expect(reply.headers["cache-control"] == "no-store")
                }
                let news = try journal.news(after: .start)
                #expect(
                    news.notifications.map(\.transactionID).map { $0.hasPrefix("sha256:") ? "sha256" : $0 }
                        == ["one-1", "two-2", "sha256", "sha256"])
                #expect(
                    news.notifications.map(\.subscriber?.id) == [
                        "4790000011", "a+b/c==,47001", "a+b=,51001", "a+b=,51001",
                    ])
                #expect(
                    news.purchases.map { $0.events.map(\.kind) }
                        == [[.intended, .sent, .callbackCompleted, .callbackFailed]])
                #expect(news.purchases.map(\.state) == [.completed])
                try journal.close()
                // No personal data, no token, no id.
                let log = stage.running.errorsSoFar
                for word in [
                    "4790000011", "90000011", "47001", "51001", "one-1", Self.transid, token, "hush",
                ] {
                    #expect(!log.contains(word), "\(word)")
                }
            }
        }
    }

    @Test("nothing is told to, or taken from, whoever has no good token")
    func needsToken() async throws {
        try await withTemporaryDirectory { directory in
            try await ReceiverStage.with(in: directory) { stage in
                let good = try await stage.token()
                let body = ReceiverStage.event("one-1")
                for path in [ReceiverStage.eventPath, "/millom/notification", "/millom/callback"] {
                    for header in [
                        "", "Bearer", "Bearer ", "Bearer \(good)x", "Basic \(good)", good, "Bearer  \(good)",
                    ] {
                        let headers = header.isEmpty ? [:] : ["authorization": header]
                        let reply = try await stage.send("POST", path, body, headers: headers)
                        #expect(reply.status == 401 && reply.body == "", "\(header)")
                        #expect(reply.headers["www-authenticate"] == #"Bearer realm="submirror""#)
                    }
                }
                #expect(
                    try await stage.send(
                        "POST", ReceiverStage.eventPath, body, headers: ["authorization": "bearer \(good)"]
                    ).status == 200)
                let journal = try Journal.open(in: stage.state)
                #expect(try journal.news(after: .start).notifications.count == 1)
                try journal.close()
            }
        }
    }

    @Test("gives a token for the right credentials, in the header or the form, and for no others")
    func tokens() async throws {
        try await withTemporaryDirectory { directory in
            try await ReceiverStage.with(in: directory) { stage in
                func basic(_ text: String) -> [String: String] {
                    ["authorization": "Basic \(Data(text.utf8).base64EncodedString())"]
                }
                let grant = "grant_type=client_credentials"
                let good = "client_id=millom-client&client_secret=hush%2Bhush%25hush"
                for (form, headers, status) in [
                    (grant, basic("millom-client:hush+hush%hush"), 200),
                    (grant + "&scope=any", basic("millom-client:hush%2Bhush%25hush"), 200),
                    ("\(grant)&\(good)", [:], 200), (grant, [:], 401),
                    (grant, basic("millom-client:hush"), 401),
                    (grant, basic("other:hush+hush%hush"), 401), (grant, basic("millom-client"), 401),
                    (grant, ["authorization": "Basic ?"], 401),
                    ("\(grant)&client_id=millom-client&client_secret=", [:], 401),
                    ("grant_type=password&\(good)", [:], 400), (good, [:], 400), ("", [:], 400),
                    ("\(grant)&\(grant)&\(good)", [:], 400),
                ] as [(String, [String: String], Int)] {
                    let reply = try await stage.send("POST", "/oauth/token", form, headers: headers)
                    #expect(reply.status == status, "\(form) \(reply.body)")
                    #expect(reply.body.contains("access_token") == (status == 200))
                    #expect(reply.body.contains(#""error":"#) == (status != 200))
                    if status == 200 { #expect(reply.body.contains(#""expires_in":3600"#)) }
                }
            }
        }
    }

    @Test("kill -9 under load loses nothing that was answered 200")
    func killed() async throws {
        try await withTemporaryDirectory { directory in
            var accepted: Set<String> = []
            try await ReceiverStage.with(in: directory) { stage in
                let token = try await stage.token()
                accepted = await withTaskGroup(of: [String].self) { group in
                    for sender in 0..<16 {
                        group.addTask {
                            var mine: [String] = []
                            for number in 0..<100_000 {
                                let id = "id-\(sender)-\(number)"
                                let reply = try? await stage.send(
                                    "POST", ReceiverStage.eventPath, ReceiverStage.event(id), token: token)
                                guard reply?.status == 200 else { return mine }
                                mine.append(id)
                                if sender == 0, number == 40 { stage.running.signal(SIGKILL) }
                            }
                            return mine
                        }
                    }
                    return await group.reduce(into: []) { $0.formUnion($1) }
                }
                let result = try await stage.running.end()
                #expect(result.status == SIGKILL)
            }
            #expect(accepted.count > 40)
            let journal = try Journal.open(in: directory.appendingPathComponent("state").path)
            let stored = try journal.news(after: .start, limit: .max).notifications.map(\.transactionID)
            #expect(accepted.subtracting(stored) == [])
            #expect(Set(stored).count == stored.count)
            // It serves again.
            try journal.close()
            try await ReceiverStage.with(in: directory) { stage in
                let token = try await stage.token()
                let id = try #require(accepted.first)
                #expect(
                    try await stage.send(
                        "POST", ReceiverStage.eventPath, ReceiverStage.event(id), token: token
                    ).status
                        == 200)
            }
        }
    }

    @Test("asked to stop it refuses what is not there yet with 503, and ends with 0")
    func stops() async throws {
        try await withTemporaryDirectory { directory in
            try await ReceiverStage.with(in: directory) { stage in
                let token = try await stage.token()
                let port = try #require(Int(stage.baseURL.split(separator: ":")[2]))
                let connection = try RawConnection(port: port)
                let body = ReceiverStage.event("late-1")
                // In one piece, so that the server sees the second request while answering the first.
                try connection.send(
                    "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"
                        + "POST \(ReceiverStage.eventPath) HTTP/1.1\r\nhost: x\r\nauthorization: Bearer \(token)\r\n"
                        + "content-length: \(body.utf8.count)\r\n\r\n\(body.prefix(5))")
                #expect(await connection.rest(until: "ok").hasPrefix("HTTP/1.1 200"))
                stage.running.signal(SIGTERM)
                try await Patience.wait(stage.running.errorsSoFar) {
                    stage.running.errorsSoFar.contains("receiver stopping")
                }
                try connection.send(String(body.dropFirst(5)))
                let answer = await connection.rest()
                #expect(answer.hasPrefix("HTTP/1.1 503") && answer.lowercased().contains("connection: close"))
                #expect(try await stage.running.end().status == 0)
                let journal = try Journal.open(in: stage.state)
                #expect(try journal.news(after: .start).notifications == [])
                try journal.close()
            }
        }
    }
}
