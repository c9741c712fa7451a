import Foundation
package import GRDB

/// A mirror file as another program sees it: over a plain, read-only connection of its own, in SQL.
package struct MirrorContents: Sendable {
    package let path: String

    /// The file at `path`; it is opened anew for every question.
    package init(path: String) { self.path = path }

    /// The rows of `sql`, each with its cells as text and a bar between them.
    package func rows(_ sql: String) throws -> [String] { try rows([sql]).first ?? [] }

    /// The rows of several statements at one moment.
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

    /// All rows of every table, by the table's name; in the order of their text.
    ///
    /// `_log` only counts commits.
    package func tables() throws -> [String: [String]] {
        let names = try rows(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> '_log' ORDER BY name")
        let tables = try rows(names.map { "SELECT * FROM \"\($0)\"" })
        return Dictionary(uniqueKeysWithValues: zip(names, tables.map { $0.sorted() }))
    }

    /// What makes `tables()` different from what it was: by table, rows that went and rows that came.
    package func differences(from before: [String: [String]]) throws -> [String: TableDifference] {
        try tables().reduce(into: [:]) { differences, table in
            let old = Set(before[table.key] ?? [])
            let new = Set(table.value)
            guard old != new else { return }
            differences[table.key] = TableDifference(
                went: old.subtracting(new).sorted(), came: new.subtracting(old).sorted())
        }
    }

    /// Lends a connection to `body`.
    package func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        var configuration = Configuration()
        configuration.readonly = true
        let database = try DatabaseQueue(path: path, configuration: configuration)
        let result = try database.read(body)
        try database.close()
        return result
    }

    /// The text with combining marks spelled out, as Swift takes `é` in one character and in two for the same.
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

/// Rows of one table that are not the same as before.
package struct TableDifference: Equatable {
    package var went: [String] = []
    package var came: [String] = []

    package init(went: [String] = [], came: [String] = []) {
        self.went = went
        self.came = came
    }
}
