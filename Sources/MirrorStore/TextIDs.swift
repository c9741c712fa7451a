import GRDB
import MirrorCore
import Schema

/// The ids of texts that many rows share; assigns one to each new text.
///
/// Kept for one transaction only: a failed transaction's texts are not in the table.
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

    /// Deletes the texts that no row refers to any more.
    static func deleteUnused(in db: Database) throws {
        let uses =
            RelationRegistry.mirror.relations.flatMap { relation in
                relation.fields.filter(\.isRepeated).map { ($0.name, relation.table ?? "_number_version") }
            }.map { column, table in "SELECT \(column) FROM \(table) WHERE \(column) IS NOT NULL" }
        // Only our own names are interpolated.
        try db.execute(
            sql: "DELETE FROM _text WHERE id NOT IN (\(uses.joined(separator: "\nUNION ")))")
    }

    private static func id(of text: String, by statement: SQLStatement) throws(DatabaseError) -> Int64? {
        try statement.first([.text(text)]) { (row) throws(DatabaseError) in row.integer(0) }
    }
}
