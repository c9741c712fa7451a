import Foundation
import GRDB

/// A mirror file as another program sees it: over a plain, read-only connection of its own, in SQL.
struct MirrorContents: Sendable {
    let path: String

    /// The rows of `sql`, each with its cells as text and a bar between them.
    func rows(_ sql: String) throws -> [String] { try rows([sql]).first ?? [] }

    /// The rows of several statements at one moment.
    func rows(_ statements: [String]) throws -> [[String]] {
        try read { db in
            try statements.map { sql in
                try Row.fetchAll(db, sql: sql).map { row in
                    row.databaseValues.map(Self.text).joined(separator: "|")
                }
            }
        }
    }

    /// All rows of every table, by the table's name; in the order of their text.
    func tables() throws -> [String: [String]] {
        let names = try rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        let tables = try rows(names.map { "SELECT * FROM \"\($0)\"" })
        return Dictionary(uniqueKeysWithValues: zip(names, tables.map { $0.sorted() }))
    }

    /// What makes `tables()` different from what it was: by table, rows that went and rows that came.
    func differences(from before: [String: [String]]) throws -> [String: TableDifference] {
        try tables().reduce(into: [:]) { differences, table in
            let old = Set(before[table.key] ?? [])
            let new = Set(table.value)
            guard old != new else { return }
            differences[table.key] = TableDifference(
                went: old.subtracting(new).sorted(), came: new.subtracting(old).sorted())
        }
    }

    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        var configuration = Configuration()
        configuration.readonly = true
        let database = try DatabaseQueue(path: path, configuration: configuration)
        let result = try database.read(body)
        try database.close()
        return result
    }

    /// The text with combining marks spelled out, as Swift takes `é` in one character and in two for the same.
    static func spelledOut(_ text: String) -> String {
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
struct TableDifference: Equatable {
    var went: [String] = []
    var came: [String] = []
}
