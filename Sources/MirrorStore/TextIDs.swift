import GRDB
import MirrorCore
import Schema

/// The ids of texts that many rows share; a text that is new gets one.
///
/// Kept for one transaction only: what a transaction that failed put in is not there.
final class TextIDs {
    private let find: SQLStatement
    private let insert: SQLStatement
    private var known: [ExactText: Int64] = [:]

    init(in db: Database) throws {
        find = try SQLStatement(cached: "SELECT id FROM _text WHERE value = ?", in: db)
        insert = try SQLStatement(cached: "INSERT INTO _text (value) VALUES (?) RETURNING id", in: db)
    }

    func id(of text: String?) throws(DatabaseError) -> Int64? {
        guard let text else { return nil }
        let key = ExactText(text)
        if let id = known[key] { return id }
        var id = try Self.id(of: text, by: find)
        if id == nil { id = try Self.id(of: text, by: insert) }
        known[key] = id
        return id
    }

    /// Deletes the texts that no row has any more.
    static func deleteUnused(in db: Database) throws {
        let uses =
            RelationRegistry.mirror.relations.flatMap { relation in
                relation.fields.filter(\.isRepeated).map { ($0.name, relation.table ?? "_number_version") }
            }.map { column, table in "SELECT \(column) FROM \(table) WHERE \(column) IS NOT NULL" }
        // Only names of our own are put in.
        try db.execute(
            sql: "DELETE FROM _text WHERE id NOT IN (\(uses.joined(separator: "\nUNION ")))")
    }

    private static func id(of text: String, by statement: SQLStatement) throws(DatabaseError) -> Int64? {
        try statement.first([.text(text)]) { (row) throws(DatabaseError) in row.integer(0) }
    }
}
