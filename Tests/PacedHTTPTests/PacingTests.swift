import Foundation
import PacedHTTP
import Pacing
import ScriptedHTTP
import TestSupport
import Testing

@Suite("Pacing")
struct PacingTests {
    private static let twelve = ScriptedReply.json(#"{"count":12}"#)

    @Test("a refusal is waited for and is no retry")
    func obeysQuota() async throws {
        let replies = [
            ScriptedReply.allowanceUsed(retryAfter: "30"),
            .allowanceUsed(retryAfter: "Sun, 22 Nov 2026 12:02:15 GMT"), Self.twelve,
        ]
        try await withInventedAPI(replies, { $0.skew = .seconds(90) }) { client, _, clock in
            _ = try await client.perform(.stock(of: "bolt"))
            // In server time, 90 s ahead, it is 12:02:00 when the second reply arrives.
            #expect(clock.sleeps == [.seconds(30), .seconds(15)])
            #expect(client.counts.quotaRefusals == 2)
            #expect(client.counts.retries == 0)
        }
    }

    @Test("without a word of how long, the wait grows from probe to probe")
    func probes() async throws {
        let replies = Array(repeating: ScriptedReply.allowanceUsed(), count: 20) + [Self.twelve]
        try await withInventedAPI(replies) { client, _, clock in
            _ = try await client.perform(.stock(of: "bolt"))
            #expect(clock.sleeps.first == .seconds(2))
            #expect(zip(clock.sleeps, clock.sleeps.dropFirst()).allSatisfy { $1 > $0 * 1.2 && $1 < $0 * 1.3 })
        }
    }

    @Test("a configured quota is held, and its window waited for")
    func holdsQuota() async throws {
        let pace = PaceSettings(quota: 3, quotaWindow: .seconds(60))
        try await withInventedAPI([Self.twelve], { $0.context.pace = pace }) { client, _, clock in
            for _ in 0..<7 { _ = try await client.perform(.stock(of: "bolt")) }
            #expect(clock.sleeps == [.milliseconds(60_600), .milliseconds(60_600)])
            #expect(client.counts.throttled == 0)
        }
    }

    @Test("a configured rate spaces the requests, however many callers there are")
    func holdsRate() async throws {
        let pace = PaceSettings(perSecond: 10)
        try await withInventedAPI([Self.twelve], { $0.context.pace = pace }) { client, _, clock in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 { group.addTask { _ = try await client.perform(.stock(of: "bolt")) } }
                try await group.waitForAll()
            }
            #expect(clock.sleeps == Array(repeating: .seconds(1.015 / 10), count: 19))
        }
    }

    @Test("a spike arrest widens the spacing and the request goes on at the new one")
    func widens() async throws {
        let replies = [ScriptedReply.tooClose, .tooClose, Self.twelve]
        try await withInventedAPI(replies) { client, _, clock in
            for _ in 0..<2 { _ = try await client.perform(.stock(of: "bolt")) }
            #expect(clock.sleeps == [.milliseconds(20), .milliseconds(40), .milliseconds(40)])
            #expect(client.counts.spikeRefusals == 2)
            #expect(client.counts.retries == 0)
        }
    }

    @Test("what is refused as too close for ever is left to a later run, after as long as a run may wait")
    func endsForSpikes() async throws {
        try await withInventedAPI([.tooClose], { $0.context.longestWait = .seconds(900) }) {
            client, _, clock in
            let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
            #expect(failure == .tooClose(since: noon))
            #expect(clock.now.offset <= .seconds(900))
        }
    }

    @Test("an answer between two such refusals begins the count anew")
    func beginsSpikesAnew() async throws {
        let replies = [ScriptedReply.tooClose, Self.twelve, .tooClose, Self.twelve]
        try await withInventedAPI(replies, { $0.context.longestWait = .seconds(900) }) {
            client, _, clock in
            _ = try await client.perform(.stock(of: "bolt"))
            clock.advance(by: .seconds(3600))
            _ = try await client.perform(.stock(of: "bolt"))
            #expect(client.counts.spikeRefusals == 2)
        }
    }

