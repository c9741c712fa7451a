package import Foundation
import GRDB
package import MirrorCore

/// The differences between a new reading of the kept documents and the mirror.
package struct RenormalizeSummary: Sendable, Equatable {
    /// Documents read.
    package var documents = 0
    /// Living numbers without a kept document.
    package var withoutDocument = 0
    /// Documents that could not be read; their numbers stay unchanged.
    package var unreadable = 0
    /// Numbers that read differently in any way.
    package var changed = 0
    /// By relation and, if the relation has history, by column.
    package var changes: [Change] = []

    /// Differences of one kind.
    package struct Change: Sendable, Equatable {
        package var relation: String
        /// Nil if whole rows came or went, or if the relation has no history.
        package var column: String?
        /// `added`, `removed` or `changed`.
        package var kind: String
        /// Rows or values; for relations without history, numbers.
        package var count: Int

        package init(relation: String, column: String?, kind: String, count: Int) {
            self.relation = relation
            self.column = column
            self.kind = kind
            self.count = count
        }
    }

    package init() {}
}

extension MirrorStore {
    /// Reads the kept documents again, and saves the differences as a run of kind `renormalize`.
    ///
    /// Runs in one transaction, all or nothing. Invariant: every version that it opens begins at the run's
    /// `started_at`, at which nothing else was observed, so that a reader can tell a change of the reading
    /// from a change of the subscription. It verifies nothing and leaves the kept documents unchanged.
    ///
    /// - Parameters:
    ///   - isPreview: whether to leave the file unchanged.
    ///   - normalize: reads a document; nil if that is impossible.
    /// - Returns: the differences, and the run's `started_at`; later observations must
    ///   be at least a second after it.
    /// - Throws: ``MirrorFailure``, `CancellationError` once the store is interrupted.
    package func reread(
        at now: Date, isPreview: Bool,
        by normalize: @Sendable @escaping (Msisdn, [UInt8]) -> NormalizedSubscription?
    ) async throws -> (summary: RenormalizeSummary, observedAt: Date) {
        try await outsideTransaction { [self] db in
            var result = (summary: RenormalizeSummary(), observedAt: now)
            try db.inTransaction(.immediate) {
                let last = try Int64.fetchOne(db, sql: "SELECT max(second) FROM _instant") ?? 0
                let second = max(Int64(now.timeIntervalSince1970), last + 1)
                result.observedAt = Date(timeIntervalSince1970: TimeInterval(second))
                result.summary = try reread(at: result.observedAt, in: db, by: normalize)
                if isPreview { return .rollback }
                try db.execute(
                    sql: """
                        INSERT INTO sync_run (
                            source, kind, started_at, finished_at, outcome, fetched, changed, version)
                        VALUES (
                            'documents', 'renormalize', :at, :at, 'complete', :documents, :changed, :version)
                        """,
                    arguments: [
                        "at": Instant.text(result.observedAt), "documents": result.summary.documents,
                        "changed": result.summary.changed, "version": ProgramVersion.text,
                    ])
                try log.note(in: db)
                return .commit
            }
            return result
        }
    }

    private func reread(
        at observedAt: Date, in db: Database,
        by normalize: @Sendable (Msisdn, [UInt8]) -> NormalizedSubscription?
    ) throws -> RenormalizeSummary {
        var summary = RenormalizeSummary()
        let replaced = try DocumentWriter.with(db, now: observedAt) { writer in
            // Fetched whole before anything is written: the tables must not change under an open statement.
            let portions = try db.cachedStatement(
                sql: """
                    SELECT number.id, number.msisdn, raw.dictionary, raw.compressed
                    FROM _raw_document AS raw JOIN _number AS number ON number.id = raw.number
                    WHERE raw.number > ? AND number.content_hash IS NOT NULL
                    ORDER BY raw.number LIMIT 256
                    """)
            var last: Int64 = 0
            while true {
                let portion = try Row.fetchAll(portions, arguments: [last])
                guard let end = portion.last else { break }
                last = end["id"]
                guard !interruption.isRaised else { throw CancellationError() }
                for row in portion {
                    summary.documents += 1
                    let (digits, dictionary, compressed): (String, Int, Data) = (row[1], row[2], row[3])
                    let raw = RawDocument(dictionary: dictionary, compressed: Array(compressed))
                    guard let msisdn = Msisdn(digits), let document = raw.document,
                        let reading = normalize(msisdn, document)
                    else {
                        summary.unreadable += 1
                        continue
                    }
                    if try writer.reread(reading) { summary.changed += 1 }
                }
            }
            return writer.replaced
        }
        let living = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM _number WHERE content_hash IS NOT NULL")
        summary.withoutDocument = (living ?? 0) - summary.documents
        summary.changes = try Self.changes(at: observedAt, replaced, in: db)
        return summary
    }

    private static func changes(
        at observedAt: Date, _ replaced: [String: Int], in db: Database
    ) throws -> [RenormalizeSummary.Change] {
        let told = try Row.fetchAll(
            db,
            sql: """
                SELECT relation, field, kind, count(*) AS count FROM change
                WHERE msisdn IN (SELECT msisdn FROM _number WHERE changed_at = :at) AND observed_at = :at
                GROUP BY relation, field, kind ORDER BY relation, field, kind
                """, arguments: ["at": Instant.text(observedAt)]
        ).map { row in
            RenormalizeSummary.Change(
                relation: row["relation"], column: row["field"], kind: row["kind"], count: row["count"])
        }
        let isTold = Set(told.map(\.relation))
        let others = replaced.filter { !isTold.contains($0.key) }.sorted { $0.key < $1.key }
            .map {
                RenormalizeSummary.Change(relation: $0.key, column: nil, kind: "changed", count: $0.value)
            }
        return told + others
    }
}
