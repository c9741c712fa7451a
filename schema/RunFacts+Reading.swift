package import Foundation
package import GRDB
package import MirrorCore

extension RunFacts {
    /// Reads what the next run follows from: the writer for a run, a reader for `plan`.
    package init(_ db: Database, _ settings: SyncSettings, now: Date) throws {
        self.init()
        list = try ListFacts(db)
        poll = try PollState(db)
        catalogueReadAt = try db.fact(.catalogueReadAt)
        refreshCreditedAt = try db.fact(.refreshCreditedAt)
        try readNumbers(db, settings, now: now)
    }

    private mutating func readNumbers(_ db: Database, _ settings: SyncSettings, now: Date) throws {
        for row in try Row.fetchAll(
            db, sql: "SELECT reason, count(*) AS numbers FROM _queue GROUP BY reason")
        {
            guard let reason = QueueReason(rawValue: row["reason"]) else { continue }
            queued[reason] = row["numbers"]
        }
        dueRetries =
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM (\(Self.dueRetriesSQL)) WHERE msisdn NOT IN (SELECT msisdn FROM _queue)
                    """, arguments: Self.dueRetryTimes(now)) ?? 0
        living = try Int.fetchOne(db, sql: Self.livingSQL) ?? 0
        let plan = RefreshPlan(
            living: living, interval: settings.refreshInterval, creditedAt: refreshCreditedAt, now: now)
        for (start, end) in [(.distantPast, plan.verifiedBefore), (plan.notAfter, Date.distantFuture)]
        where refreshable < plan.limit {
            refreshable +=
                try Int.fetchOne(
                    db, sql: "SELECT count(*) FROM (\(Self.refreshSQL))",
                    arguments: Self.refreshArguments(
                        from: start, to: end, limit: plan.limit - refreshable)) ?? 0
        }
    }

    /// How many numbers the mirror knows that are not gone.
    package static let livingSQL = "SELECT living FROM _number_count"

    /// The set-aside numbers whose next try is due.
    ///
    /// A try more than two days ahead was set by a clock that was wrong, as no pause is longer than a day.
    package static let dueRetriesSQL = """
        SELECT msisdn FROM quarantine WHERE next_attempt_at <= :now OR next_attempt_at > :implausible
        """

    /// The arguments of ``dueRetriesSQL``.
    package static func dueRetryTimes(_ now: Date) -> StatementArguments {
        [
            "now": Instant.text(now), "implausible": Instant.text(now.addingTimeInterval(2 * 86_400)),
        ]
    }

    /// The numbers verified within a span that nothing else will fetch, the oldest verification first.
    package static let refreshSQL = """
        SELECT msisdn, verified_at FROM _living
        WHERE verified_at >= :start AND verified_at < :end
            AND msisdn NOT IN (SELECT msisdn FROM _queue)
            AND msisdn NOT IN (SELECT msisdn FROM quarantine)
            AND msisdn NOT IN (SELECT msisdn FROM _parked)
        ORDER BY verified_at, msisdn LIMIT :limit
        """

    /// The arguments of ``refreshSQL``.
    package static func refreshArguments(
        from start: Date, to end: Date, limit: Int
    ) -> StatementArguments {
        ["start": text(start), "end": text(end), "limit": limit]
    }

    /// The ends of time as texts that come before and after every instant.
    private static func text(_ date: Date) -> String {
        switch date {
        case .distantPast: ""
        case .distantFuture: "A"
        default: Instant.text(date)
        }
    }
}

extension RunFacts.Past {
    /// Reads what earlier runs tell of the price of the next.
    package init(_ db: Database, now: Date) throws {
        self.init()
        // With accounts, a look whether they are granted, their list, and each account's; without, the refused look, the
        // long search, and each product's search. A list of more than one page is read twice.
        listRequests = try Int.fetchOne(
            db,
            sql: """
                SELECT CASE method
                    WHEN 'accounts' THEN
                        2 + (SELECT coalesce(sum(iif(numbers < 1000, 1, 2 * (numbers / 1000 + 1))), 0)
                            FROM (SELECT count(*) AS numbers FROM _listed GROUP BY account_id))
                    ELSE
                        1 + (SELECT iif(count(*) < 1000, 1, 2 * (count(*) / 1000 + 1)) FROM _listed)
                        + (SELECT count(*) FROM (
                            SELECT id FROM subscription_type UNION SELECT product_id FROM add_on_history))
                    END
                FROM _reconcile WHERE listed_at IS NOT NULL ORDER BY id DESC LIMIT 1
                """)
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT sum(changed) AS changed, min(started_at) AS first FROM sync_run
                WHERE source = 'telenor' AND kind = 'incremental' AND started_at >= :since
                """, arguments: ["since": Instant.text(now.addingTimeInterval(-14 * 86_400))])
        guard let first = (row?["first"] as String?).flatMap(Instant.date) else { return }
        // Less than a day does not tell a day's changes.
        let days = max(now.timeIntervalSince(first) / 86_400, 1)
        changesPerDay = Double(row?["changed"] as Int? ?? 0) / days
    }
}

extension ListFacts {
    /// Reads them, before a run and again once its search was read.
    package init(_ db: Database) throws {
        self.init()
        lastListedAt = try String.fetchOne(db, sql: "SELECT max(listed_at) FROM _reconcile")
            .flatMap(Instant.date)
        isAskedFor = try db.fact(.listAskedFor) != nil
        hasUnlistedGap =
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT count(*) > 1 AND max(from_at) > coalesce((SELECT max(started_at) FROM _reconcile), '')
                    FROM _coverage_stretch
                    """) ?? false
        unfinished = try ReconcileProgress(db)
    }
}

extension ReconcileProgress {
    /// Reads the comparison that is unfinished; nil when none is.
    package init?(_ db: Database) throws {
        guard
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT id, method, started_at FROM _reconcile
                    WHERE listed_at IS NULL ORDER BY id DESC LIMIT 1
                    """),
            let method = ReconcileMethod(rawValue: row["method"]),
            let startedAt = Instant.date(row["started_at"])
        else { return nil }
        let id: Int64 = row["id"]
        let parts = try Row.fetchAll(
            db, sql: "SELECT part, is_read FROM _reconcile_part WHERE reconcile_id = :id",
            arguments: ["id": id])
        self.init(
            id: id, method: method, startedAt: startedAt,
            parts: Dictionary(
                parts.compactMap { part in ReconcilePart(part["part"]).map { ($0, part["is_read"]) } },
                uniquingKeysWith: { first, _ in first }))
    }
}

extension PollState {
    /// Reads where the next poll goes on; nil before the first complete list began.
    package init?(_ db: Database) throws {
        guard let reached = try Self.reached(in: db) else { return nil }
        self.init(reached: reached)
        serverOffset = try db.fact(.pollOffset)
        lookback = try db.fact(.lookback)
        let rows = try Row.fetchCursor(
            db, sql: "SELECT msisdn, fetched_at FROM _poll_listing WHERE fetched_at IS NOT NULL")
        while let row = try rows.next() {
            guard let msisdn = Msisdn(row[0]) else { continue }
            fetched[msisdn] = Date(timeIntervalSince1970: row[1])
        }
    }

    /// Reads ``reached``; nil before the ledger begins.
    package static func reached(in db: Database) throws -> Date? {
        try String.fetchOne(
            db,
            sql: """
                SELECT coalesce(
                    (SELECT to_at FROM coverage WHERE passes > 0 ORDER BY rowid DESC LIMIT 1),
                    (SELECT min(to_at) FROM coverage))
                """
        ).flatMap(Instant.date)
    }
}
