import Foundation
import Logging
import MirrorCore
import PacedHTTP
import ScriptedHTTP
import TelenorAPI
import TestSupport
import Testing

@Suite("Endpoints")
struct EndpointTests {
    private let msisdn: Msisdn

    init() throws { msisdn = try #require(number) }

    static let detail = ScriptedReply.json(#"{"msisdn":"4790000001"}"#)

    @Test("a request says who we are, and what we take")
    func sendsHeaders() async throws {
        try await withScriptedAPI([Self.detail], { $0.configure = { $0.language = "nb NO" } }) {
            client, server, _ in
            let reply = try await client.detail(msisdn)
            #expect(reply.body == Self.detail.body)
            #expect(reply.serverTimeSent == noon)
            let request = try #require(server.dataRequests.first)
            #expect(
                request.target
                    == "/corporate-mobile-subscriptions/v2/mobile-subscriptions/4790000001?language=nb%20NO")
            #expect(request.headers["user-agent"] == "submirror/test")
            #expect(request.headers["accept-encoding"] == "gzip")
            #expect(request.headers["authorization"] == "Bearer token-1")
        }
    }

    @Test("every endpoint has its address")
    func addresses() async throws {
        try await withScriptedAPI([.json("[]")]) { client, server, _ in
            _ = try await client.orderableAddOns(msisdn)
            _ = try await client.subscriptionTypes(accessType: "MOBILE VOICE")
            _ = try await client.page(3, of: .product(77), pageSize: 1000)
            _ = try await client.page(0, of: .accounts, pageSize: 50)
            _ = try await client.page(1, of: .subscriptions(account: "12/34"), pageSize: 50)
            let root = "/corporate-mobile-subscriptions/v2"
            #expect(
                server.dataRequests.map(\.target) == [
                    "\(root)/mobile-subscriptions/4790000001/add-on-products",
                    "\(root)/subscription-types?accessType=MOBILE%20VOICE",
                    "\(root)/mobile-subscriptions?productId=77&ascending=false&page=3&pageSize=1000",
                    "/corporate-accounts/v2/accounts?page=0&pageSize=50",
                    "/corporate-accounts/v2/accounts/12%2F34/mobile-subscriptions?page=1&pageSize=50",
                ])
            #expect(
                client.counts.byPurpose == [
                    .token: 1, .orderable: 1, .catalogue: 1, .search: 1, .accounts: 2,
                ])
        }
    }

    @Test(
        "a word about this number is told with the number",
        arguments: [
            (404001, .tombstone), (400023, .tombstone), (40104, .tombstone), (400016, .quarantine),
            (400018, .quarantine),
        ] as [(Int, Disposition)])
    func tellsNumbers(code: Int, disposition: Disposition) async throws {
        try await withScriptedAPI([.error(code)]) { client, server, _ in
            let failure = try await failure { _ = try await client.detail(msisdn) }
            #expect(failure?.disposition == disposition)
            #expect(failure?.description.contains("…001") == true)
            #expect(failure?.description.contains("4790000001") == false)
            #expect(server.dataRequests.count == 1)
            #expect(client.counts.unknownCodes.isEmpty)
        }
    }

    @Test(
        "a wrong setting stops at once",
        arguments: [
            (.error(40301), true), (.error(40103), true), (.error(40401), true), (.error(4042000), true),
            (.json("", status: 403), true), (.error(40101), false), (.error(400005), false),
            (.json("", status: 302), false),
        ] as [(ScriptedReply, Bool)])
    func stops(reply: ScriptedReply, meansNotGranted: Bool) async throws {
        try await withScriptedAPI([reply]) { client, server, _ in
            let failure = try await failure { _ = try await client.page(0, of: .accounts, pageSize: 10) }
            #expect(failure?.disposition == .stopForConfiguration)
            #expect(failure?.meansNotGranted == meansNotGranted)
            #expect(server.dataRequests.count == 1)
        }
    }

    @Test("an error body in a 200 is that error")
    func readsErrorsInSuccesses() async throws {
        try await withScriptedAPI([.json(#"{"errorCode":40301}"#)]) { client, _, _ in
            let failure = try await failure { _ = try await client.page(0, of: .accounts, pageSize: 10) }
            #expect(
                failure == .misconfigured(ErrorReply(purpose: .accounts, status: 200, code: 40301)))
        }
    }

    @Test(
        "no path takes a credential to another server",
        arguments: [
            "@127.0.0.2/x", ":80@127.0.0.2/x", ".example.com/x", "x", "\\@127.0.0.2/x", ":1/x", "",
        ])
    func staysAtHome(path: String) async throws {
        try await withScriptedAPI([.page(rows: 0)], { $0.configure = { $0.accountsPath = path } }) {
            client, server, _ in
            let failure = try await failure { _ = try await client.page(0, of: .accounts, pageSize: 10) }
            #expect(failure == .foreignServer(.accounts))
            #expect(failure?.disposition == .stopForConfiguration)
            #expect(server.dataRequests.isEmpty)
        }
    }

    @Test("tries are bounded, and the last real fault is told")
    func keepsLastFault() async throws {
        let replies = [
            ScriptedReply.error(50001), .json(""), .error(50002), .error(50003), .json("{"), .error(503200),
        ]
        try await withScriptedAPI(replies) { client, server, _ in
            let failure = try await failure { _ = try await client.detail(msisdn) }
            let last = ErrorReply(purpose: .detail, status: 503, code: 503200)
            #expect(failure == .fault(.server(last), purpose: .detail, tries: 6))
            #expect(failure?.disposition == .unreachable)
            #expect(
                failure?.description
                    == "the detail request failed 6 times, the last time: the server answered 503 503200; "
                    + "try again later")
            #expect(server.dataRequests.count == 6)
        }
    }

    @Test(
        "an API that is not there is a fault that names the host and the cause",
        arguments: [
            (base: "http://127.0.0.1:1", host: "127.0.0.1:1", cause: "Connection refused"),
            (base: "https://127.0.0.1:1", host: "127.0.0.1:1", cause: "Connection refused"),
            (
                base: "https://no-such-host.invalid", host: "no-such-host.invalid:443",
                cause: "its name is not found"
            ),
        ])
    func isNotThere(base: String, host: String, cause: String) async throws {
        let configuration = APIConfiguration(
            baseURL: try BaseURL(base, setting: "api.base_url"),
            credentials: Credentials(clientID: "c", clientSecret: "s"),
            userAgent: "submirror/test")
        var context = TelenorClient.Context(logger: .init(label: "test"))
        context.http.jitter = { 0 }
        let failure = try await failure {
            try await TelenorClient.with(configuration, context) { _ = try await $0.detail(msisdn) }
        }
        #expect(failure == .fault(.notConnected(host, cause), purpose: .token, tries: 6))
        #expect(failure?.description.contains("no connection to \(host) (\(cause))") == true)
    }

    @Test(
        "a server in trouble, and a status that is no answer, is a fault that is tried again",
        arguments: [
            .error(50001), .error(503300), .json("{}", status: 206), .json("<html>", status: 502),
            .json("<html>Error code 42901</html>"),
        ] as [ScriptedReply])
    func retriesFaults(reply: ScriptedReply) async throws {
        try await withScriptedAPI([reply, Self.detail]) { client, server, _ in
            _ = try await client.detail(msisdn)
            #expect(client.counts.retries == 1)
            #expect(client.counts.throttled == 0)
        }
    }

    @Test("what the run's end cuts off is left to a later run")
    func isCutOff() async throws {
        try await withScriptedAPI(
            [.json("", status: 503, retryAfter: "20")], { $0.context.deadline = noon.addingTimeInterval(19) }
        ) { client, _, _ in
            let failure = try await failure { _ = try await client.detail(msisdn) }
            #expect(failure == .cutOff)
            #expect(failure?.disposition == .tryLater)
        }
    }
}
