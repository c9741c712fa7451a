package import Foundation
import GRDB
import MirrorCore
package import MirrorReading
import Schema

extension MirrorMetrics {
    /// Reads the metrics in one transaction; ages are relative to `now`.
    ///
    /// - Throws: ``MirrorReadFailure``.
    package init(of reader: MirrorReader, now: Date) throws {
        self = try reader.read { db in try MirrorMetrics(db, path: reader.path, now: now) }
    }

    private init(_ db: Database, path: String, now: Date) throws {
        status = try Status(db, path: path, now: now)
        runs = try Self.runs(db)
        var traffic: [RunSource: Traffic] = [:]
        traffic[.telenor] = try db.fact(.traffic)
        traffic[.millom] = try db.fact(.millomTraffic)
        self.traffic = traffic
        let pages = try Int.fetchOne(
            db, sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        size = Size(mirror: pages ?? 0, log: Self.size(of: path + "-wal"))
        millomCompleteAt = try String.fetchOne(
            db,
            sql: """
                SELECT max(finished_at) FROM sync_run WHERE source = 'millom' AND outcome = 'complete'
                """
        ).flatMap(Instant.date)
    }

    /// The file's size in bytes; 0 if it does not exist.
    private static func size(of path: String) -> Int {
        // A missing log is an empty one.
        let facts = try? FileManager.default.attributesOfItem(atPath: path)
        return (facts?[.size] as? NSNumber)?.intValue ?? 0
    }

    private static func runs(_ db: Database) throws -> [RunSource: RunTotals] {
        var runs: [RunSource: RunTotals] = [:]
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT
                    source, outcome, count(*) AS runs, count(finished_at) AS ended,
                    total(max(0, unixepoch(finished_at) - unixepoch(started_at))) AS seconds,
                    sum(fetched) AS fetched, sum(changed) AS changed, sum(gone) AS gone,
                    sum(refreshed) AS refreshed, sum(missed) AS missed
                FROM sync_run GROUP BY source, outcome
                """)
        for row in rows {
            guard let source = RunSource(rawValue: row["source"]) else { continue }
            var totals = runs[source] ?? RunTotals()
            if let outcome: String = row["outcome"] {
                totals.counts[outcome] = row["runs"]
                totals.endedCount += row["ended"]
                totals.seconds += row["seconds"]
            }
            totals.fetched += row["fetched"]
            totals.changed += row["changed"]
            totals.gone += row["gone"]
            totals.refreshed += row["refreshed"]
            totals.missed += row["missed"]
            runs[source] = totals
        }
        for row in try Row.fetchAll(
            db,
            sql: """
                SELECT
                    source, outcome, finished_at,
                    max(0, unixepoch(finished_at) - unixepoch(started_at)) AS seconds
                FROM sync_run
                WHERE id IN (SELECT max(id) FROM sync_run WHERE outcome IS NOT NULL GROUP BY source)
                """)
        {
            guard let source = RunSource(rawValue: row["source"]) else { continue }
            runs[source]?.last = LastRun(
                outcome: row["outcome"], seconds: row["seconds"],
                endedAt: (row["finished_at"] as String?).flatMap(Instant.date))
        }
        return runs
    }
}
