package import GRDB
import GRDBSQLite
import MirrorCore
import Schema

/// Analyses statements in an empty database that has the mirror's names and nothing else.
///
/// Every relation is a plain table there, views included, so each read that SQLite reports
/// was named by the text itself.
package final class StatementAnalysis {
    private let database: DatabaseQueue

    /// An analysis for any statement, without a mirror.
    ///
    /// - Throws: `DatabaseError` if the program's own SQL is at fault.
    package convenience init() throws {
        let mirror = try DatabaseQueue()
        let tables = try mirror.write { db in
            for migration in Schema.migrations { try db.execute(sql: migration.sql) }
            for view in Schema.views { try db.execute(sql: view.sql) }
            return try Self.tables(in: db)
        }
        try self.init(tables)
    }

    /// An analysis for `sql` alone, with the relations of `mirror` that it names.
    ///
    /// Creating all of them takes longer than most reports.
    ///
    /// - Throws: `DatabaseError`.
    package convenience init(of sql: String, in mirror: Database) throws {
        try self.init(Self.tables(in: mirror, namedIn: sql))
    }

    /// The statements that create each relation, or only those named in `text`, as a plain table.
    private static func tables(in db: Database, namedIn text: String? = nil) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT format('CREATE TABLE "%w" (%s)', relation.name,
                    group_concat(format('"%w"', info.name), ', '))
                FROM main.sqlite_schema AS relation, pragma_table_info(relation.name) AS info
                WHERE relation.type IN ('table', 'view') AND relation.name NOT LIKE 'sqlite_%'
                    AND (:text IS NULL OR instr(:text, lower(relation.name)) > 0)
                GROUP BY relation.name
                """, arguments: ["text": text?.lowercased()])
    }

    private init(_ tables: [String]) throws {
        database = try DatabaseQueue()
        try database.write { db in
            try ConnectionHardening.raise(on: db)
            for sql in tables { try db.execute(sql: sql) }
            try ReaderFunctions.add(to: db, from: Viewpoint(), CostCentres())
        }
    }

    /// Finds what the single statement in `sql` reads, its parameters and its result's columns.
    ///
    /// - Throws: ``StatementFault`` for anything but one statement that only reads.
    package func look(at sql: String) throws -> (
        reads: StatementReads, parameters: [String], columns: [String]
    ) {
        let text = StatementText(sql)
        guard !text.isBlank else { throw StatementFault(number: nil, reason: "it contains no statement") }
        guard ["SELECT", "VALUES", "WITH"].contains(text.verb), !text.isExplained else {
            throw StatementFault(number: nil, reason: "it begins with \(text.firstWord), not with SELECT")
        }
        return try database.read { db in
            let watcher = try QueryGuard(of: db)
            let statement = try watcher.watch(db) {
                do {
                    return try ReadStatement(sql, in: db)
                } catch let error as DatabaseError {
                    throw StatementFault(
                        number: watcher.refusal == nil
                            ? Self.line(ofErrorIn: sql, on: db.sqliteConnection) : nil,
                        reason: watcher.refusal?.reason ?? error.message ?? "\(error.resultCode)")
                }
            }
            guard statement.isReadOnly else {
                throw StatementFault(number: nil, reason: "it writes, but a report may only read")
            }
            guard StatementText(statement.tail).isBlank else {
                throw StatementFault(
                    number: Self.line(at: sql.utf8.count - statement.tail.utf8.count, in: sql),
                    reason: "it contains more than one statement")
            }
            let names = statement.parameters.compactMap(\.self)
            guard names.count == statement.parameters.count else {
                throw StatementFault(
                    number: nil, reason: "it has a parameter without a name: write :name instead of ?")
            }
            return (watcher.reads, names, statement.columns)
        }
    }

    private static func line(ofErrorIn sql: String, on connection: SQLiteConnection?) -> Int? {
        let offset = sqlite3_error_offset(connection)
        return offset < 0 ? nil : line(at: Int(offset), in: sql)
    }

    private static func line(at offset: Int, in sql: String) -> Int {
        1 + sql.utf8.prefix(offset).count { $0 == UInt8(ascii: "\n") }
    }
}

/// Why a text is not a single read-only statement.
package struct StatementFault: Error, Equatable {
    /// The line, counted from 1; nil if unknown.
    package let number: Int?
    package let reason: String
}

extension QueryGuard.Refusal {
    fileprivate var reason: String {
        switch self {
        case .function(let name): "a report may not call the function \(name)"
        case .relation(let name): "\(name) is not a relation of the mirror"
        case .statement: "it writes, but a report may only read"
        }
    }
}