    @Test(
        "a call is given up that alone is refused while others pass between its refusals",
        arguments: [ScriptedReply.allowanceUsed(), .tooClose])
    func refusedAlone(refusal: ScriptedReply) async throws {
        let replies =
            [Self.twelve] + Array(repeating: refusal, count: 3) + [
                Self.twelve, refusal, Self.twelve, refusal,
            ]
        try await withInventedAPI(replies) { client, server, _ in
            _ = try await client.perform(.stock(of: "nut"))
            var call = Call.stock(of: "bolt")
            call.isOneOfMany = true
            let failure = try await failure { _ = try await client.perform(call) }
            guard case .fault(.server, purpose: .stock, tries: 5)? = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            #expect(
                server.dataRequests.map { $0.body.contains("nut") }
                    == [true, false, false, false, true, false, true, false])
        }
    }

    @Test("what another call is told meanwhile is not taken for the call's own answer")
    func witnessRefused() async throws {
        let replies =
            [Self.twelve] + Array(repeating: ScriptedReply.allowanceUsed(), count: 3)
            + [.problem(InventedDialect.noSuchPart, status: 404), Self.twelve]
        try await withInventedAPI(replies) { client, server, _ in
            _ = try await client.perform(.stock(of: "nut"))
            var call = Call.stock(of: "bolt")
            call.isOneOfMany = true
            _ = try await client.perform(call)
            #expect(
                server.dataRequests.map { $0.body.contains("nut") }
                    == [true, false, false, false, true, false])
        }
    }

    @Test("all callers share one wait, and one request finds out whether it is over")
    func sharesWaits() async throws {
        let replies = [ScriptedReply.allowanceUsed(), .allowanceUsed(), Self.twelve]
        try await withInventedAPI(replies) { client, server, clock in
            _ = try await client.tokens.token()
            let first = Task { try await client.perform(.stock(of: "bolt")) }
            while client.counts.quotaRefusals == 0 { await Task.yield() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 { group.addTask { _ = try await client.perform(.stock(of: "bolt")) } }
                try await group.waitForAll()
            }
            _ = try await first.value
            #expect(clock.sleeps == [.seconds(2), .seconds(2.5)])
            #expect(server.dataRequests.count == 2 + 21)
        }
    }

    @Test("a wait beyond the run's end is not begun")
    func endsEarly() async throws {
        try await withInventedAPI(
            [.allowanceUsed(retryAfter: "600")], { $0.end = noon.addingTimeInterval(599) }
        ) { client, server, clock in
            for _ in 0..<3 {
                let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
                #expect(failure == .quotaSpent(until: noon.addingTimeInterval(600)))
            }
            #expect(server.dataRequests.count == 1)
            #expect(clock.sleeps.isEmpty)
        }
    }

    @Test("nor is one that is longer than a run should sit for, counted from the first refusal")
    func endsForLongWait() async throws {
        let replies = Array(repeating: ScriptedReply.allowanceUsed(), count: 40) + [Self.twelve]
        try await withInventedAPI(replies, { $0.context.longestWait = .seconds(60) }) {
            client, _, clock in
            let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
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
        let kept = try await withInventedAPI([Self.twelve], { $0.context.pace = pace }) { client, _, _ in
            for _ in 0..<2 { _ = try await client.perform(.stock(of: "bolt")) }
            return client.pacer.snapshot
        }
        let copy = try JSONDecoder().decode(PaceSnapshot.self, from: try JSONEncoder().encode(kept))
        #expect(copy == kept)
        #expect(kept.windowCount == 2)
        try await withInventedAPI(
            [Self.twelve],
            {
                $0.context.pace = pace
                $0.context.keptPace = copy
            }
        ) { client, _, clock in
            clock.advance(by: .seconds(20))
            _ = try await client.perform(.stock(of: "bolt"))
            #expect(clock.sleeps == [.milliseconds(40_600)])
        }
    }

    @Test("whoever is cancelled leaves the line, and the others go on")
    func dropsCancelled() async throws {
        let replies = [ScriptedReply.allowanceUsed(), Self.twelve.with(.silence), Self.twelve]
        try await withInventedAPI(replies) { client, server, _ in
            let probe = Task { try await client.perform(.stock(of: "bolt")) }
            while server.dataRequests.count < 2 { await Task.yield() }
            let waiting = (0..<3).map { _ in Task { try await client.perform(.stock(of: "bolt")) } }
            waiting[0].cancel()
            await #expect(throws: CancellationError.self) { try await waiting[0].value }
            probe.cancel()
            await #expect(throws: CancellationError.self) { try await probe.value }
            for task in waiting.dropFirst() { _ = try await task.value }
            #expect(server.dataRequests.count == 4)
        }
    }
}
