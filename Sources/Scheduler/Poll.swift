import Foundation
import Logging
import MirrorCore
import MirrorStore
import Normalizer
import TelenorAPI

/// One poll of the search: all numbers that changed since the watermark.
struct Poll {
    let client: TelenorClient
    let pageSize: Int
    let budget: RunBudget
    let logger: Logger

    /// What one search brought: all its passes together.
    struct Finding {
        var listed: Set<Msisdn> = []
        var pages = 0
        var passes = 0
        var rows = 0
        /// The server's time when its first request left.
        var beganAt: Date?
        var anomalies: [Anomaly] = []
        /// Whether the last pass brought nothing that the ones before had not.
        var isSettled = false
    }

    func run(_ plan: PollPlan, from watermark: Date) async throws -> (
        record: PollRecord, anomalies: [Anomaly]
    ) {
        var finding = try await search(since: plan.start, plan: plan)
        var uncertain = plan.uncertain(finding.listed)
        var unchanged: Set<Msisdn> = []
        var reached = plan.start
        while let start = plan.narrowStart(listed: uncertain), start > reached {
            let again = try await search(since: start, plan: nil)
            reached = start
            unchanged.formUnion(uncertain.subtracting(again.listed))
            uncertain.formIntersection(again.listed)
            finding.listed.formUnion(again.listed)
            finding.pages += again.pages
            finding.passes += again.passes
            finding.rows += again.rows
            finding.anomalies += again.anomalies
            finding.isSettled = finding.isSettled && again.isSettled
        }
        // A poll that did not settle has proven nothing: the next one starts where this one did.
        let end = finding.isSettled ? finding.beganAt ?? watermark : watermark
        let record = PollRecord(
            from: plan.start, to: max(end, watermark), pages: finding.pages, passes: finding.passes,
            rows: finding.rows, listed: finding.listed,
            changed: finding.listed.subtracting(unchanged))
        return (record, finding.anomalies)
    }

    /// Searches until a pass brings nothing new; one pass is enough for a single page.
    private func search(since start: Date, plan: PollPlan?) async throws -> Finding {
        var finding = Finding()
        // Only the first page of a run can fall short: its own Date tells what time it is.
        var checked = plan
        while !finding.isSettled, finding.passes < PollPlan.passCeiling {
            let before = finding.listed.count
            let pages = try await pass(since: start, plan: checked, into: &finding)
            checked = nil
            guard let pages else { continue }
            finding.passes += 1
            finding.isSettled = pages == 1 || (finding.passes > 1 && finding.listed.count == before)
        }
        if !finding.isSettled {
            logger.warning("the search did not come to rest", metadata: ["passes": "\(finding.passes)"])
        }
        return finding
    }

    /// One pass; nil when its first page did not reach back to the start, as the server's clock was not known well.
    private func pass(since start: Date, plan: PollPlan?, into finding: inout Finding) async throws -> Int? {
        var pages = 0
        var iterator = client.pages(of: .changes(since: start), pageSize: pageSize).makeAsyncIterator()
        while true {
            try budget.check()
            guard let page = try await iterator.next() else { return pages }
            if pages == 0, let plan,
                plan.fallsShort(since: page.reply.since, serverDate: page.reply.serverDate)
            {
                logger.info("the server's clock is not what it was: asking again")
                return nil
            }
            if finding.beganAt == nil { finding.beganAt = page.reply.serverTimeSent }
            let list = try Normalizer.readPage(page.reply.body.span.bytes)
            finding.listed.formUnion(list.msisdns)
            finding.anomalies += list.anomalies
            finding.rows += page.rowCount
            finding.pages += 1
            pages += 1
        }
    }
}
