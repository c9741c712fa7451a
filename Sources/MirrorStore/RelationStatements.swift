import GRDB
import MirrorCore
import Schema

/// The statements that read and write one owner's rows of one relation, in its narrow table: a number's or a subscriber's.
///
/// They are composed from the relation's columns, so that the columns stand in one place. Rows are as
/// ``RelationRow/stored(_:)`` gives them.
struct RelationStatements {
    private let load: SQLStatement
    private let remove: SQLStatement
    private let batch: RowBatch
    private let isHistorized: Bool
    /// Whether rows have a place, as nothing else makes a key.
    private let hasPlace: Bool
    /// Whether the table names a number by its id.
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

    /// Names a number as the table does.
    private func key(of number: NumberKey) -> Value {
        isByID ? .integer(number.id) : .text(number.msisdn.digits)
    }

    /// Puts in the rows of a number that has none; of a relation with history, as versions that begin at `observed`.
    ///
    /// They are in the table after ``flush()``.
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

    /// Puts in what waits.
    func flush() throws(DatabaseError) { try batch.flush() }

    /// Makes `next` the number's rows, and writes only what differs; true when anything did.
    ///
    /// What is new is in the table after ``flush()``.
    func replace(
        with next: [[Value]], of number: NumberKey, observed: Int64, texts: TextIDs
    ) throws(DatabaseError) -> Bool {
        try replace(with: next, ofOwner: key(of: number), observed: observed, texts: texts)
    }

    /// The owner's rows of now.
    func current(ofOwner key: Value) throws(DatabaseError) -> [[Value]] {
        // Some of them may wait.
        try flush()
        return try load.rows([key])
    }

    /// The same for the owner that `key` names in the table.
    ///
    /// - Parameter part: what the first column besides the owner holds in all rows of `next`; the owner's rows that hold
    ///   something else there stay. Nil: they are all of the owner's.
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

/// The text of a relation's statements.
private struct RelationSQL {
    let table: String
    let load: String
    let remove: String
    /// The columns of a row that is put in, in the order in which its cells are bound.
    let written: [String]

    /// Composed once: a batch of documents needs them all.
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
