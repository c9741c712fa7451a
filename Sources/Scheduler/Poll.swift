import Foundation
import Logging
import MirrorCore
import MirrorStore
import Normalizer
import PacedHTTP
import Pacing
import TelenorAPI

/// One poll of the search: all numbers that changed since the previous poll.
///
/// ``PollPlan`` decides how far it reaches back, ``ListWalk`` how its pages are read; this stage sends and
/// receives.
struct Poll: RunStage {
    let context: RunContext

    private var client: TelenorClient { context.client }
    private var settings: SyncSettings { context.settings }
    private var logger: Logger { context.logger }

    /// The result of one search, over all its passes.
    private struct Finding {
        var listed: Set<Msisdn> = []
        var pages = 0
        var passes = 0
        var rows = 0
        /// Unreadable rows in one pass; the largest number of several passes.
        var unreadableRows = 0
        /// The server's time when the first request left.
        var beganAt: Date?
        var anomalies: [Anomaly] = []
        /// Whether the last pass found nothing new.
        var isSettled = true
    }

    /// The poll has to start again, with this plan.
    private struct Restart: Error {
        let plan: PollPlan
    }

    /// How often a poll may start again because the server's clock was set in the meantime.
    private static let restartCeiling = 2

    func run(_ state: inout RunState) async throws {
        defer { state.clockJumps = client.clockJumps }
        guard let plan = state.plan.poll else { return }
        context.progress(SyncProgress(phase: .polling))
        let (record, anomalies) = try await read(plan)
        if let offset = client.confirmedOffset {
            logger.notice(
                "a second run sees that a clock was set: it goes by it from now on",
                metadata: ["server_ahead_seconds": .stringConvertible(Int(offset.inSeconds))])
        }
        if record.to < plan.reached.addingTimeInterval(-ServerClock.tolerance.inSeconds) {
            logger.notice(
                "a clock was wrong: coverage is cut back", metadata: ["to": "\(Instant.text(record.to))"])
        }
        let missed = try await context.store.save(
            record, of: state.run, lookback: settings.lookback, at: context.time.now())
        try await context.save(anomalies)
        state.report.unreadableRows = record.unreadableRows
        state.plan.decideList(by: try await context.store.listFacts())
        state.report.kind = state.plan.kind
        logger.info(
            "polled",
            metadata: [
                "listed": .stringConvertible(record.listed.count),
                "changed": .stringConvertible(record.changed.count),
                "pages": .stringConvertible(record.pages), "missed": .stringConvertible(missed),
            ])
    }

    private func read(_ planned: PollPlan) async throws -> (record: PollRecord, anomalies: [Anomaly]) {
        var plan = planned
        var restarts = 0
        while true {
            do {
                return try await read(plan, isClockTrusted: restarts < Self.restartCeiling)
            } catch let restart as Restart {
                restarts += 1
                plan = restart.plan
                logger.info("the server's clock was set: asking again")
            } catch APIFailure.badRequest(let reply) where reply.code == Self.invalidParameter {
                plan = try shortened(plan, after: reply)
            }
        }
    }

    /// Source: API.md 1.8: the API's answer to a parameter that it does not accept, such as a `since` too
    /// long.
    private static let invalidParameter = 400_000

    /// - Throws: the refusal, if not even a search of one day is accepted.
    private func shortened(_ plan: PollPlan, after refusal: ErrorReply) throws -> PollPlan {
        let now = client.assumedServerNow
        guard let reach = SearchReach.next(after: .seconds(now.timeIntervalSince(plan.start)))
        else { throw APIFailure.badRequest(refusal) }
        logger.notice(
            "the search does not reach back to the last poll",
            metadata: ["days": .stringConvertible(Int(reach.inSeconds / 86_400))])
        return plan.beginning(at: now.addingTimeInterval(-reach.inSeconds))
    }

