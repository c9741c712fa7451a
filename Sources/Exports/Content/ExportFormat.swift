/// How an export is written.
package enum ExportFormat: String, CaseIterable, Sendable {
    /// RFC 4180 in UTF-8 with LF, for programs. An unknown value is empty, an empty text is `""`.
    case csv
    /// CSV that Excel opens with a double click where a comma is the decimal sign, as in Norway: see
    /// ``ExcelCSVWriter``.
    case csvExcel = "csv-excel"
    /// A JSON object a line, its values typed. An unknown value is null.
    case jsonl
    /// One workbook with a sheet for each relation, for people. Where a build has the library for it.
    case xlsx
    /// Typed columns, for data platforms. Made by the program duckdb, where it is installed.
    case parquet
    /// An SQLite file with a table for each relation, for a program that speaks SQL.
    case sqlite
    /// A page for people to look at: see ``PublishedPage``. It is published, and has no relations.
    case html

    /// Whether people read it: instants are in the time zone of reports, while programs get UTC.
    var isForPeople: Bool {
        switch self {
        case .csvExcel, .xlsx, .html: true
        case .csv, .jsonl, .parquet, .sqlite: false
        }
    }

    /// Whether it holds relations, row by row.
    package var isOfRelations: Bool { self != .html }

    /// Whether each relation is a file of its own, typed or plain, as a lake wants it.
    var isForLakes: Bool {
        switch self {
        case .csv, .jsonl, .parquet: true
        // Its texts are for Excel, which reads no lake.
        case .csvExcel: false
        case .xlsx, .sqlite, .html: false
        }
    }
}
