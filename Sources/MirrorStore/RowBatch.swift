import GRDB
import MirrorCore
import Schema

/// Puts rows into a table, many with one statement, as beginning and ending one takes longer than a row.
///
/// Rows reach the table when the batch is full, and by ``flush()``.
final class RowBatch {
    private let statement: SQLStatement
    private let width: Int
    private var count = 0

    /// More bring nothing.
    private static let capacity = 32

    /// A batch of rows whose cells are bound in the order of `columns`; the first of them is never NULL.
    init(into table: String, _ columns: [String], in db: Database) throws {
        statement = try SQLStatement(cached: Self.sql(into: table, columns), in: db)
        // An earlier transaction may have failed before its rows were put in.
        statement.reset()
        width = columns.count
    }

    /// Rows that are not filled are NULL in every column.
    private static func sql(into table: String, _ columns: [String]) -> String {
        let row = "(\(columns.map { _ in "?" }.joined(separator: ", ")))"
        let rows = repeatElement(row, count: capacity).joined(separator: ", ")
        return """
            INSERT INTO \(table) (\(columns.joined(separator: ", ")))
            SELECT * FROM (VALUES \(rows)) WHERE column1 IS NOT NULL
            """
    }

    /// Begins a row; ``end()`` follows when all of its cells are bound.
    ///
    /// - Parameter key: names the owner in this table.
    func begin(naming key: Value, _ texts: TextIDs) -> CellBinder {
        CellBinder(statement, after: count * width, key: key, texts: texts)
    }

    /// Ends a row.
    func end() throws(DatabaseError) {
        count += 1
        if count == Self.capacity { try flush() }
    }

    /// Puts in what waits.
    func flush() throws(DatabaseError) {
        guard count > 0 else { return }
        count = 0
        try statement.runBound()
    }
}
