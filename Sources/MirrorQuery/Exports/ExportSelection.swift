import GRDB

/// What of one relation leaves the mirror: the columns and the statement that reads them, in an order that
/// depends on nothing but what is read.
struct ExportSelection: Sendable {
    let relation: ExportedRelation
    let columns: [RelationColumn]
    let sql: String

    /// Everything of `relation`.
    ///
    /// - Throws: ``RelationColumnFailure``.
    init(of relation: ExportedRelation, in db: Database) throws {
        self.relation = relation
        columns = try RelationColumn.all(of: relation.name, in: db)
        sql = relation.sql
    }
}
