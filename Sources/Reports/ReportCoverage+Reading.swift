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
        unreadable = try Self.unreadableColumns(of: reads, in: db)
        details = try Completeness(in: db)
        listedCount =
            unreadable.isEmpty
            ? nil : try Int.fetchOne(db, sql: "SELECT living FROM _number_count")
        let ofMillom = reads.relations.filter { $0.hasPrefix("millom_") }
        millom = ofMillom.isEmpty ? nil : try MillomCoverage(asOf: asOf, at: viewpoint.now, in: db)
        isOfMillomAlone = !ofMillom.isEmpty && ofMillom.count == reads.relations.count
        relationsAsNow = asOf == nil ? [] : reads.relations.filter(AsOfRelations.shared.contains)
    }

    /// The columns in `reads` of which some number's value could not be read at that moment; by the dictionary's order.
    private static func unreadableColumns(of reads: StatementReads, in db: Database) throws
        -> [UnreadableColumn]
    {
        let rows = try Row.fetchAll(
            db, sql: "SELECT relation, \"column\", number_count, value_count FROM _unreadable_column")
        return rows.reduce(into: []) { columns, row in
            let (relation, column): (String, String) = (row["relation"], row["column"])
            guard isRead(column, of: relation, in: reads) else { return }
            let ofNumber = relation.hasPrefix("subscription_flat") || isAboutNumbers(relation)
            let name = ofNumber ? column : "\(relation.replacing("_history", with: "")).\(column)"
            guard !columns.contains(where: { $0.name == name }) else { return }
            columns.append(
                UnreadableColumn(name: name, numberCount: row["number_count"], valueCount: row["value_count"])
            )
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
