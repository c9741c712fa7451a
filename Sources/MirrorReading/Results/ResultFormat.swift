/// The output formats for rows.
///
/// Formats for people (table, csv-excel, xlsx) show instants in the time zone of reports; the others in UTC.
package enum ResultFormat: String, CaseIterable, Sendable {
    /// Aligned columns; NULL is empty, an empty text is `''`, and a long text is cut.
    case table
    /// RFC 4180 in UTF-8 with LF; NULL is empty, an empty text is `""`.
    case csv
    /// CSV that opens in Excel with a double click, for locales with a decimal comma: see ``ExcelCSVWriter``.
    case csvExcel = "csv-excel"
    /// An array of objects, one per line, keyed by column name; NULL is null.
    case json
    /// A workbook: a sheet of rows, and one that describes them; only in builds with the library for it.
    case xlsx

    /// Whether the output itself includes the coverage of its rows.
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