    private func read(
        _ plan: PollPlan, isClockTrusted: Bool
    ) async throws -> (record: PollRecord, anomalies: [Anomaly]) {
        let jumps = client.clockJumps
        var finding = try await search(since: plan.start) {
            if isClockTrusted, let corrected = plan.corrected(for: client.serverOffsets) {
                throw Restart(plan: corrected)
            }
        }
        var unchanged: Set<Msisdn> = []
        if isClockTrusted { unchanged = try await findUnchanged(plan, in: &finding) }
        if client.clockJumps != jumps {
            if isClockTrusted { throw Restart(plan: plan) }
            // The clock keeps jumping: the lookback far exceeds its error.
            finding.beganAt?.addTimeInterval(-settings.lookback.inSeconds)
        }
        // A poll that did not settle, or was not read completely, has proven nothing: the next one starts
        // where this one did.
        var end = finding.isSettled && finding.unreadableRows == 0 ? finding.beganAt : nil
        // Clocks that are read to the second may seem to run back by a little. What was proven stays proven: otherwise
        // that second would be a gap.
        if let began = end, began < plan.reached,
            plan.reached.timeIntervalSince(began) <= ServerClock.tolerance.inSeconds
        {
            end = plan.reached
        }
        var record = PollRecord(
            from: plan.start, to: end ?? plan.reached, pages: finding.pages, passes: finding.passes,
            rows: finding.rows, listed: finding.listed, changed: finding.listed.subtracting(unchanged),
            serverOffset: end == nil ? nil : client.serverOffset, stepForward: plan.stepForward)
        record.unreadableRows = finding.unreadableRows
        record.isProof = end != nil
        return (record, finding.anomalies)
    }

    /// The listed numbers that did not change since they were fetched, found by narrower searches.
    private func findUnchanged(_ plan: PollPlan, in finding: inout Finding) async throws -> Set<Msisdn> {
        var uncertain = plan.uncertain(finding.listed)
        var unchanged: Set<Msisdn> = []
        var reached = plan.start
        while let start = plan.narrowStart(listed: uncertain), start > reached {
            let again = try await search(since: start) {}
            reached = start
            unchanged.formUnion(uncertain.subtracting(again.listed))
            uncertain.formIntersection(again.listed)
            finding.listed.formUnion(again.listed)
            finding.pages += again.pages
            finding.passes += again.passes
            finding.rows += again.rows
            finding.anomalies += again.anomalies
            finding.isSettled = finding.isSettled && again.isSettled
            finding.unreadableRows = max(finding.unreadableRows, again.unreadableRows)
        }
        return unchanged
    }

    /// - Parameter checkClock: called once, after the first reply has revealed the server's time.
    private func search(since start: Date, checkClock: () throws -> Void) async throws -> Finding {
        var finding = Finding()
        var unreadable = UnreadableRows()
        let walk = try await client.read(
            .changes(since: start), pageSize: settings.pageSize, expectsCap: true,
            beforeEach: { try context.checkBudget() }
        ) { page in
            if finding.beganAt == nil {
                try checkClock()
                finding.beganAt = page.reply.serverTimeSent
            }
            let list = try Normalizer.readPage(page.reply.body.span.bytes) { Task.isCancelled }
            let before = finding.listed.count
            finding.listed.formUnion(list.msisdns)
            finding.anomalies += list.anomalies
            unreadable.add(list.unreadableCount, ofPage: page.index)
            return finding.listed.count - before
        }
        finding.pages = walk.pages
        finding.passes = walk.passes
        finding.rows = walk.rows
        // The rest of a stalled list is unknown.
        finding.unreadableRows = walk.isStalled ? max(unreadable.most, 1) : unreadable.most
        finding.isSettled = walk.next == .end(isSettled: true)
        if finding.unreadableRows > 0 {
            logger.warning(
                "rows of the search cannot be read",
                metadata: ["rows": .stringConvertible(finding.unreadableRows)])
        }
        if !finding.isSettled {
            logger.warning(
                "the search did not come to rest", metadata: ["passes": .stringConvertible(walk.passes)])
        }
        return finding
    }
}
