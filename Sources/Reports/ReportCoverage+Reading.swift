import Foundation
import GRDB
import MirrorCore
import MirrorReading
import Pacing
import Schema

extension ReportCoverage {
    /// Facts about the mirror that the coverage of every report needs; read once for several reports.
    struct Facts: Sendable {
        /// When the mirror last observed a change.
        let lastObservedAt: Date?
        fileprivate let completeAt: String?
        fileprivate let runID: Int64?
        fileprivate let gaplessFrom: String?
        fileprivate let gaplessTo: String?
        fileprivate let offset: Duration
        fileprivate let queueCount: Int?
        fileprivate let quarantineCount: Int?
        fileprivate let unreadableRowCount: Int?
        fileprivate let unreadable: UnreadableColumns
        fileprivate let details: Completeness

        /// Reads the facts; for the past, the same statements read the relations of the past.
        init(from viewpoint: Viewpoint, in db: Database) throws {
            let isPast = viewpoint.asOf != nil
            lastObservedAt = try String.fetchOne(db, sql: "SELECT max(changed_at) FROM _subscription")
                .flatMap(Instant.date)
            let run = try Row.fetchOne(
                db,
                sql: """
                    SELECT id, finished_at FROM sync_run
                    WHERE source = 'telenor' AND outcome = 'complete' ORDER BY id DESC LIMIT 1
                    """)
            (completeAt, runID) = (run?["finished_at"], run?["id"])
            let stretch = try Row.fetchOne(
                db, sql: "SELECT from_at, to_at FROM _coverage_stretch ORDER BY from_at DESC LIMIT 1")
            (gaplessFrom, gaplessTo) = (stretch?["from_at"], stretch?["to_at"])
            offset = try db.fact(.pollOffset) ?? .zero
            queueCount = isPast ? nil : try Int.fetchOne(db, sql: "SELECT count(*) FROM _queue")
            quarantineCount = isPast ? nil : try Int.fetchOne(db, sql: "SELECT count(*) FROM quarantine")
            unreadableRowCount = isPast ? nil : try MirrorReader.unreadableRowCount(in: db)
            unreadable = try UnreadableColumns(in: db)
            details = try Completeness(in: db, unreadable)
        }
    }

    /// The coverage of a statement that reads `reads`.
    init(of reads: StatementReads, from viewpoint: Viewpoint, _ facts: Facts, in db: Database) throws {
        let asOf = viewpoint.asOf
        self.asOf = asOf
        timeZone = viewpoint.timeZone
        completeAt = facts.completeAt
        runID = facts.runID
        let end = facts.gaplessTo
        let isPlausible = end.flatMap(Instant.date).map {
            asOf != nil
                || Status.age(of: $0, at: viewpoint.now.addingTimeInterval(facts.offset.inSeconds)) != nil
        }
        isAhead = isPlausible == false
        gaplessFrom = facts.gaplessFrom
        gaplessTo = isAhead ? nil : end
        queueCount = facts.queueCount
        quarantineCount = facts.quarantineCount
        unreadableRowCount = facts.unreadableRowCount
        unreadable = Self.unreadableColumns(facts.unreadable, of: reads)
        details = facts.details
        listedCount = unreadable.isEmpty ? nil : facts.unreadable.listedCount
        let ofMillom = reads.relations.filter { $0.hasPrefix("millom_") }
        millom = ofMillom.isEmpty ? nil : try MillomCoverage(asOf: asOf, at: viewpoint.now, in: db)
        isOfMillomAlone = !ofMillom.isEmpty && ofMillom.count == reads.relations.count
        relationsAsNow = asOf == nil ? [] : reads.relations.filter(AsOfRelations.shared.contains)
    }

    /// The columns in `reads` with values that could not be read at that moment.
    private static func unreadableColumns(
        _ unreadable: UnreadableColumns, of reads: StatementReads
    ) -> [UnreadableColumn] {
        unreadable.entries.reduce(into: []) { columns, entry in
            let (relation, column) = (entry.relation, entry.column)
            guard isRead(column, of: relation, in: reads) else { return }
            let ofNumber = relation.hasPrefix("subscription_flat") || isAboutNumbers(relation)
            let name = ofNumber ? column : "\(relation.replacing("_history", with: "")).\(column)"
            guard !columns.contains(where: { $0.name == name }) else { return }
            columns.append(
                UnreadableColumn(
                    name: name, numberCount: entry.numberCount, valueCount: entry.valueCount))
        }
    }

    private static func isAboutNumbers(_ relation: String) -> Bool {
        relation == "subscription" || relation == "subscription_history"
    }

    private static func isRead(_ column: String, of relation: String, in reads: StatementReads) -> Bool {
        // The relation `change` includes the values of every relation with history.
        if reads.columns["change"] != nil, relation.hasSuffix("_history") { return true }
        guard let columns = reads.columns[relation] else { return false }
        return columns.contains(column) || identities[relation]?.contains(column) ?? false
    }

    /// The columns that a row cannot exist without, whichever columns are read.
    private static let identities: [String: Set<String>] = {
        let relations: [Relation] = [.setting, .addOn]
        return relations.reduce(into: [:]) { identities, relation in
            let columns = Set(relation.columns.prefix(relation.identityWidth))
            identities[relation.name] = columns
            identities[relation.name + "_history"] = columns
        }
    }()
}
