import GRDB
import MirrorCore
import Schema

/// Inserts rows into a table, many per statement, as starting and ending a statement takes longer than a row.
///
/// Rows reach the table when the batch is full, and at ``flush()``.
final class RowBatch {
    private let statement: SQLStatement
    private let width: Int
    private var count = 0

    /// Larger batches are no faster, and change more pages than a statement's undo pages have room for in memory: see
    /// CSQLiteMemory.
    private static let capacity = 24

    /// A batch of rows whose cells are bound in the order of `columns`; the first column is never NULL.
    init(into table: String, _ columns: [String], in db: Database) throws {
        statement = try SQLStatement(cached: Self.sql(into: table, columns), in: db)
        // An earlier transaction may have failed before its rows were inserted.
        statement.reset()
        width = columns.count
    }

    /// The statement's SQL; unused rows are NULL in every column.
    private static func sql(into table: String, _ columns: [String]) -> String {
        let row = "(\(columns.map { _ in "?" }.joined(separator: ", ")))"
        let rows = repeatElement(row, count: capacity).joined(separator: ", ")
        return """
            INSERT INTO \(table) (\(columns.joined(separator: ", ")))
            SELECT * FROM (VALUES \(rows)) WHERE column1 IS NOT NULL
            """
    }

    /// Begins a row; call ``end()`` once all of its cells are bound.
    ///
    /// - Parameter key: the owner's key in this table.
    func begin(naming key: Value, _ texts: TextIDs) -> CellBinder {
        CellBinder(statement, after: count * width, key: key, texts: texts)
    }

    /// Adds a row, its cells in the order of the columns.
    func add(_ cells: [Value]) throws(DatabaseError) {
        var place = count * width
        for cell in cells {
            place += 1
            try statement.bind(cell, at: place)
        }
        try end()
    }

    /// Ends a row.
    func end() throws(DatabaseError) {
        count += 1
        if count == Self.capacity { try flush() }
    }

    /// Writes the pending rows.
    func flush() throws(DatabaseError) {
        guard count > 0 else { return }
        count = 0
        try statement.runBound()
    }
}
