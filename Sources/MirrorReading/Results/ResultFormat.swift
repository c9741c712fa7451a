/// How rows are written.
///
/// The formats for people (table, csv-excel, xlsx) show instants in the time zone of reports; the others are in UTC.
package enum ResultFormat: String, CaseIterable, Sendable {
    /// Aligned columns. An unknown value is empty, an empty text is `''`, and a long text is cut.
    case table
    /// RFC 4180 in UTF-8 with LF. An unknown value is empty, an empty text is `""`.
    case csv
    /// CSV that Excel opens with a double click where a comma is the decimal sign: see ``ExcelCSVWriter``.
    case csvExcel = "csv-excel"
    /// An array of objects, one a line, keyed by the columns' names. An unknown value is null.
    case json
    /// A workbook: a sheet of rows, and one that says what they are. Where a build has the library for it.
    case xlsx

    /// Whether what the rows cover stands with them.
    package var holdsCoverage: Bool {
        switch self {
        case .table, .json, .xlsx: true
        case .csv, .csvExcel: false
        }
    }

    /// - Throws: ``WorkbookFailure`` and `FileFailure`.
    package func writer(_ head: ResultHead, to sink: @escaping ByteSink) throws -> any ResultWriter {
        switch self {
        case .table: TableWriter(head, to: sink)
        case .csv: CSVWriter(to: sink)
        case .csvExcel:
            ExcelCSVWriter(head.name, time: head.time, cuts: head.cuts, to: sink, describing: head.describe)
        case .json: JSONRowsWriter(to: sink)
        case .xlsx: try Self.workbook(head, to: sink)
        }
    }

    private static func workbook(
        _ head: ResultHead, to sink: @escaping ByteSink
    ) throws -> any ResultWriter {
        #if XLSX
            return try WorkbookResult(head, to: sink)
        #else
            throw WorkbookFailure.notBuilt
        #endif
    }
}
