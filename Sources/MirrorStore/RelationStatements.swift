import GRDB
import MirrorCore
import Schema

/// The statements that read and write one number's rows of one relation.
///
/// They are composed from the relation's columns, so that the columns stand in one place.
struct RelationStatements {
    private let load: SQLStatement
    private let insert: SQLStatement
    private let remove: SQLStatement
    private let isHistorized: Bool

    init(_ relation: Relation, in db: Database) throws {
        isHistorized = relation.isHistorized
        let table = relation.table ?? relation.historyName
        let columns = relation.columns.joined(separator: ", ")
        let marks = relation.columns.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
        let observed = "?\(relation.columns.count + 1)"
        // The number first, by =, so that the index over it is used.
        let sameRow = relation.columns.enumerated().map { index, column in
            index == 0 ? "\(column) = ?1" : "\(column) IS ?\(index + 1)"
        }.joined(separator: " AND ")
        if relation.isHistorized {
            load = try SQLStatement(
                cached: "SELECT \(columns) FROM \(table) WHERE msisdn = ? AND observed_to IS NULL", in: db)
            insert = try SQLStatement(
                cached: "INSERT INTO \(table) (\(columns), observed_from) VALUES (\(marks), \(observed))",
                in: db)
            remove = try SQLStatement(
                cached:
                    "UPDATE \(table) SET observed_to = \(observed) WHERE \(sameRow) AND observed_to IS NULL",
                in: db)
        } else {
            load = try SQLStatement(cached: "SELECT \(columns) FROM \(table) WHERE msisdn = ?", in: db)
            insert = try SQLStatement(cached: "INSERT INTO \(table) (\(columns)) VALUES (\(marks))", in: db)
            remove = try SQLStatement(cached: "DELETE FROM \(table) WHERE \(sameRow)", in: db)
        }
    }

    /// The rows that the number has now.
    func current(_ msisdn: Msisdn) throws -> [[Value]] {
        try load.rows([.text(msisdn.digits)])
    }

    /// Puts rows in; of a relation with history, as versions that begin at `observed`.
    func insert(_ rows: [[Value]], observed: Value) throws {
        for row in rows {
            try insert.run(isHistorized ? row + [observed] : row)
        }
    }

    /// Takes rows out; of a relation with history, by closing their versions at `observed`.
    func remove(_ rows: [[Value]], observed: Value) throws {
        for row in rows {
            try remove.run(isHistorized ? row + [observed] : row)
        }
    }
}
