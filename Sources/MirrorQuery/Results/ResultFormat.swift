/// How rows are written.
package enum ResultFormat: String, CaseIterable, Sendable {
    /// Aligned columns for people. An unknown value is empty, an empty text is `''`.
    case table
    /// RFC 4180 in UTF-8 with LF. An unknown value is empty, an empty text is `""`.
    case csv
    /// An array of objects, one a line, keyed by the columns' names. An unknown value is null.
    case json

    func writer(to sink: @escaping ByteSink, _ limits: QueryLimits) -> any ResultWriter {
        switch self {
        case .table: TableWriter(to: sink, holding: limits.tableBytes)
        case .csv: CSVWriter(to: sink)
        case .json: JSONRowsWriter(to: sink)
        }
    }
}
