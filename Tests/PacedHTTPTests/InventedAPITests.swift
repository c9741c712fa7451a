import Foundation
import PacedHTTP
import Pacing
import ScriptedHTTP
import TestSupport
import Testing

/// The client serves an API that has nothing in common with Telenor's: not its errors,
/// limits, tokens, nor its GET.
@Suite("An invented API")
struct InventedAPITests {
    private static let twelve = ScriptedReply.json(#"{"count":12}"#)

    @Test("is asked with POST, with a token of its own endpoint and scope")
    func posts() async throws {
        try await withInventedAPI([Self.twelve]) { client, server, _ in
            let reply = try await client.perform(.stock(of: "bolt"))
            #expect(reply.body == Self.twelve.body)
            #expect(reply.serverTimeSent == noon)
            let token = try #require(server.tokenRequests.first)
            #expect(token.target == "/auth/grant")
            #expect(token.body == "grant_type=client_credentials&scope=stock.read%20stock.count")
            let request = try #require(server.dataRequests.first)
            #expect(request.method == "POST")
            #expect(request.target == "/stock/query")
            #expect(request.body == #"{"part":"bolt"}"#)
            #expect(request.headers["content-type"] == "application/json")
            #expect(request.headers["authorization"] == "Bearer token-1")
            #expect(client.counts.byPurpose == [.token: 1, .stock: 1])
        }
    }

    @Test("sees no mark of ours on a request")
    func hidesMark() async throws {
        try await withInventedAPI([Self.twelve]) { client, server, _ in
            _ = try await client.perform(.stock(of: "bolt"))
            _ = try await client.perform(Call(.stock, .object, target: "/stock/bolt"))
            #expect(server.requests.map(\.method) == ["POST", "POST", "GET"])
            for request in server.requests {
                #expect(
                    !request.headers.keys.contains { $0.contains("submirror") || $0.contains("departure") })
            }
        }
    }

