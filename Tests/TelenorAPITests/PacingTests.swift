import Foundation
import MirrorCore
import PacedHTTP
import Pacing
import ScriptedHTTP
import TelenorAPI
import TestSupport
import Testing

@Suite("Pacing")
struct PacingTests {
    private let msisdn: Msisdn

    init() throws { msisdn = try #require(number) }

    static let detail = ScriptedReply.json(#"{"msisdn":"4790000001"}"#)

    @Test("a refusal is waited for and is no retry")
    func obeysQuota() async throws {
        let replies = [
            ScriptedReply.error(42901, retryAfter: "30"),
            .error(42901, retryAfter: "Sun, 22 Nov 2026 12:02:15 GMT"), Self.detail,
        ]
        try await withScriptedAPI(replies, { $0.skew = .seconds(90) }) { client, _, clock in
            _ = try await client.detail(msisdn)
            // By the server's clock, 90 s ahead, it is 12:02:00 when the second reply comes.
            #expect(clock.sleeps == [.seconds(30), .seconds(15)])
            #expect(client.counts.quotaRefusals == 2)
            #expect(client.counts.retries == 0)
        }
    }

    @Test("without a word of how long, the wait grows from probe to probe")
    func probes() async throws {
        let replies = Array(repeating: ScriptedReply.error(42901), count: 20) + [Self.detail]
        try await withScriptedAPI(replies) { client, _, clock in
            _ = try await client.detail(msisdn)
            #expect(clock.sleeps.first == .seconds(2))
            #expect(zip(clock.sleeps, clock.sleeps.dropFirst()).allSatisfy { $1 > $0 * 1.2 && $1 < $0 * 1.3 })
        }
    }

    @Test("a configured quota is held, and its window waited for")
    func holdsQuota() async throws {
        let pace = PaceSettings(quota: 3, quotaWindow: .seconds(60))
        try await withScriptedAPI([Self.detail], { $0.context.http.pace = pace }) { client, _, clock in
            for _ in 0..<7 { _ = try await client.detail(msisdn) }
            #expect(clock.sleeps == [.milliseconds(60_600), .milliseconds(60_600)])
            #expect(client.counts.throttled == 0)
        }
    }

    @Test("a configured rate spaces the requests, however many callers there are")
    func holdsRate() async throws {
        let pace = PaceSettings(perSecond: 10)
        try await withScriptedAPI([Self.detail], { $0.context.http.pace = pace }) { client, _, clock in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 { group.addTask { _ = try await client.detail(msisdn) } }
                try await group.waitForAll()
            }
            #expect(clock.sleeps == Array(repeating: .seconds(1.015 / 10), count: 19))
        }
    }

    @Test("a spike arrest widens the spacing and the request goes on at the new one")
    func widens() async throws {
        let replies = [ScriptedReply.error(42902), .error(42902), Self.detail]
        try await withScriptedAPI(replies) { client, _, clock in
            for _ in 0..<2 { _ = try await client.detail(msisdn) }
            #expect(clock.sleeps == [.milliseconds(20), .milliseconds(40), .milliseconds(40)])
            #expect(client.counts.spikeRefusals == 2)
            #expect(client.counts.retries == 0)
        }
    }

    @Test("what is refused as too close for ever is left to a later run, after as long as a run may wait")
    func endsForSpikes() async throws {
        try await withScriptedAPI([.error(42902)], { $0.context.http.longestWait = .seconds(900) }) {
            client, _, clock in
            let failure = try await failure { _ = try await client.detail(msisdn) }
            #expect(failure == .tooClose(since: noon))
            #expect(failure?.disposition == .tryLater)
            #expect(clock.now.offset <= .seconds(900))
        }
    }

    @Test("an answer between two such refusals begins the count anew")
    func beginsSpikesAnew() async throws {
        let replies = [ScriptedReply.error(42902), Self.detail, .error(42902), Self.detail]
        try await withScriptedAPI(replies, { $0.context.http.longestWait = .seconds(900) }) {
            client, _, clock in
            _ = try await client.detail(msisdn)
            clock.advance(by: .seconds(3600))
            _ = try await client.detail(msisdn)
            #expect(client.counts.spikeRefusals == 2)
        }
    }

    @Test("all callers share one wait, and one request finds out whether it is over")
    func sharesWaits() async throws {
        let replies = [ScriptedReply.error(42901), .error(42901), Self.detail]
        try await withScriptedAPI(replies) { client, server, clock in
            _ = try await client.token()
            let first = Task { try await client.detail(msisdn) }
            while client.counts.quotaRefusals == 0 { await Task.yield() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 { group.addTask { _ = try await client.detail(msisdn) } }
                try await group.waitForAll()
            }
            _ = try await first.value
            #expect(clock.sleeps == [.seconds(2), .seconds(2.5)])
            #expect(server.dataRequests.count == 2 + 21)
        }
    }

    @Test("a wait beyond the run's end is not begun")
    func endsEarly() async throws {
        try await withScriptedAPI(
            [.error(42901, retryAfter: "600")], { $0.context.deadline = noon.addingTimeInterval(599) }
        ) { client, server, clock in
            for _ in 0..<3 {
                let failure = try await failure { _ = try await client.detail(msisdn) }
                #expect(failure == .quotaSpent(until: noon.addingTimeInterval(600)))
                #expect(failure?.disposition == .tryLater)
            }
            #expect(server.dataRequests.count == 1)
            #expect(clock.sleeps.isEmpty)
        }
    }

    @Test("nor is one that is longer than a run should sit for, counted from the first refusal")
    func endsForLongWait() async throws {
        let replies = Array(repeating: ScriptedReply.error(42901), count: 40) + [Self.detail]
        try await withScriptedAPI(replies, { $0.context.http.longestWait = .seconds(60) }) {
            client, _, clock in
            let failure = try await failure { _ = try await client.detail(msisdn) }
            guard case .quotaSpent(let until) = failure else {
                Issue.record("it ended with \(String(describing: failure))")
                return
            }
            #expect(until > noon.addingTimeInterval(60))
            #expect(clock.now.offset <= .seconds(60))
        }
    }

    @Test("the next run goes on with the pace of the last")
    func isKept() async throws {
        let pace = PaceSettings(quota: 2, quotaWindow: .seconds(60))
        let kept = try await withScriptedAPI([Self.detail], { $0.context.http.pace = pace }) { client, _, _ in
            for _ in 0..<2 { _ = try await client.detail(msisdn) }
            return client.pacer.snapshot
        }
        let copy = try JSONDecoder().decode(PaceSnapshot.self, from: try JSONEncoder().encode(kept))
        #expect(copy == kept)
        #expect(kept.windowCount == 2)
        try await withScriptedAPI(
            [Self.detail],
            {
                $0.context.http.pace = pace
                $0.context.http.keptPace = copy
            }
        ) { client, _, clock in
            clock.advance(by: .seconds(20))
            _ = try await client.detail(msisdn)
            #expect(clock.sleeps == [.milliseconds(40_600)])
        }
    }

    @Test("whoever is cancelled leaves the line, and the others go on")
    func dropsCancelled() async throws {
        let replies = [ScriptedReply.error(42901), Self.detail.with(.silence), Self.detail]
        try await withScriptedAPI(replies) { client, server, _ in
            let probe = Task { try await client.detail(msisdn) }
            while server.dataRequests.count < 2 { await Task.yield() }
            let waiting = (0..<3).map { _ in Task { try await client.detail(msisdn) } }
            waiting[0].cancel()
            await #expect(throws: CancellationError.self) { try await waiting[0].value }
            probe.cancel()
            await #expect(throws: CancellationError.self) { try await probe.value }
            for task in waiting.dropFirst() { _ = try await task.value }
            #expect(server.dataRequests.count == 4)
        }
    }
}
