package import Foundation
package import Logging
package import MillomAPI
package import MirrorCore
package import MirrorStore
import Normalizer
import PacedHTTP
import Pacing

/// The settings of a run that queries Millom.
package struct MillomRunSettings: Sendable {
    /// Which subscribers to query.
    package enum Subscribers: Sendable {
        /// Every living number of the mirror, with this operator.
        case mirror(operator: String)
        case listed([MillomSubscriber])
    }

    package var subscribers: Subscribers
    /// How long a record is valid if it does not say so itself.
    package var refreshInterval = Duration.seconds(3600)
    /// Records in flight at once.
    package var concurrency = 16
    /// How long a notification is kept after its arrival.
    package var notificationRetention = Duration.seconds(400 * 86_400)
    /// Millom's ids that belong to people with a number.
    package var aliases: [MillomAlias] = []
    /// How long outcomes accumulate after each save.
    package var restAfterSaves = Duration.zero

    package init(subscribers: Subscribers) { self.subscribers = subscribers }
}

/// Facts that arrive outside of runs, such as notifications and purchases.
package protocol MillomJournalSource: Sendable {
    /// The journal's own id.
    var id: String { get }
    /// The next facts after `position`; nil if there are none.
    func next(after position: MillomJournalPosition) async throws -> MillomJournalBatch?
    /// Removes expired links, and notifications up to `position` that arrived before `moment`.
    func tidy(upTo position: MillomJournalPosition, before moment: Date, at now: Date) async throws
}