    /// If a POST's departure went unnoticed, the next would wait for its answer, which never comes here.
    @Test("is sent the next POST at its distance from the one before, answered or not")
    func pacesByDeparture() async throws {
        try await withInventedAPI(
            [Self.twelve.with(.silence)],
            {
                $0.context.pace = PaceSettings(perSecond: 10)
                $0.configuration.timeouts.firstByte = .seconds(3600)
            }
        ) { client, server, clock in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for part in ["bolt", "nut"] {
                    group.addTask { _ = try await client.perform(.stock(of: part)) }
                }
                try await Patience.wait("the second POST waits for the answer to the first") {
                    server.dataRequests.count == 2
                }
                group.cancelAll()
                while let result = await group.nextResult() {
                    #expect(throws: CancellationError.self) { try result.get() }
                }
            }
            #expect(clock.sleeps == [.seconds(1.015 / 10)])
        }
    }

    @Test("has limits of its own: a spent allowance is waited for, and too close widens the spacing")
    func obeysLimits() async throws {
        let replies = [
            ScriptedReply.problem(InventedDialect.allowanceUsed, status: 429, retryAfter: "30"),
            .problem(InventedDialect.tooClose, status: 429), Self.twelve,
        ]
        try await withInventedAPI(replies) { client, _, clock in
            _ = try await client.perform(.stock(of: "bolt"))
            #expect(clock.sleeps == [.seconds(30), .milliseconds(20)])
            #expect(client.counts.quotaRefusals == 1)
            #expect(client.counts.spikeRefusals == 1)
            #expect(client.counts.retries == 0)
        }
    }

    @Test("ends a run that would have to wait too long for its allowance")
    func endsRun() async throws {
        let reply = ScriptedReply.problem(InventedDialect.allowanceUsed, status: 429, retryAfter: "3600")
        try await withInventedAPI([reply], { $0.context.longestWait = .seconds(60) }) { client, _, clock in
            let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
            #expect(failure == .quotaSpent(until: noon.addingTimeInterval(3600)))
            #expect(clock.sleeps.isEmpty)
        }
    }

    @Test("has the last word on a request, and its undocumented codes are counted")
    func refuses() async throws {
        let replies = [
            ScriptedReply.problem(InventedDialect.noSuchPart, status: 400), .problem(99, status: 409),
        ]
        try await withInventedAPI(replies) { client, server, _ in
            for (status, code) in [(400, InventedDialect.noSuchPart), (409, 99)] {
                let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
                #expect(failure == .refused(ErrorReply(purpose: .stock, status: status, code: code)))
            }
            #expect(server.dataRequests.count == 2)
            #expect(client.counts.unknownCodes == ["99": 1])
        }
    }

    @Test("is taken at its word in a success, too")
    func readsErrorsInSuccesses() async throws {
        let replies = [
            ScriptedReply.problem(InventedDialect.noSuchPage, status: 200), .problem(99, status: 200),
        ]
        try await withInventedAPI(replies, { $0.configuration.retries.limit = 0 }) { client, _, _ in
            let documented = try await failure { _ = try await client.perform(.parts(page: 0)) }
            #expect(
                documented
                    == .refused(
                        ErrorReply(purpose: .stock, status: 200, code: InventedDialect.noSuchPage)))
            let unknown = try await failure { _ = try await client.perform(.parts(page: 0)) }
            #expect(unknown == .fault(.wrongShape, purpose: .stock, tries: 1))
        }
    }

    @Test("is asked again with another token when it says that this one is spent")
    func renews() async throws {
        let replies = [ScriptedReply.problem(InventedDialect.tokenSpent, status: 403), Self.twelve]
        try await withInventedAPI(replies) { client, server, _ in
            _ = try await client.perform(.stock(of: "bolt"))
            #expect(
                server.dataRequests.map { $0.headers["authorization"] } == [
                    "Bearer token-1", "Bearer token-2",
                ])
            #expect(client.counts.refusedTokens == 1)
        }
    }

    @Test("that gives no token ends the run, in the words of its own errors", arguments: [400, 404])
    func givesNoToken(status: Int) async throws {
        try await withInventedAPI([], { $0.tokens = [.problem(7, status: status)] }) { client, server, _ in
            let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
            let reply = ErrorReply(purpose: .token, status: status, code: 7)
            #expect(failure == (status == 400 ? .credentialsRefused(reply) : .refused(reply)))
            #expect(server.requests.count == 1)
        }
    }

    @Test("is asked the same again after a fault")
    func repeats() async throws {
        try await withInventedAPI([.json("", status: 503), .json("{"), Self.twelve]) {
            client, server, clock in
            _ = try await client.perform(.stock(of: "bolt"))
            #expect(server.dataRequests.map(\.body) == Array(repeating: #"{"part":"bolt"}"#, count: 3))
            #expect(clock.sleeps == [.milliseconds(250), .milliseconds(500)])
        }
    }

    @Test("has its lists read page by page, to the page that does not exist")
    func reads() async throws {
        let replies = [
            ScriptedReply.page(rows: 20), .problem(InventedDialect.noSuchPage, status: 400),
        ]
        try await withInventedAPI(replies) { client, server, _ in
            let walk = try await ListWalk.read(pageSize: 100, expectsCap: true) { index in
                try await client.perform(.parts(page: index))
            } meansNoSuchPage: { error in
                guard case RequestFailure.refused(let reply) = error else { return false }
                return reply.code == InventedDialect.noSuchPage
            } take: { page in
                page.rowCount
            }
            #expect(walk.rows == 20)
            #expect(walk.next == .end(isSettled: true))
            #expect(server.dataRequests.map(\.body) == [#"{"page":0}"#, #"{"page":1}"#])
        }
    }

    @Test("that repeats a page has a list without an end")
    func repeatsPages() async throws {
        try await withInventedAPI([.page(rows: 2)]) { client, _, _ in
            _ = await #expect(throws: ListWalk.Fault.pageRepeated(page: 1)) {
                try await ListWalk.read(pageSize: 2) { index in
                    try await client.perform(.parts(page: index))
                } meansNoSuchPage: { _ in
                    false
                } take: { page in
                    page.rowCount
                }
            }
        }
    }

    @Test("has settings of its own, which errors name")
    func namesSettings() {
        let error = #expect(throws: BaseURLError.self) {
            try BaseURL("http://stock.example", setting: "stock.base_url")
        }
        #expect(error?.description.hasPrefix("stock.base_url uses http:// to stock.example") == true)
    }

    @Test("is sent no token to another server than its own", arguments: ["", "x", "@127.0.0.2/x", ":1/x"])
    func staysAtHome(path: String) async throws {
        try await withInventedAPI([Self.twelve], { $0.configuration.tokenPath = path }) { client, server, _ in
            let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
            #expect(failure == .foreignServer(.token))
            #expect(server.requests.isEmpty)
        }
    }
}
