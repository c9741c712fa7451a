package import Foundation
import GRDB
package import MirrorCore
import Schema

extension MirrorStore {
    /// Commits a batch of outcomes: rows, history, queue, quarantine and anomalies in one transaction.
    ///
    /// A tombstone needs two proofs: the API's reply in the outcome, and absence from a complete
    /// list. A number with both is parked until ``judgeParked(of:acceptsGone:at:)``; a number with
    /// only the first is quarantined.
    ///
    /// A document whose rows violate a constraint of the mirror, which should never happen, is quarantined
    /// alone: the rest of the batch is saved.
    package func save(
        _ outcomes: [FetchOutcome], of run: RunID, at now: Date
    ) async throws -> SaveSummary {
        do {
            return try await commit(outcomes, of: run, at: now)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            guard outcomes.count > 1 else {
                let reason =
                    "its rows violate a constraint of the mirror: \(error.message ?? "constraint failed")"
                let failures = outcomes.map {
                    FetchOutcome.failed($0.msisdn, stage: .normalize, error: reason)
                }
                return try await commit(failures, of: run, at: now)
            }
            var summary = SaveSummary()
            for outcome in outcomes { summary += try await save([outcome], of: run, at: now) }
            return summary
        }
    }

    private func commit(
        _ outcomes: [FetchOutcome], of run: RunID, at now: Date
    ) async throws -> SaveSummary {
        try await write { db in
            let summary = try DocumentWriter.with(db, now: now) { documents in
                let summary = try Self.save(outcomes, by: documents, at: now, in: db)
                try AnomalyWriter(in: db, now: now).save(documents.anomalies)
                return summary
            }
            try Self.count(summary, for: run, in: db)
            return summary
        }
    }

    private static func save(
        _ outcomes: [FetchOutcome], by documents: DocumentWriter, at now: Date, in db: Database
    ) throws -> SaveSummary {
        let settled = try SettledNumbers(in: db)
        let quarantine = try QuarantineWriter(in: db, now: now)
        var summary = SaveSummary()
        for outcome in outcomes {
            switch outcome {
            case .document(let fetched):
                let isChanged = try documents.save(fetched)
                summary.fetched += 1
                summary.changed += isChanged ? 1 : 0
                try settled.settle(outcome.msisdn, fetchedAt: fetched.fetchedAt)
                guard fetched.isRefresh else { continue }
                summary.refreshed += 1
                if isChanged { try settled.noteFinding(outcome.msisdn) }
            case .denied(let msisdn, let code):
                if try settled.wasMissingFromList(msisdn) {
                    try settled.settle(msisdn, fetchedAt: nil)
                    if try settled.park(msisdn, reason: code, at: now) { summary.parked += 1 }
                } else {
                    try quarantine.setAside(msisdn, stage: .fetch, error: code)
                    summary.quarantined += 1
                }
            case .failed(let msisdn, let stage, let error):
                try quarantine.setAside(msisdn, stage: stage, error: error)
                summary.quarantined += 1
            }
        }
        return summary
    }

    /// Counts anomalies found outside a detail, for instance in a page of the search.
    package func save(_ anomalies: [Anomaly], at now: Date) async throws {
        guard !anomalies.isEmpty else { return }
        try await write { db in try AnomalyWriter(in: db, now: now).save(anomalies) }
    }
}

/// Removes numbers with a known outcome from the queue and the quarantine.
private struct SettledNumbers {
    private let isMissing: SQLStatement
    private let unqueue: SQLStatement
    private let release: SQLStatement
    private let noteFetch: SQLStatement
    private let parkLiving: SQLStatement
    private let unpark: SQLStatement
    private let noteRefreshFinding: SQLStatement

    init(in db: Database) throws {
        // The queue's reason is not enough: a number that also changed keeps that more urgent reason.
        isMissing = try SQLStatement(
            cached: """
                SELECT EXISTS (SELECT 1 FROM _queue WHERE msisdn = ?1 AND reason = ?2)
                    OR EXISTS (
                        SELECT 1 FROM _subscription AS number JOIN _reconcile AS list ON list.listed_at IS NOT NULL
                        WHERE number.msisdn = ?1
                            AND (number.verified_at < list.started_at
                                OR EXISTS (SELECT 1 FROM _gone WHERE _gone.msisdn = number.msisdn))
                            AND NOT EXISTS (SELECT 1 FROM _listed WHERE _listed.msisdn = number.msisdn))
                """, in: db)
        unqueue = try SQLStatement(cached: "DELETE FROM _queue WHERE msisdn = ?", in: db)
        release = try SQLStatement(cached: "DELETE FROM quarantine WHERE msisdn = ?", in: db)
        noteFetch = try SQLStatement(
            cached: "UPDATE _poll_listing SET fetched_at = ?2 WHERE msisdn = ?1", in: db)
        parkLiving = try SQLStatement(
            cached: """
                INSERT INTO _parked (msisdn, reason, parked_at)
                SELECT msisdn, ?2, ?3 FROM _living WHERE msisdn = ?1
                RETURNING msisdn
                """, in: db)
        unpark = try SQLStatement(cached: "DELETE FROM _parked WHERE msisdn = ?", in: db)
        noteRefreshFinding = try SQLStatement(
            cached: "INSERT OR IGNORE INTO _refresh_finding (msisdn) VALUES (?)", in: db)
    }

    /// Whether a complete list lacked the number, begun after the number was last verified.
    ///
    /// For a tombstone: whether the list still lacks it.
    func wasMissingFromList(_ msisdn: Msisdn) throws -> Bool {
        try isMissing.rows([.text(msisdn.digits), Value(QueueReason.missing.rawValue)]) == [[.integer(1)]]
    }

    /// Takes a number out of the queue, the quarantine and the parked ones.
    ///
    /// - Parameter fetchedAt: in server time; nil if unknown, in which case the next poll that
    ///   lists the number fetches it.
    func settle(_ msisdn: Msisdn, fetchedAt: Date?) throws {
        let key = Value.text(msisdn.digits)
        try unqueue.run([key])
        try release.run([key])
        try unpark.run([key])
        guard let fetchedAt else { return }
        try noteFetch.run([key, .integer(Int64(fetchedAt.timeIntervalSince1970))])
    }

    /// Parks a number that has both proofs; false if it is gone already or was never stored.
    func park(_ msisdn: Msisdn, reason: String, at now: Date) throws -> Bool {
        let row: [Value] = [.text(msisdn.digits), .text(reason), .text(Instant.text(now))]
        return try !parkLiving.rows(row).isEmpty
    }

    /// Remembers that a refresh found the number changed, until a poll shows whether the search lists it too.
    func noteFinding(_ msisdn: Msisdn) throws {
        try noteRefreshFinding.run([.text(msisdn.digits)])
    }
}