/// One run of the second source: takes in the journal, then fetches the due records, earliest due first.
///
/// The caller holds the ``RunLock``.
package struct MillomRun: Sendable {
    private let client: MillomClient
    private let store: MirrorStore
    private let settings: MillomRunSettings
    private let time: TimeSource
    private let logger: Logger
    private let progress: @Sendable (SyncProgress) -> Void

    package init(
        client: MillomClient, store: MirrorStore, settings: MillomRunSettings, time: TimeSource,
        logger: Logger, progress: @escaping @Sendable (SyncProgress) -> Void = { _ in }
    ) {
        self.client = client
        self.store = store
        self.settings = settings
        self.time = time
        self.logger = logger
        self.progress = progress
    }

    /// Runs until done or stopped, and records the outcome.
    ///
    /// - Parameter news: the journal; nil if there is none.
    /// - Throws: the error that made the run fail, after it was recorded.
    package func run(taking news: (any MillomJournalSource)?, maxRequests: Int? = nil) async throws
        -> SyncReport
    {
        let earlier = try await store.fact(.millomTraffic) ?? Traffic()
        let run = try await store.beginRun(.incremental, of: .millom, at: time.now())
        logger.notice(
            "run started", metadata: ["run": .stringConvertible(run.rawValue), "source": "millom"])
        var report = SyncReport(
            run: run, kind: .incremental, outcome: .partial,
            totals: RequestTotals(requests: 0, throttled: 0), summary: SaveSummary(), queued: 0, stop: nil)
        report.source = .millom
        do {
            if let news { try await take(news) }
            try await tidy(news)
            try await follow()
            let drained = try await drain(run, after: earlier, maxRequests: maxRequests)
            report.summary = drained.summary
            if let stop = drained.stop { throw stop }
        } catch {
            report.stop = RunStop(error)
            guard report.stop == nil else { return try await finished(report, after: earlier, failure: nil) }
            _ = try? await finished(report, after: earlier, failure: error)
            throw error
        }
        return try await finished(report, after: earlier, failure: nil)
    }

    /// Takes in new journal entries, portion by portion: an event about a subscriber makes its records due.
    private func take(_ news: any MillomJournalSource) async throws {
        while true {
            let position = try await store.millomJournalPosition(of: news.id)
            guard let next = try await news.next(after: position), next.end != position else { return }
            _ = try await store.takeIn(next, at: time.now())
        }
    }

    /// Removes expired data, here and in the journal.
    private func tidy(_ news: (any MillomJournalSource)?) async throws {
        let now = time.now()
        let moment = now.addingTimeInterval(-settings.notificationRetention.inSeconds)
        try await store.tidyMillom(at: now, notificationsBefore: moment)
        guard let news else { return }
        try await news.tidy(
            upTo: try await store.millomJournalPosition(of: news.id), before: moment, at: now)
    }

    /// Sets which subscribers are queried; data about those no longer among them stays.
    private func follow() async throws {
        switch settings.subscribers {
        case .mirror(let name):
            _ = try await store.followMillomOfMirror(operator: name, at: time.now())
        case .listed(let subscribers):
            _ = try await store.followMillom(subscribers, at: time.now())
        }
        try await store.noteMillomIDs(settings.aliases)
    }

    private func drain(
        _ run: RunID, after earlier: Traffic, maxRequests: Int?
    ) async throws -> Drain<MillomWork>.Result {
        let (client, started) = (client, time.now())
        let facts = try await store.millomFacts(at: started)
        return try await Drain(
            work: MillomWork(
                client: client, store: store, run: run, earlierTraffic: earlier,
                interval: settings.refreshInterval, time: time, logger: logger),
            supply: MillomSupply(store: store, dueAt: started),
            context: DrainContext(
                concurrency: settings.concurrency, requestsPerItem: 1,
                restAfterSaves: settings.restAfterSaves, executor: client.executor, time: time,
                progress: progress, requestCount: { client.counts.total },
                checkBudget: { count, inFlight in
                    if let maxRequests, client.counts.total + inFlight + count > maxRequests {
                        throw RunStop.requestsSpent
                    }
                    if client.isTimeSpent { throw RunStop.timeSpent }
                },
                isCutOff: { if case MillomFailure.cutOff = $0 { true } else { false } }),
            isProven: facts.records > facts.neverRead, total: facts.due
        ).run()
    }

    /// Records the end of the run, in a separate task awaited here, because it must be written even after a
    /// signal.
    private func finished(
        _ report: SyncReport, after earlier: Traffic, failure: (any Error)?
    ) async throws -> SyncReport {
        let (client, store, time) = (client, store, time)
        var ending = report
        ending.totals = RequestTotals(client.counts)
        let closing = Task { [ending] in
            let outcome: RunOutcome = failure != nil ? .failed : ending.stop == nil ? .complete : .partial
            try await store.finishRun(
                ending.run, kind: ending.kind, outcome: outcome, totals: ending.totals,
                error: (failure.map { "\($0)" } ?? ending.stop.map { "\($0)" }).map(client.scrub),
                keeping: Self.facts(of: client, after: earlier), at: time.now())
            // Records that fell due during the run are left to the next one.
            let left = ending.stop == nil ? 0 : try await store.millomFacts(at: time.now()).due
            return (left, outcome)
        }
        (ending.queued, ending.outcome) = try await closing.value
        return ending
    }

    fileprivate static func facts(
        of client: MillomClient, after earlier: Traffic, hasEnded: Bool = true
    ) -> FactChanges {
        let pace = client.pacer.snapshot(hasEnded: hasEnded)
        var facts = FactChanges(.millomPace, pace.isWithoutLimits ? nil : pace)
        facts.set(.millomTraffic, to: earlier + Traffic(client.counts, hasEnded: hasEnded))
        return facts
    }
}

/// Fetches and saves the due records.
private struct MillomWork: DrainWork {
    let client: MillomClient
    let store: MirrorStore
    let run: RunID
    /// Requests sent before the run.
    let earlierTraffic: Traffic
    let interval: Duration
    let time: TimeSource
    let logger: Logger

    func fetch(_ item: MillomDueRecord) async throws -> Fetched<MillomOutcome> {
        let (subscriber, record) = (item.subscriber, item.record)
        do {
            return try read(try await client.record(record, of: subscriber), of: item)
        } catch let failure as MillomFailure {
            if case .aboutSubscriber = failure, let refusal = failure.cause.flatMap(MillomRefusal.init) {
                return .verdict(.refused(subscriber, record, refusal), failure)
            }
            guard failure.mayConcernOneAlone else { throw failure }
            return .fault(.failed(subscriber, record, cause: shown(failure)), failure)
        }
    }

