import Foundation
import MillomAPI
import MirrorCore
import MirrorReading
import MirrorStore
import Pacing
import Sandbox
import Scheduler
import Synchronization
import Testing

/// The promise: after a run that ends complete, every record that was due is as Millom has it.
@Suite("The mirror equals Millom")
struct MillomRunTests {
    @Test("after every complete run, with sloppy documents", arguments: [1, 2, 3] as [UInt64])
    func equals(seed: UInt64) async throws {
        var options = Workbench.millomOptions()
        options.seed = seed
        options.sloppiness = 0.2
        try await Workbench.with(options) { bench async throws in
            let first = try await bench.syncMillom()
            #expect(first.outcome == .complete && first.source == .millom)
            #expect(try bench.millomDifferences() == [])
            for _ in 0..<3 {
                bench.sandbox.changeMillom(count: 15)
                // By then every record has expired, whatever validity it states.
                bench.wait(.seconds(4 * 3600))
                #expect(try await bench.syncMillom().outcome == .complete)
                #expect(try bench.millomDifferences() == [])
            }
        }
    }

    @Test(
        "once the faults have passed, and asks nobody twice who was answered", arguments: [1, 2] as [UInt64])
    func faults(seed: UInt64) async throws {
        var options = Workbench.millomOptions()
        options.seed = seed
        options.faults = [
            try SandboxFaultRule("reset-body=5%"), try SandboxFaultRule("truncate=5%"),
            try SandboxFaultRule("500100=10%,max:40"),
        ]
        try await Workbench.with(options) { bench async throws in
            for _ in 0..<12 {
                let report = try await bench.syncMillom()
                #expect(report.outcome == .complete)
                if report.summary.fetched + report.summary.quarantined == 0 { break }
                bench.wait(.seconds(61))
            }
            bench.wait(.seconds(86_400))
            try await bench.syncMillom()
            #expect(try bench.millomDifferences() == [])
            #expect(
                try bench.rows(
                    "SELECT count(*) FROM _millom_record WHERE fetched_at IS NULL AND error_cause IS NULL")
                    == [[.integer(0)]])
        }
    }

    @Test("asks for nothing before it is due, and for what expires first as soon as it does")
    func due() async throws {
        try await Workbench.with(Workbench.millomOptions()) { bench async throws in
            try await bench.syncMillom()
            let again = try await bench.syncMillom()
            #expect(again.outcome == .complete && again.totals.requests == 0)
            let next = try bench.rows("SELECT min(due_at), max(due_at) FROM _millom_record")
            let now = Int64(bench.time.now().timeIntervalSince1970)
            guard case .integer(let soonest)? = next.first?.first else {
                Issue.record("nothing is due")
                return
            }
            #expect(soonest >= now + 60, "no record is asked for twice within a minute")
            bench.wait(.seconds(soonest - now))
            let due = try bench.rows(
                "SELECT count(*) FROM _millom_record WHERE due_at <= \(soonest)")
            #expect(try await bench.syncMillom().totals.requests > 0)
            #expect(due != [[.integer(0)]])
        }
    }

    @Test("ends within its budget, and the next run goes on there")
    func budget() async throws {
        try await Workbench.with(Workbench.millomOptions()) { bench async throws in
            let total = try bench.millomSubscribers.count * 3
            var requests = 0
            for _ in 0..<(total / 50 + 2) {
                let report = try await bench.syncMillom(maxRequests: 50)
                requests += report.totals.requests
                #expect(report.totals.requests <= 50)
                if report.outcome == .complete { break }
                #expect(report.stop == .requestsSpent)
            }
            #expect(requests == total)
            #expect(try bench.millomDifferences() == [])
        }
    }

    @Test("asks for each record once, where they are more than one portion")
    func portions() async throws {
        try await Workbench.with(Workbench.millomOptions(subscriptions: 700)) { bench async throws in
            let total = try bench.millomSubscribers.count * 3
            #expect(total > 2000)
            let report = try await bench.syncMillom()
            #expect(report.outcome == .complete && report.totals.requests == total)
            #expect(try bench.millomDifferences() == [])
        }
    }

    @Test("with a wrong service provider fails, and judges no subscriber by that")
    func refused() async throws {
        try await Workbench.with(
            Workbench.millomOptions { $0.serviceProvider = "another" }
        ) { bench async throws in
            await #expect(throws: (any Error).self) { try await bench.syncMillom() }
            #expect(try bench.rows("SELECT outcome FROM sync_run") == [[.text("failed")]])
            #expect(
                try bench.rows("SELECT count(*) FROM millom_subscriber WHERE is_known = 0") == [[.integer(0)]]
            )
        }
    }

    @Test("takes the journal in once, and makes due whom it is about")
    func journal() async throws {
        try await Workbench.with(Workbench.millomOptions()) { bench async throws in
            try await bench.syncMillom()
            bench.wait(.seconds(61))
            let subscriber = try #require(try bench.millomSubscribers.first)
            let news = OneNotification(about: subscriber.id, at: bench.time.now())
            let report = try await bench.syncMillom(taking: news)
            #expect(report.outcome == .complete && report.totals.requests >= 3)
            #expect(
                try bench.rows("SELECT subscriber, type FROM millom_notification")
                    == [[.text(subscriber.id), .text("low-data")]])
            let tidied = news.tidied.withLock { $0.last }
            #expect(tidied?.upTo == 1)
            let age = tidied.map { bench.time.now().timeIntervalSince($0.before) } ?? 0
            #expect((400 * 86_400..<400 * 86_400 + 3600).contains(age))
            try await bench.syncMillom(taking: news)
            #expect(try bench.rows("SELECT count(*) FROM millom_notification") == [[.integer(1)]])
        }
    }

    @Test("keeps to a pace of its own")
    func pace() async throws {
        let options = Workbench.millomOptions(subscriptions: 50) {
            $0.quota = SandboxOptions.Quota(limit: 40, window: .seconds(60))
        }
        try await Workbench.with(options) { bench async throws in
            let pace = PaceSettings(quota: 40, quotaWindow: .seconds(60))
            let began = bench.time.now()
            let report = try await bench.syncMillom(pace: pace)
            #expect(report.outcome == .complete)
            // One window after another. Where one window follows the other, the clock jumps, and the requests that it
            // overtakes on their way may be refused: as many as are under way at once.
            let windows = (report.totals.requests - report.totals.throttled) / 40
            #expect(bench.time.now().timeIntervalSince(began) >= Double(windows - 1) * 60)
            #expect(report.totals.throttled <= bench.settings.concurrency * windows)
            #expect(try bench.millomDifferences() == [])
        }
    }
}

/// A journal with one notification.
private final class OneNotification: MillomJournalSource {
    let id = "0123456789abcdef0123456789abcdef"
    /// The positions and moments up to which it was told to delete.
    let tidied = Mutex<[(upTo: Int64, before: Date)]>([])
    private let fact: ReceivedNotification

    init(about subscriber: String, at now: Date) {
        fact = ReceivedNotification(
            transactionID: "n-1", receivedAt: now,
            subscriber: MillomSubscriber(.msisdn, subscriber, operator: ""), operator: "", type: "low-data")
    }

    func next(after position: MillomJournalPosition) async throws -> MillomJournalBatch? {
        guard position.notification == 0 else { return nil }
        var end = position
        end.notification = 1
        return MillomJournalBatch([.notification(fact)], from: position, to: end)
    }

    func tidy(upTo position: MillomJournalPosition, before moment: Date, at now: Date) async throws {
        tidied.withLock { $0.append((position.notification, moment)) }
    }
}
