/// The formats of an export.
package enum ExportFormat: String, CaseIterable, Sendable {
    /// RFC 4180 in UTF-8 with LF, for programs; NULL is empty, an empty text is `""`.
    case csv
    /// CSV that opens in Excel with a double click, for locales with a decimal comma such as
    /// Norway's: see ``ExcelCSVWriter``.
    case csvExcel = "csv-excel"
    /// One JSON object per line, with typed values; NULL is null.
    case jsonl
    /// One workbook with a sheet per relation, for people; only in builds with the library for it.
    case xlsx
    /// Typed columns, for data platforms; requires the program duckdb.
    case parquet
    /// An SQLite file with a table per relation, for programs that speak SQL.
    case sqlite
    /// A page for people: see ``PublishedPage``; it is only published, and holds no relations.
    case html

    /// Whether people read it: then instants are in the time zone of reports, otherwise in UTC.
    var isForPeople: Bool {
        switch self {
        case .csvExcel, .xlsx, .html: true
        case .csv, .jsonl, .parquet, .sqlite: false
        }
    }

    /// Whether it holds relations, row by row.
    package var isOfRelations: Bool { self != .html }

    /// Whether each relation is a separate file in a form suited to a lake.
    var isForLakes: Bool {
        switch self {
        case .csv, .jsonl, .parquet: true
        // Its texts are encoded for Excel, which reads no lake.
        case .csvExcel: false
        case .xlsx, .sqlite, .html: false
        }
    }
}