    private func read(_ reply: Reply, of item: MillomDueRecord) throws -> Fetched<MillomOutcome> {
        do {
            var document = try Normalizer.normalize(
                item.record, reply.body.span.bytes, of: item.subscriber)
            document.anomalies = document.anomalies.map { anomaly in
                // A reply may contain a secret as a key.
                var open = anomaly
                open.path = client.scrub(anomaly.path)
                return open
            }
            return .document(.document(document))
        } catch DocumentError.interrupted {
            throw DocumentError.interrupted
        } catch {
            logger.warning(
                "a record of Millom's cannot be used",
                metadata: [
                    "subscriber": "\(item.subscriber.redacted)", "record": "\(item.record.rawValue)",
                    "reason": "\(error)",
                ])
            return .fault(
                .failed(item.subscriber, item.record, cause: "UNREADABLE_REPLY"),
                MillomFailure.unusable(item.record.purpose))
        }
    }

    /// Millom's cause or one of our own words, never the text of a reply, which may contain anything.
    private func shown(_ failure: MillomFailure) -> String { failure.cause.map(client.scrub) ?? "NO_ANSWER" }

    func save(_ outcomes: [MillomOutcome]) async throws -> SaveSummary {
        let summary = try await store.save(outcomes, of: run, every: interval, at: time.now())
        if !client.pacer.snapshot(hasEnded: false).isWithoutLimits {
            try await store.keepProgress(
                of: run, totals: RequestTotals(client.counts),
                keeping: MillomRun.facts(of: client, after: earlierTraffic, hasEnded: false))
        }
        return summary
    }

    /// Keeps unjudged records due; a failed try moves each behind the others.
    func leave(cutOff: [MillomDueRecord], held: [MillomOutcome]) async throws {
        let unjudged =
            cutOff.map { MillomOutcome.failed($0.subscriber, $0.record, cause: "CUT_OFF") } + held
        _ = try await store.save(unjudged, of: run, every: interval, at: time.now())
    }
}

/// Supplies the records that were due when the run began, earliest due first.
private struct MillomSupply: DrainSupply {
    let store: MirrorStore
    let dueAt: Date
    private var portion: ArraySlice<MillomDueRecord> = []
    /// Records supplied, and not yet saved when the last portion was read; they are left out when read again.
    private var handedOut: Set<MillomDueRecord> = []
    /// Records fetched out of turn.
    private var skipped: Set<MillomDueRecord> = []
    private var isAtEnd = false

    private static let portionSize = 1000
    private static let witnessCount = 8

    init(store: MirrorStore, dueAt: Date) {
        self.store = store
        self.dueAt = dueAt
    }

    mutating func next() async throws -> MillomDueRecord? {
        while true {
            if let item = portion.popFirst() {
                if !skipped.contains(item), handedOut.insert(item).inserted { return item }
                continue
            }
            guard !isAtEnd else { return nil }
            // Records already supplied stay at the front until they are saved.
            let limit = Self.portionSize + handedOut.count
            let due = try await store.dueMillomRecords(at: dueAt, limit: limit)
            handedOut.formIntersection(due)
            isAtEnd = due.count < limit
            portion = due.filter { !handedOut.contains($0) }[...]
            if portion.isEmpty { isAtEnd = true }
        }
    }

    mutating func putBack(_ item: MillomDueRecord) {
        handedOut.remove(item)
        portion.insert(item, at: portion.startIndex)
    }

    /// Records of other subscribers: a refusal of one record may apply to all three of its subscriber.
    mutating func witnesses(
        ofRound round: Int, besides held: [MillomOutcome]
    ) async throws -> [MillomDueRecord] {
        let suspects = Set(held.map(\.subscriber))
        // Records that are not due yet are acceptable; each subscriber has three.
        let limit = 3 * suspects.count + Self.witnessCount * (round + 1)
        let candidates = try await store.dueMillomRecords(
            at: dueAt.addingTimeInterval(300 * 86_400), limit: limit)
        return candidates.filter { !suspects.contains($0.subscriber) }.suffix(Self.witnessCount)
    }

    mutating func skip(_ item: MillomDueRecord) { skipped.insert(item) }

    func lets(_ error: any Error, stopAt item: MillomDueRecord) -> Bool { true }
}
