package import Foundation
import GRDB
package import MirrorCore
import Pacing
import Schema

/// The result of one poll of the search.
package struct PollRecord: Sendable, Equatable {
    /// The covered span of server time: from the start of its search to the start of its first pass.
    package var from: Date
    package var to: Date
    package var pages: Int
    package var passes: Int
    /// Rows on all pages, including repeated ones.
    package var rows: Int
    /// The listed numbers.
    package var listed: Set<Msisdn>
    /// The listed numbers whose detail has to be fetched.
    package var changed: Set<Msisdn>
    /// Rows of its pages that could not be read.
    ///
    /// If there are any, a number may be missing from ``listed``, and the span proves nothing.
    package var unreadableRows = 0
    /// The server's clock minus ours during the poll; nil if unknown.
    package var serverOffset: Duration?
    /// Whether it proved its span: the search settled, and each row was read.
    package var isProof = true
    /// How far the server's clock was set forward before the poll; otherwise zero.
    package var stepForward: Duration

    package init(
        from: Date, to: Date, pages: Int, passes: Int, rows: Int, listed: Set<Msisdn>, changed: Set<Msisdn>,
        serverOffset: Duration? = nil, stepForward: Duration = .zero
    ) {
        self.from = from
        self.to = to
        self.pages = pages
        self.passes = passes
        self.rows = rows
        self.listed = listed
        self.changed = changed
        self.serverOffset = serverOffset
        self.stepForward = stepForward
    }
}

extension MirrorStore {
    /// Queues the numbers that a poll found and enters its span in the ledger, in one transaction.
    ///
    /// Invariant: every change missing from the mirror is later than the last poll's end, or its number is
    /// queued. So a poll that leaves a gap after the previous one queues every number.
    ///
    /// - Parameter lookback: the configured lookback.
    /// - Returns: how many changes found by refreshing the search should have listed but did not.
    @discardableResult
    package func save(
        _ poll: PollRecord, of run: RunID, lookback: Duration = .seconds(300), at now: Date
    ) async throws -> Int {
        try await write { db in
            let leavesGap = try PollState.reached(in: db).map { poll.from > $0 } ?? false
            try Self.cutCoverage(by: poll, at: now, in: db)
            if poll.isProof { try Self.insertCoverage(poll, of: run, in: db) }
            try Self.cutBeginning(by: poll, in: db)
            try Self.replaceListing(by: poll, in: db)
            try Self.enqueue(poll.changed.sorted(), reason: .changed, at: now, in: db)
            if leavesGap { try Self.enqueueAllLiving(at: now, in: db) }
            let missed = try Self.judgeRefreshes(
                by: poll, of: run, isBlind: leavesGap || poll.unreadableRows > 0, in: db)
            try Self.saveLookback(after: poll, missed: missed, configured: lookback, at: now, in: db)
            if let offset = poll.serverOffset { try Self.savePollOffset(offset, in: db) }
            try db.keep(unreadableRows: poll.unreadableRows, as: .unreadablePollRows)
            return missed
        }
    }

    private static func insertCoverage(_ poll: PollRecord, of run: RunID, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO coverage (from_at, to_at, run_id, pages, passes, rows)
                VALUES (:from, :to, :run, :pages, :passes, :rows)
                """,
            arguments: [
                "from": Instant.text(min(poll.from, poll.to)), "to": Instant.text(poll.to),
                "run": run.rawValue, "pages": poll.pages, "passes": poll.passes, "rows": poll.rows,
            ])
    }

    /// Replaces the listing with a poll's; a number that did not change keeps its time of fetching.
    private static func replaceListing(by poll: PollRecord, in db: Database) throws {
        let known = try String.fetchSet(db, sql: "SELECT msisdn FROM _poll_listing")
        let drop = try db.cachedStatement(sql: "DELETE FROM _poll_listing WHERE msisdn = ?")
        for digits in known where Msisdn(digits).map({ !poll.listed.contains($0) }) ?? true {
            try drop.execute(arguments: [digits])
        }
        let list = try db.cachedStatement(
            sql: """
                INSERT INTO _poll_listing (msisdn) VALUES (?)
                ON CONFLICT (msisdn) DO UPDATE SET fetched_at = NULL
                """)
        for msisdn in poll.changed { try list.execute(arguments: [msisdn.digits]) }
    }

    static func enqueueAllLiving(at now: Date, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO _queue (msisdn, reason, queued_at)
                SELECT msisdn, :reason, :now FROM _living WHERE true
                ON CONFLICT (msisdn) DO NOTHING
                """, arguments: ["reason": QueueReason.unproven.rawValue, "now": Instant.text(now)])
    }

    /// Counts the changes found by refreshing that this poll should have listed, as it reached back to them.
    private static func judgeRefreshes(
        by poll: PollRecord, of run: RunID, isBlind: Bool, in db: Database
    ) throws -> Int {
        let found = try String.fetchAll(db, sql: "SELECT msisdn FROM _refresh_finding")
        guard !found.isEmpty else { return 0 }
        try db.execute(sql: "DELETE FROM _refresh_finding")
        guard !isBlind else { return 0 }
        let missed = found.count { Msisdn($0).map { !poll.listed.contains($0) } ?? true }
        try db.execute(
            sql: "UPDATE sync_run SET missed = missed + :missed WHERE id = :run",
            arguments: ["missed": missed, "run": run.rawValue])
        return missed
    }

    /// Stores the next lookback; nothing while it equals the setting and nothing was missed.
    private static func saveLookback(
        after poll: PollRecord, missed: Int, configured: Duration, at now: Date, in db: Database
    ) throws {
        let kept = try db.fact(.lookback)
        let isToGrow = missed > 0 || poll.stepForward > .zero
        guard isToGrow || kept != nil else { return }
        let current = kept ?? configured
        let since = try db.fact(.lookbackSetAt) ?? now
        let next = Lookback.next(
            after: current, configured: configured, missed: missed, stepForward: poll.stepForward,
            quiet: .seconds(now.timeIntervalSince(since)))
        guard isToGrow || next != current else { return }
        var facts = FactChanges(.lookback, next)
        facts.set(.lookbackSetAt, to: now)
        try db.keep(facts)
    }

    /// Stores how far the server's clock was ahead of ours when the ledger's newest span was read.
    static func savePollOffset(_ offset: Duration, in db: Database) throws {
        // Whole seconds: the server's clock is known no more exactly, and an idle run
        // must leave the value unchanged.
        try db.keep(FactChanges(.pollOffset, .seconds(offset.inSeconds.rounded())))
    }
}
