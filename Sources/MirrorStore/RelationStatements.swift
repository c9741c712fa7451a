import GRDB
import MirrorCore
import Schema

/// The statements that read and write one owner's rows of one relation, in its narrow table.
///
/// The owner is a number or a subscriber. The statements are composed from the relation's columns, so that
/// the columns are stated in one place. Rows have the form of ``RelationRow/stored(_:)``.
final class RelationStatements {
    private let load: SQLStatement
    private let remove: SQLStatement
    private let batch: RowBatch
    private let isHistorized: Bool
    /// Whether rows are keyed by their place, as nothing else is unique.
    private let hasPlace: Bool
    /// Whether the table refers to a number by its id.
    private let isByID: Bool

    init(_ relation: Relation, in db: Database) throws {
        let sql = RelationSQL.of(relation)
        load = try SQLStatement(cached: sql.load, in: db)
        remove = try SQLStatement(cached: sql.remove, in: db)
        batch = try RowBatch(into: sql.table, sql.written, in: db)
        isHistorized = relation.isHistorized
        hasPlace = relation.key.isEmpty
        isByID = relation.ownerColumn == "number"
    }

    /// A number's key in this table.
    private func key(of number: NumberKey) -> Value {
        isByID ? .integer(number.id) : .text(number.msisdn.digits)
    }

    /// Inserts the rows of a number that has none; with history, as versions that begin at `observed`.
    ///
    /// They reach the table at ``flush()``.
    func insert<Row: RelationRow>(
        _ rows: [Row], of number: NumberKey, observed: Int64, texts: TextIDs
    ) throws(DatabaseError) {
        let key = key(of: number)
        let rows = rows.span
        for index in rows.indices {
            var binder = batch.begin(naming: key, texts)
            try rows[index].write(to: &binder)
            try finish(&binder, place: index, observed: observed)
        }
    }

    /// Writes the pending rows.
    func flush() throws(DatabaseError) { try batch.flush() }

    /// Replaces the number's rows with `next`, writing only the differences; true if there were any.
    ///
    /// New rows reach the table at ``flush()``.
    func replace(
        with next: [[Value]], of number: NumberKey, observed: Int64, texts: TextIDs
    ) throws(DatabaseError) -> Bool {
        try replace(with: next, ofOwner: key(of: number), observed: observed, texts: texts)
    }

    /// The owner's current rows.
    func current(ofOwner key: Value) throws(DatabaseError) -> [[Value]] {
        // Some of them may be pending.
        try flush()
        return try load.rows([key])
    }

    /// Replaces the rows of the owner that `key` names in the table.
    ///
    /// - Parameter part: the first column's value, besides the owner, in all rows of `next`; the owner's rows
    ///   with another value stay. Nil replaces all of the owner's rows.
    func replace(
        with next: [[Value]], ofOwner key: Value, part: Value? = nil, observed: Int64, texts: TextIDs
    ) throws(DatabaseError) -> Bool {
        let current = try current(ofOwner: key).filter { row in part.map { row.first == $0 } ?? true }
        let diff = RelationDiff(from: current, to: next)
        guard !diff.isEmpty else { return false }
        if isHistorized {
            for row in diff.removed { try remove.run([key] + row + [.integer(observed)]) }
        } else {
            try remove.run([key])
        }
        for (place, row) in (isHistorized ? diff.inserted : next).enumerated() {
            var binder = batch.begin(naming: key, texts)
            try binder.add(key)
            for cell in row { try binder.add(cell) }
            try finish(&binder, place: place, observed: observed)
        }
        return true
    }

    private func finish(
        _ binder: inout CellBinder, place: Int, observed: Int64
    ) throws(DatabaseError) {
        if isHistorized { try binder.add(observed) }
        if hasPlace { try binder.add(Int64(place)) }
        try batch.end()
    }
}

/// The SQL of a relation's statements.
private struct RelationSQL {
    let table: String
    let load: String
    let remove: String
    /// The columns of an inserted row, in the order in which its cells are bound.
    let written: [String]

    /// Composed once, as every batch of documents needs them all.
    private static let mirror = Dictionary(
        RelationRegistry.mirror.relations.filter(\.isNarrow).map { ($0.name, RelationSQL($0)) },
        uniquingKeysWith: { first, _ in first })

    static func of(_ relation: Relation) -> RelationSQL { mirror[relation.name] ?? RelationSQL(relation) }

    private init(_ relation: Relation) {
        table = relation.table ?? relation.name
        let columns = Array(relation.columns.dropFirst())
        let list = columns.joined(separator: ", ")
        let number = relation.ownerColumn
        var written = [number] + columns
        if relation.isHistorized { written.append("observed_from") }
        if relation.key.isEmpty { written.append("place") }
        self.written = written
        if relation.isHistorized {
            let sameRow = columns.enumerated().map { "\($1) IS ?\($0 + 2)" }.joined(separator: " AND ")
            load = "SELECT \(list) FROM \(table) WHERE \(number) = ? AND observed_to IS NULL"
            remove = """
                UPDATE \(table) SET observed_to = ?\(columns.count + 2)
                WHERE \(number) = ?1 AND \(sameRow) AND observed_to IS NULL
                """
        } else {
            load = "SELECT \(list) FROM \(table) WHERE \(number) = ?"
            remove = "DELETE FROM \(table) WHERE \(number) = ?"
        }
    }
}
