import Foundation
import MirrorCore
import MirrorReading
import TestSupport

/// The rows of a relation as text, one line each, in one spelling for every reader.
struct RelationText {
    let relation: String
    /// The columns with their kinds, from data_dictionary.
    let columns: [(name: String, kind: RelationColumn.Kind)]

    /// Every relation of `mirror`.
    static func all(of mirror: ExampleMirror) throws -> [RelationText] {
        let rows = try mirror.reader().rows(
            of: Query(
                """
                SELECT schema.name, info.name, dictionary.type
                FROM sqlite_schema AS schema
                -- SQLite 3.40 may else ask for the columns of no table first, and finds none.
                CROSS JOIN pragma_table_info(schema.name) AS info
                CROSS JOIN data_dictionary AS dictionary
                    ON dictionary.relation = schema.name AND dictionary."column" = info.name
                ORDER BY schema.name, info.cid
                """))
        let cells = rows.map { row in
            row.map { cell -> String in if case .text(let text) = cell { text } else { "" } }
        }
        return Dictionary(grouping: cells) { $0[0] }.sorted { $0.key < $1.key }.map { relation, columns in
            RelationText(
                relation: relation,
                columns: columns.compactMap { cell in
                    RelationColumn.Kind(rawValue: cell[2]).map { (cell[1], $0) }
                })
        }
    }

    /// The rows of `mirror`, sorted.
    ///
    /// `emptyIsNull` turns empty texts into NULL; `further` columns have the same value in every
    /// row; `cutsZeros` removes trailing zeros from amounts, as DuckDB's type has the same
    /// number of decimals in every row.
    func lines(
        of mirror: ExampleMirror, emptyIsNull: Bool = false, cutsZeros: Bool = false,
        with further: [String: String] = [:]
    ) throws -> [String] {
        var values = columns.map { column in
            let name = "\"\(column.name)\""
            let text =
                switch column.kind {
                case .number: "CAST(CAST(\(name) AS REAL) AS TEXT)"
                case .decimal where cutsZeros:
                    "iif(instr(\(name), '.'), rtrim(rtrim(\(name), '0'), '.'), \(name))"
                case .text, .integer, .decimal, .boolean, .date, .instant: "CAST(\(name) AS TEXT)"
                }
            return "'\(column.name)', " + (emptyIsNull ? "nullif(\(text), '')" : text)
        }
        values += further.map { "'\($0.key)', '\($0.value)'" }
        let query = Query("SELECT json_object(\(values.joined(separator: ", "))) FROM \"\(relation)\"")
        return try mirror.reader().rows(of: query).map { row in
            guard case .text(let json) = row[0] else { return "" }
            return try Self.line(json)
        }.sorted()
    }

    /// A DuckDB query for the rows of `source`, an expression for FROM, in our spelling.
    func duckdbQuery(of source: String, and further: [String] = []) -> String {
        let values = columns.map { column in
            let name = "\"\(column.name)\""
            let text =
                switch column.kind {
                case .boolean: "CAST(CAST(\(name) AS INTEGER) AS VARCHAR)"
                case .date: "strftime(\(name), '%Y-%m-%d')"
                case .instant: "strftime(\(name) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ')"
                case .number: "CAST(CAST(\(name) AS DOUBLE) AS VARCHAR)"
                case .decimal: "rtrim(rtrim(CAST(\(name) AS VARCHAR), '0'), '.')"
                case .text, .integer: "CAST(\(name) AS VARCHAR)"
                }
            return "'\(column.name)', \(text)"
        }
        let more = further.map { "'\($0)', CAST(\($0) AS VARCHAR)" }
        return "SELECT '\(relation)' AS relation, "
            + "json_object(\((values + more).joined(separator: ", "))) AS content FROM \(source)"
    }

    /// The columns and their types for DuckDB's readers of text.
    var duckdbColumns: String {
        let types = columns.map { column in
            let type =
                switch column.kind {
                case .text: "VARCHAR"
                case .integer: "BIGINT"
                case .number: "DOUBLE"
                case .decimal: "DECIMAL(38, 18)"
                case .boolean: "BOOLEAN"
                case .date: "DATE"
                case .instant: "TIMESTAMPTZ"
                }
            return "'\(column.name)': '\(type)'"
        }
        return "{\(types.joined(separator: ", "))}"
    }

    /// A JSON object of texts, in one spelling.
    static func line(_ json: String) throws -> String {
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] ?? [:]
        return object.sorted { $0.key < $1.key }
            .map { "\($0.key)=" + (($0.value as? String).map { "'\($0)'" } ?? "NULL") }
            .joined(separator: " ")
    }
}
