import Foundation
import GRDB
import MirrorCore
import MirrorReading
import Pacing
import Schema

extension ReportCoverage {
    /// Reads the coverage of a statement that reads `reads`.
    ///
    /// Of the past it is said by the same statements, as the relations stand for it there.
    init(of reads: StatementReads, from viewpoint: Viewpoint, in db: Database) throws {
        let asOf = viewpoint.asOf
        let run = try Row.fetchOne(
            db,
            sql: """
                SELECT id, finished_at FROM sync_run
                WHERE source = 'telenor' AND outcome = 'complete' ORDER BY id DESC LIMIT 1
                """)
        let stretch = try Row.fetchOne(
            db, sql: "SELECT from_at, to_at FROM _coverage_stretch ORDER BY from_at DESC LIMIT 1")
        self.asOf = asOf
        timeZone = viewpoint.timeZone
        completeAt = run?["finished_at"]
        runID = run?["id"]
        let end: String? = stretch?["to_at"]
        let offset = try db.fact(.pollOffset) ?? .zero
        let isPlausible = end.flatMap(Instant.date).map {
            asOf != nil || Status.age(of: $0, at: viewpoint.now.addingTimeInterval(offset.inSeconds)) != nil
        }
        isAhead = isPlausible == false
        gaplessFrom = stretch?["from_at"]
        gaplessTo = isAhead ? nil : end
        queueCount = asOf == nil ? try Int.fetchOne(db, sql: "SELECT count(*) FROM _queue") : nil
        quarantineCount = asOf == nil ? try Int.fetchOne(db, sql: "SELECT count(*) FROM quarantine") : nil
        unreadableRowCount = asOf == nil ? try MirrorReader.unreadableRowCount(in: db) : nil
        unreadable = try Self.unreadableColumns(of: reads, asOf: asOf, in: db)
        listedCount =
            unreadable.isEmpty
            ? nil : try Int.fetchOne(db, sql: "SELECT living FROM _number_count")
        relationsAsNow = asOf == nil ? [] : reads.relations.filter(AsOfRelations.shared.contains)
    }

    /// The columns in `reads` of which some number's value could not be read at that moment.
    private static func unreadableColumns(
        of reads: StatementReads, asOf: AsOf?, in db: Database
    ) throws -> [UnreadableColumn] {
        // main: nothing stands before it as of the past, whose moment is asked for here.
        let stillThen = """
            FROM main._unreadable_history
            WHERE (:asOf IS NULL AND observed_to IS NULL
                OR observed_from < :asOf AND coalesce(observed_to, '9999') >= :asOf)
            """
        let asOf = asOf?.text
        // From one path to the next by the index: they are few, and their rows many.
        let paths = try String.fetchAll(
            db,
            sql: """
                WITH RECURSIVE met (path) AS (
                    SELECT min(path) FROM main._unreadable_history
                    UNION ALL
                    SELECT (SELECT min(path) FROM main._unreadable_history WHERE path > met.path)
                    FROM met WHERE met.path IS NOT NULL
                )
                SELECT path FROM met WHERE EXISTS (SELECT 1 \(stillThen) AND path = met.path)
                """, arguments: ["asOf": asOf])
        guard !paths.isEmpty else { return [] }
        var columns: [UnreadableColumn] = []
        for (name, sources) in try sources(of: reads, in: db) {
            let affected = paths.filter { path in sources.contains { isAffected($0, by: path) } }
            guard !affected.isEmpty, !columns.contains(where: { $0.name == name }) else { continue }
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT count(DISTINCT msisdn) AS numbers, coalesce(sum(count), 0) AS "values" \(stillThen)
                        AND path IN (SELECT value FROM json_each(:paths))
                    """,
                arguments: [
                    "asOf": asOf, "paths": JSONValue.array(affected.map { .string($0) }).text,
                ])
            columns.append(
                UnreadableColumn(
                    name: name, numberCount: row?["numbers"] ?? 0, valueCount: row?["values"] ?? 0))
        }
        return columns
    }

    /// Whether what stands at `source` cannot be read where what stands at `path` could not.
    package static func isAffected(_ source: String, by path: String) -> Bool {
        // An element that was skipped is missing where its list is counted.
        source == path || source + "[]" == path || source.hasPrefix(path + ".")
            || source.hasPrefix(path + "[]")
    }

    /// The columns in `reads` that come from a number's detail, with their places in it; by the dictionary's order.
    private static func sources(
        of reads: StatementReads, in db: Database
    ) throws -> [(name: String, paths: [String])] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT relation, "column", source FROM data_dictionary WHERE source IS NOT NULL
                """)
        return rows.compactMap { row in
            let (relation, column): (String, String) = (row["relation"], row["column"])
            guard isRead(column, of: relation, in: reads) else { return nil }
            let paths: String = row["source"]
            let ofNumber = relation.hasPrefix("subscription_flat") || isAboutNumbers(relation)
            let name = ofNumber ? column : "\(relation.replacing("_history", with: "")).\(column)"
            return (name, paths.split(separator: " ").map(String.init))
        }
    }

    private static func isAboutNumbers(_ relation: String) -> Bool {
        relation == "subscription" || relation == "subscription_history"
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
