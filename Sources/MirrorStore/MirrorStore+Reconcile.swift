package import Foundation
import GRDB
package import MirrorCore
import Pacing
import Schema

extension MirrorStore {
    /// The comparison that an earlier run left unfinished; nil if there is none.
    package func unfinishedReconcile() async throws -> ReconcileProgress? {
        try await read { db in try ReconcileProgress(db) }
    }

    /// Goes on with an unfinished comparison: its unread parts are read again from their beginning.
    ///
    /// Their earlier listings are dropped, as a number may have left the account since.
    package func resumeReconcile(_ progress: ReconcileProgress) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    DELETE FROM _listed
                    WHERE reconcile_id = :id AND 'account:' || account_id IN (
                        SELECT part FROM _reconcile_part WHERE reconcile_id = :id AND NOT is_read)
                    """, arguments: ["id": progress.id])
        }
    }

    /// Begins a comparison at the server's time `startedAt`; discards an unfinished one.
    ///
    /// The very first comparison starts the ledger: from then on the search finds the changes.
    ///
    /// - Parameter serverOffset: the server's clock minus ours; nil if unknown.
    package func beginReconcile(
        _ method: ReconcileMethod, parts: [ReconcilePart], startedAt: Date, serverOffset: Duration? = nil,
        run: RunID
    ) async throws -> ReconcileProgress {
        try await write { db in
            try db.execute(sql: "DELETE FROM _reconcile WHERE listed_at IS NULL")
            try db.execute(
                sql: "INSERT INTO _reconcile (method, started_at) VALUES (:method, :at)",
                arguments: ["method": method.rawValue, "at": Instant.text(startedAt)])
            let id = db.lastInsertedRowID
            try Self.addParts(parts, to: id, in: db)
            try db.execute(
                sql: """
                    INSERT INTO coverage (from_at, to_at, run_id, pages, passes, rows)
                    SELECT :at, :at, :run, 0, 0, 0 WHERE NOT EXISTS (SELECT 1 FROM coverage)
                    """, arguments: ["at": Instant.text(startedAt), "run": run.rawValue])
            if db.changesCount > 0, let serverOffset { try Self.savePollOffset(serverOffset, in: db) }
            return ReconcileProgress(
                id: id, method: method, startedAt: startedAt,
                parts: Dictionary(parts.map { ($0, false) }, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// Saves one page of the account list; each account becomes a part of the list to read.
    ///
    /// - Returns: how many of the accounts were on no earlier page.
    @discardableResult
    package func save(
        accounts: [AccountRow], organizations: [OrganizationRow], of id: Int64
    ) async throws -> Int {
        try await write { db in
            let shared = try SharedRowWriter(in: db)
            for row in organizations { try shared.save(row) }
            let upsert = try SQLStatement(cached: Relation.account.upsert { "excluded.\($0)" }, in: db)
            for row in accounts { try upsert.run(row.values) }
            return try Self.addParts(accounts.map { .account($0.id) }, to: id, in: db)
        }
    }

    /// Saves one page of a list: marks its numbers as listed, and queues those missing from the mirror.
    ///
    /// - Parameter account: the list's account; nil if the list does not name one.
    /// - Returns: how many of the numbers were on no earlier page of any part.
    @discardableResult
    package func save(
        listed numbers: [Msisdn], account: String?, of id: Int64, at now: Date
    ) async throws -> Int {
        try await write { db in
            let isListed = try SQLStatement(
                cached: "SELECT 1 FROM _listed WHERE msisdn = ?1 AND reconcile_id = ?2", in: db)
            let list = try SQLStatement(
                cached: """
                    INSERT INTO _listed (msisdn, account_id, reconcile_id) VALUES (?1, ?2, ?3)
                    ON CONFLICT (msisdn) DO UPDATE SET
                        -- Of two accounts that list a number, the same one counts whichever is read first.
                        account_id = CASE
                            WHEN reconcile_id <> excluded.reconcile_id THEN excluded.account_id
                            ELSE coalesce(min(account_id, excluded.account_id), account_id, excluded.account_id)
                        END,
                        reconcile_id = excluded.reconcile_id
                    """, in: db)
            let enqueueUnknown = try SQLStatement(
                cached: """
                    INSERT INTO _queue (msisdn, reason, queued_at)
                    SELECT ?1, ?2, ?3
                    WHERE NOT EXISTS (SELECT 1 FROM _living WHERE msisdn = ?1)
                        AND NOT EXISTS (SELECT 1 FROM quarantine WHERE msisdn = ?1)
                    ON CONFLICT (msisdn) DO UPDATE SET reason = excluded.reason WHERE excluded.reason < reason
                    """, in: db)
            let reason = Value(QueueReason.new.rawValue)
            let instant = Value.text(Instant.text(now))
            var newNumbers = 0
            for msisdn in numbers {
                if try isListed.rows([.text(msisdn.digits), .integer(id)]).isEmpty { newNumbers += 1 }
                try list.run([.text(msisdn.digits), Value(account), .integer(id)])
                try enqueueUnknown.run([.text(msisdn.digits), reason, instant])
            }
            return newNumbers
        }
    }

    /// Marks a part of the list as completely read.
    package func markRead(_ part: ReconcilePart, of id: Int64) async throws {
        try await write { db in
            try db.execute(
                sql: "UPDATE _reconcile_part SET is_read = 1 WHERE reconcile_id = :id AND part = :part",
                arguments: ["id": id, "part": part.text])
        }
    }

    /// Notes unreadable rows in the list, which leave its comparison unfinished.
    package func keepUnfinished(unreadableRows: Int) async throws {
        try await write { db in
            try db.keep(unreadableRows: unreadableRows, as: .unreadableListRows)
        }
    }

    /// Finishes a comparison whose list is complete.
    ///
    /// Known numbers missing from the list are queued for verification; numbers on a different account get a
    /// new version; quarantined numbers that are neither living in the mirror nor listed are dropped.
    package func finishReconcile(_ progress: ReconcileProgress, at now: Date) async throws {
        try await write { db in
            let id = progress.id
            try db.execute(
                sql: """
                    INSERT INTO _queue (msisdn, reason, queued_at)
                    SELECT msisdn, :reason, :now FROM _living
                    WHERE msisdn NOT IN (SELECT msisdn FROM _listed WHERE reconcile_id = :id)
                    ON CONFLICT (msisdn) DO UPDATE SET reason = excluded.reason WHERE reason > excluded.reason
                    """,
                arguments: [
                    "reason": QueueReason.missing.rawValue, "now": Instant.text(now), "id": id,
                ])
            try db.execute(
                sql: """
                    DELETE FROM quarantine
                    WHERE NOT EXISTS (SELECT 1 FROM _living WHERE _living.msisdn = quarantine.msisdn)
                        AND msisdn NOT IN (SELECT msisdn FROM _listed WHERE reconcile_id = :id)
                    """, arguments: ["id": id])
            // Otherwise a try that is due now would quarantine them again, every time.
            try db.execute(
                sql: """
                    DELETE FROM _queue
                    WHERE reason = :reason
                        AND NOT EXISTS (SELECT 1 FROM _living WHERE _living.msisdn = _queue.msisdn)
                        AND msisdn NOT IN (SELECT msisdn FROM _listed WHERE reconcile_id = :id)
                    """, arguments: ["reason": QueueReason.retry.rawValue, "id": id])
            try db.execute(
                sql: """
                    DELETE FROM _parked WHERE msisdn IN (
                        SELECT msisdn FROM _listed WHERE reconcile_id = :id)
                    """, arguments: ["id": id])
            try db.execute(sql: "DELETE FROM _listed WHERE reconcile_id <> :id", arguments: ["id": id])
            if progress.method == .accounts { try Self.moveToListedAccounts(at: now, in: db) }
            try db.execute(
                sql: "UPDATE _reconcile SET listed_at = :now WHERE id = :id",
                arguments: ["now": Instant.text(now), "id": id])
            try db.execute(sql: "DELETE FROM _reconcile WHERE id <> :id", arguments: ["id": id])
            try db.execute(
                sql: "DELETE FROM _reconcile_part WHERE reconcile_id = :id", arguments: ["id": id])
            try db.keep(FactChanges(.listAskedFor, nil))
            try db.keep(unreadableRows: 0, as: .unreadableListRows)
            try Self.foldCoverage(before: now.addingTimeInterval(-Self.ledgerMemory.inSeconds), in: db)
        }
    }

    /// The ids to search by: the subscription types and add-ons in the mirror.
    package func knownProductIDs() async throws -> [Int64] {
        try await read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT id FROM subscription_type
                    UNION SELECT product_id FROM add_on_history
                    ORDER BY 1
                    """)
        }
    }

    private static func moveToListedAccounts(at now: Date, in db: Database) throws {
        let numbers = try NumberStatements(in: db)
        let instants = try Instants(in: db)
        var last = ""
        while true {
            // In batches: a large company's numbers may all move at once.
            let moved = try Row.fetchAll(
                db,
                sql: """
                    SELECT number.msisdn, listed.account_id
                    FROM _number AS number
                    JOIN _number_version AS version
                        ON version.number = number.id AND version.observed_to IS NULL AND version.gone_at IS NULL
                    JOIN _listed AS listed ON listed.msisdn = number.msisdn
                    WHERE number.msisdn > :last AND version.account_id IS NOT listed.account_id
                    ORDER BY number.msisdn LIMIT 1000
                    """, arguments: ["last": last])
            guard let end = moved.last else { return }
            last = end["msisdn"]
            for row in moved { try move(row, with: numbers, instants, at: now) }
        }
    }

    private static func move(
        _ row: Row, with numbers: NumberStatements, _ instants: Instants, at now: Date
    ) throws {
        guard let msisdn = Msisdn(row["msisdn"]), let known = try numbers.find(msisdn),
            let version = try numbers.openVersion(known.key)
        else { return }
        let changedAt = DocumentWriter.instant(after: known.changedAt, now: Instant.text(now))
        let observed = try instants.second(of: changedAt)
        try numbers.close(known, at: observed)
        try numbers.open(
            known.key, values: version.values, account: Value(row["account_id"] as String?), at: observed)
        try numbers.update(
            known.key, changedAt: changedAt, verifiedAt: known.verifiedAt, contentHash: known.contentHash)
    }

    /// Adds parts to a comparison; returns how many are new.
    @discardableResult
    private static func addParts(_ parts: [ReconcilePart], to id: Int64, in db: Database) throws -> Int {
        var newParts = 0
        for part in parts {
            try db.execute(
                sql: """
                    INSERT INTO _reconcile_part (reconcile_id, part) VALUES (:id, :part)
                    ON CONFLICT (reconcile_id, part) DO NOTHING
                    """, arguments: ["id": id, "part": part.text])
            newParts += db.changesCount
        }
        return newParts
    }
}
