import Foundation
package import GRDB
import MirrorCore

/// A mirror file seen by another program: over a plain, separate, read-only connection, in SQL.
package struct MirrorContents: Sendable {
    package let path: String

    /// The file at `path`, which is opened anew for every query.
    package init(path: String) { self.path = path }

    /// The rows of `sql`, as texts with bars between the cells.
    package func rows(_ sql: String) throws -> [String] { try rows([sql]).first ?? [] }

    /// The rows of several statements, all from the same moment.
    package func rows(_ statements: [String]) throws -> [[String]] {
        try read { db in
            try statements.map { sql in
                try Row.fetchAll(db, sql: sql).map { row in
                    row.databaseValues.map(Self.text).joined(separator: "|")
                }
            }
        }
    }

    /// The texts of a query's first column.
    package func texts(_ sql: String) throws -> Set<String> {
        try read { db in try String.fetchSet(db, sql: sql) }
    }

    /// All rows of every table, by table name, sorted as text.
    ///
    /// Tables with ids instead of numbers and texts are shown by the views over them, under the views' names.
    /// `_log`, which only counts commits, is left out.
    package func tables() throws -> [String: [String]] {
        let names = try rows(
            """
            SELECT name FROM sqlite_schema
            WHERE type = 'table' AND name NOT IN ('_log', '_text', '_instant') ORDER BY name
            """)
        let tables = try rows(names.map { Self.shownRows(of: $0) })
        return Dictionary(
            uniqueKeysWithValues: zip(names.map(Self.view), tables.map { $0.sorted() }))
    }

    /// The view that shows the rows of `table` with numbers, texts and instants; otherwise the table itself.
    package static func view(of table: String) -> String {
        if let relation = RelationRegistry.mirror.relations.first(where: { $0.isNarrow && $0.table == table })
        {
            return relation.storage == .versions ? relation.historyName : relation.name
        }
        return ["_number": "_subscription", "_number_version": "_subscription_version"][table] ?? table
    }

    private static func shownRows(of table: String) -> String {
        guard table == "_raw_document" else { return "SELECT * FROM \"\(view(of: table))\"" }
        return """
            SELECT msisdn, _raw_document.* FROM _raw_document JOIN _number ON _number.id = _raw_document.number
            """
    }

    /// The differences of `tables()` from an earlier result: by table, removed and added rows.
    package func differences(from before: [String: [String]]) throws -> [String: TableDifference] {
        try tables().reduce(into: [:]) { differences, table in
            let old = Set(before[table.key] ?? [])
            let new = Set(table.value)
            guard old != new else { return }
            differences[table.key] = TableDifference(
                went: old.subtracting(new).sorted(), came: new.subtracting(old).sorted())
        }
    }

    /// Passes `body` a connection.
    package func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        var configuration = Configuration()
        configuration.readonly = true
        let database = try DatabaseQueue(path: path, configuration: configuration)
        let result = try database.read(body)
        try database.close()
        return result
    }

    /// The text with combining marks spelled out, as Swift considers composed and decomposed `é` equal.
    package static func spelledOut(_ text: String) -> String {
        text.unicodeScalars.map {
            $0.properties.canonicalCombiningClass == .notReordered ? "\($0)" : "+\($0.value)"
        }
        .joined()
    }

    private static func text(_ value: DatabaseValue) -> String {
        switch value.storage {
        case .null: "NULL"
        case .int64(let number): String(number)
        case .double(let number): String(number)
        case .string(let text): spelledOut(text)
        case .blob(let bytes): "\(bytes.count) bytes \(bytes.hashValue)"
        }
    }
}

/// Rows of one table that differ from before.
package struct TableDifference: Equatable {
    package var went: [String] = []
    package var came: [String] = []

    package init(went: [String] = [], came: [String] = []) {
        self.went = went
        self.came = came
    }
}
