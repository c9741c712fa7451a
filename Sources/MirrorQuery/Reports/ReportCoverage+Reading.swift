import GRDB
import MirrorCore

extension ReportCoverage {
    /// What the mirror says of itself for a statement that reads `reads`.
    ///
    /// Of the past it is said by the same statements, as the relations stand for it there.
    init(of reads: StatementReads, asOf: AsOf?, in db: Database) throws {
        let run = try Row.fetchOne(
            db,
            sql: """
                SELECT id, finished_at FROM sync_run WHERE outcome = 'complete' ORDER BY id DESC LIMIT 1
                """)
        let stretch = try Row.fetchOne(
            db, sql: "SELECT from_at, to_at FROM _coverage_stretch ORDER BY from_at DESC LIMIT 1")
        self.asOf = asOf
        completeAt = run?["finished_at"]
        runID = run?["id"]
        gaplessFrom = stretch?["from_at"]
        gaplessTo = stretch?["to_at"]
        queueCount = asOf == nil ? try Int.fetchOne(db, sql: "SELECT count(*) FROM _queue") : nil
        quarantineCount = asOf == nil ? try Int.fetchOne(db, sql: "SELECT count(*) FROM quarantine") : nil
        unreadableCount = try Self.unreadableCount(of: reads, asOf: asOf, in: db)
        relationsAsNow = asOf == nil ? [] : reads.relations.filter(AsOfRelations.shared.contains)
    }

    /// How often a value was unreadable whose place in the documents is that of a column in `reads`.
    private static func unreadableCount(
        of reads: StatementReads, asOf: AsOf?, in db: Database
    ) throws -> Int {
        // main: as of the past the relation is refused to others, as its counts are of now.
        let anomalies = try Row.fetchAll(
            db,
            sql: """
                SELECT path, count FROM main.anomaly
                WHERE kind = 'unreadable_value' AND (:asOf IS NULL OR first_seen_at < :asOf)
                """, arguments: ["asOf": asOf?.text])
        guard !anomalies.isEmpty else { return 0 }
        let sources = try sources(of: reads, in: db)
        return anomalies.reduce(0) { sum, anomaly in
            let path: String = anomaly["path"]
            return sum + (sources.contains { isAffected($0, by: path) } ? anomaly["count"] : 0)
        }
    }

    /// Whether what stands at `source` cannot be read where what stands at `path` could not.
    static func isAffected(_ source: String, by path: String) -> Bool {
        // An element that was skipped is missing where its list is counted.
        source == path || source + "[]" == path || source.hasPrefix(path + ".")
            || source.hasPrefix(path + "[]")
    }

    private static func sources(of reads: StatementReads, in db: Database) throws -> Set<String> {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT relation, "column", source FROM data_dictionary WHERE source IS NOT NULL
                """)
        return rows.reduce(into: []) { sources, row in
            let column: String = row["column"]
            guard isRead(column, of: row["relation"], in: reads) else { return }
            let paths: String = row["source"]
            sources.formUnion(paths.split(separator: " ").map(String.init))
        }
    }

    private static func isRead(_ column: String, of relation: String, in reads: StatementReads) -> Bool {
        // A change shows the values of every relation that has a history.
        if reads.columns["change"] != nil, relation.hasSuffix("_history") { return true }
        guard let columns = reads.columns[relation] else { return false }
        return columns.contains(column) || identities[relation]?.contains(column) ?? false
    }

    /// The columns without which there is no row, whichever columns are asked for.
    private static let identities: [String: Set<String>] = {
        let relations: [Relation] = [.setting, .addOn]
        return relations.reduce(into: [:]) { identities, relation in
            let columns = Set(relation.columns.prefix(relation.identityWidth))
            identities[relation.name] = columns
            identities[relation.name + "_history"] = columns
        }
    }()
}
