import MirrorCore
import MirrorReading

extension ExportFormat {
    /// The data package's properties for a file, or for a table in it.
    func description(of part: ExportedFile.Part) -> [(key: String, value: JSONValue)] {
        switch self {
        case .csv: Self.text("csv", "text/csv") + Self.dialect(",", "\n")
        case .csvExcel: Self.text("csv", "text/csv") + Self.dialect(";", "\r\n")
        case .jsonl: Self.text("jsonl", "application/jsonl")
        case .xlsx:
            [
                ("format", "xlsx"),
                ("mediatype", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                // In the specification's form, and in the one that the program frictionless expects.
                (
                    "dialect",
                    .object([
                        ("sheetName", .string(part.table ?? part.relation)),
                        ("excel", .object([("sheet", .string(part.table ?? part.relation))])),
                    ])
                ),
            ]
        case .parquet: [("format", "parquet"), ("mediatype", "application/vnd.apache.parquet")]
        case .sqlite:
            [
                ("format", "sqlite"), ("mediatype", "application/vnd.sqlite3"),
                ("dialect", .object([("table", .string(part.table ?? part.relation))])),
            ]
        case .html: Self.text("html", "text/html")
        }
    }

    /// The texts that represent NULL, if the format has no value for it.
    var missingValues: [(key: String, value: JSONValue)] {
        switch self {
        case .csv, .csvExcel: [("missingValues", .array([""]))]
        case .jsonl, .xlsx, .parquet, .sqlite, .html: []
        }
    }

    /// The field type for a column's values.
    func fieldType(_ kind: RelationColumn.Kind) -> [(key: String, value: JSONValue)] {
        switch kind {
        case .text: [("type", "string")]
        case .integer: [("type", "integer")]
        case .number: [("type", "number")] + decimalSign
        case .decimal: decimal
        case .boolean: [("type", "boolean")] + booleans
        case .date: [("type", "date")]
        case .instant: [("type", "datetime")] + instants
        }
    }

    /// Decimal digits; a text in typed formats without an exact number type.
    private var decimal: [(key: String, value: JSONValue)] {
        switch self {
        case .csv, .parquet: [("type", "number")]
        // For Excel, an amount that it would round is written as a text.
        case .csvExcel, .jsonl, .xlsx, .sqlite, .html: [("type", "string")]
        }
    }

    private var decimalSign: [(key: String, value: JSONValue)] {
        switch self {
        case .csvExcel: [("decimalChar", ",")]
        case .csv, .jsonl, .xlsx, .parquet, .sqlite, .html: []
        }
    }

    private var booleans: [(key: String, value: JSONValue)] {
        switch self {
        case .csv, .csvExcel, .sqlite: [("trueValues", .array(["1"])), ("falseValues", .array(["0"]))]
        case .jsonl, .xlsx, .parquet, .html: []
        }
    }

    private var instants: [(key: String, value: JSONValue)] {
        switch self {
        case .csvExcel: [("format", "%Y-%m-%d %H:%M:%S")]
        case .csv, .jsonl, .xlsx, .parquet, .sqlite, .html: []
        }
    }

    private static func text(_ format: String, _ mediatype: String) -> [(key: String, value: JSONValue)] {
        [("format", .string(format)), ("mediatype", .string(mediatype)), ("encoding", "utf-8")]
    }

    private static func dialect(_ delimiter: String, _ end: String) -> [(key: String, value: JSONValue)] {
        [("dialect", .object([("delimiter", .string(delimiter)), ("lineTerminator", .string(end))]))]
    }
}
