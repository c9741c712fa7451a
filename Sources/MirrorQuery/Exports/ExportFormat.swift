/// How an export is written.
package enum ExportFormat: String, CaseIterable, Sendable {
    /// RFC 4180 in UTF-8 with LF, for programs. An unknown value is empty, an empty text is `""`.
    case csv
    /// What Excel opens with a double click where a comma is the decimal sign, as in Norway: see
    /// ``ExcelCSVWriter``.
    case csvExcel = "csv-excel"
    /// A JSON object a line, its values typed. An unknown value is null.
    case jsonl
    /// An SQLite file with a table for each relation, for a program that speaks SQL.
    case sqlite

    /// Whether each relation is a file of its own, as a lake wants it.
    var isOneFilePerRelation: Bool {
        switch self {
        case .csv, .jsonl: true
        // Neither is read by what reads a lake.
        case .csvExcel, .sqlite: false
        }
    }
}
