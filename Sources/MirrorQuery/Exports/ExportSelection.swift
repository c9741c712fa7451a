import GRDB
import MirrorCore

/// What of one relation leaves the mirror: the columns and the statement that reads them, in an order that
/// depends on nothing but what is read.
struct ExportSelection: Sendable {
    let relation: ExportedRelation
    /// What the relation is, in a sentence.
    let description: String
    let columns: [RelationColumn]
    let sql: String
    /// By the names of the statement's parameters.
    let arguments: [String: Value]

    /// Everything of `relation`.
    ///
    /// - Throws: ``RelationColumnFailure``.
    init(of relation: ExportedRelation, in db: Database) throws {
        self.relation = relation
        columns = try RelationColumn.all(of: relation.name, in: db)
        description = try Self.description(of: relation.name, in: db)
        sql = relation.sql
        arguments = [:]
    }

    private static func description(of relation: String, in db: Database) throws -> String {
        try String.fetchOne(
            db,
            sql: """
                SELECT description FROM data_dictionary WHERE relation = :relation AND "column" IS NULL
                """, arguments: ["relation": relation]) ?? ""
    }
}
