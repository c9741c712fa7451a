import Foundation
import MirrorCore
import PacedHTTP
import Pacing
import ScriptedHTTP
import TelenorAPI
import TestSupport
import Testing

@Suite("Pages")
struct PagesTests {
    /// Reads a list without repeated rows; returns the number of rows on each page.
    private static func rowCounts(
        of list: PageList, pageSize: Int, _ client: TelenorClient
    ) async throws -> [Int] {
        var counts: [Int] = []
        _ = try await client.read(list, pageSize: pageSize) { page in
            counts.append(page.rowCount)
            return counts.count <= 3 ? page.rowCount : 0
        }
        return counts
    }

    @Test("a list is read page by page, and again until a pass brings nothing new")
    func reads() async throws {
        let rows = [10, 10, 3, 10, 10, 3]
        let replies = rows.enumerated().map { ScriptedReply.page(rows: $1, seed: $0) } + [.page(rows: 10)]
        try await withScriptedAPI(replies) { client, server, _ in
            let counts = try await Self.rowCounts(of: .accounts, pageSize: 10, client)
            #expect(counts == rows)
            #expect(server.dataRequests.map { $0.query("page") } == ["0", "1", "2", "0", "1", "2"])
        }
    }

    @Test("the end is judged by raw rows, readable or not")
    func countsRawRows() async throws {
        let replies = [ScriptedReply.json("[null,1]"), .json(#"["x"]"#)]
        try await withScriptedAPI(replies) { client, server, _ in
            let walk = try await client.read(.accounts, pageSize: 2) { _ in 0 }
            // Two pages, then one: the remaining reply is short, so the list is a single page.
            #expect(server.dataRequests.map { $0.query("page") } == ["0", "1", "0"])
            #expect(walk.rows == 4)
            #expect(walk.next == .end(isSettled: true))
        }
    }

    @Test("a page that repeats the one before it stops the list as an error")
    func stopsAtRepeats() async throws {
        let replies = [
            ScriptedReply.page(rows: 10, seed: 1), .page(rows: 10, seed: 2), .page(rows: 10, seed: 2),
        ]
        try await withScriptedAPI(replies) { client, _, _ in
            let failure = try await failure {
                _ = try await Self.rowCounts(of: .product(5), pageSize: 10, client)
            }
            #expect(failure == .pageRepeated(.search, page: 2))
        }
    }

    @Test("nothing is fetched before it is allowed")
    func asksFirst() async throws {
        let replies = (0..<5).map { ScriptedReply.page(rows: 2, seed: $0) }
        try await withScriptedAPI(replies) { client, server, _ in
            var allowed = 2
            await #expect(throws: CancellationError.self) {
                try await client.read(
                    .accounts, pageSize: 2,
                    beforeEach: {
                        allowed -= 1
                        if allowed < 0 { throw CancellationError() }
                    }, take: { $0.rowCount })
            }
            #expect(server.dataRequests.count == 2)
        }
    }

    @Test("the later the page, the larger its since, so that all reach back to the same moment")
    func keepsStart() async throws {
        let replies = (0..<3).map { ScriptedReply.page(rows: 2, seed: $0) } + [.page(rows: 1)]
        try await withScriptedAPI(
            replies,
            {
                $0.context.http.pace = PaceSettings(perSecond: 0.1)
                $0.skew = .seconds(90)
                $0.context.keptServerOffset = .seconds(90)
            }
        ) { client, server, _ in
            // The previous run noted the server's clock: 12:01:30, at most five seconds
            // more. A page leaves every 10.2 s.
            let start = noon.addingTimeInterval(90 - 600)
            _ = try await Self.rowCounts(of: .changes(since: start), pageSize: 2, client)
            #expect(server.dataRequests.prefix(4).map { $0.query("since") } == ["605", "612", "622", "632"])
            #expect(server.dataRequests.allSatisfy { $0.query("ascending") == "false" })
            #expect(server.dataRequests.allSatisfy { $0.query("productId") == nil })
        }
    }

    @Test("a reply tells the server's time when the request was sent, and its own since")
    func tellsServerTime() async throws {
        try await withScriptedAPI([.page(rows: 0)], { $0.skew = .seconds(-3600) }) { client, server, _ in
            let start = noon.addingTimeInterval(-3600 - 60)
            let reply = try await client.page(0, of: .changes(since: start), pageSize: 10)
            // By our own clock plus five seconds, as no reply has stated the server's time.
            #expect(server.dataRequests.map { $0.query("since") } == ["3665"])
            #expect(reply.serverTimeSent == noon.addingTimeInterval(-3600))
            #expect(client.serverNow == noon.addingTimeInterval(-3600))
        }
    }

    @Test(
        "before the first reply our own clock decides, and a server that is ahead is asked again",
        arguments: [
            (skew: 0, kept: nil, sent: ["605"]), (skew: 3, kept: nil, sent: ["605"]),
            (skew: 90, kept: nil, sent: ["605", "691"]), (skew: 90, kept: 90, sent: ["695"]),
            (skew: -90, kept: nil, sent: ["605"]),
        ] as [(skew: Int, kept: Int?, sent: [String])])
    func asksAgain(skew: Int, kept: Int?, sent: [String]) async throws {
        try await withScriptedAPI(
            [.page(rows: 0)],
            {
                $0.skew = .seconds(skew)
                $0.context.keptServerOffset = kept.map { .seconds($0) }
            }
        ) { client, server, _ in
            // As if from the cache: no reply has stated the server's time.
            client.http.tokens.adopt(
                AccessToken(value: "kept", expiresAt: .seconds(1_800_000_000), lifetime: .seconds(3600)))
            let start = noon.addingTimeInterval(-600)
            _ = try await client.page(0, of: .changes(since: start), pageSize: 10)
            #expect(server.dataRequests.map { $0.query("since") } == sent)
            #expect(server.tokenRequests.isEmpty)
        }
    }

    @Test("only a success tells the server's time: a token or an error may come from a cache or a gateway")
    func believesSuccesses() async throws {
        let gone = ScriptedReply.json("<html>down", status: 503)
        let replies = Array(repeating: gone, count: 6) + [ScriptedReply.page(rows: 0)]
        try await withScriptedAPI(replies, { $0.skew = .seconds(90) }) { client, _, _ in
            let start = noon.addingTimeInterval(-600)
            _ = try await failure { _ = try await client.page(0, of: .changes(since: start), pageSize: 10) }
            #expect(client.serverOffset == nil)
            _ = try await client.page(0, of: .changes(since: start), pageSize: 10)
            #expect(client.serverOffset.map { $0 > .seconds(85) } == true)
        }
    }

    @Test("a search that answers 204 found nothing")
    func noContent() async throws {
        try await withScriptedAPI([ScriptedReply(status: 204, headers: [])]) { client, _, _ in
            let reply = try await client.page(0, of: .changes(since: noon), pageSize: 10)
            #expect(reply.rows == 0)
            #expect(reply.body == Array("[]".utf8))
        }
    }

    @Test("a server that gives out twenty rows of a hundred is read to its end, page by page")
    func readsPastCap() async throws {
        let pass = [ScriptedReply.page(rows: 20), .page(rows: 20, seed: 1), .page(rows: 4, seed: 2)]
        try await withScriptedAPI(pass + pass) { client, _, _ in
            var seen: Set<[UInt8]> = []
            let walk = try await client.read(.accounts, pageSize: 100, expectsCap: true) { page in
                seen.insert(page.reply.body).inserted ? page.rowCount : 0
            }
            #expect(walk.next == .end(isSettled: true))
            #expect(walk.rows == 88)
        }
    }
}
