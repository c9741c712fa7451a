import MirrorReading

extension ExportFormat {
    /// The sink that writes the format.
    func sink(in place: ExportPlace) throws -> any ExportSink {
        switch self {
        case .csv: FilePerRelation(in: place, suffix: ".csv") { _, write in CSVWriter(to: write) }
        case .csvExcel:
            FilePerRelation(in: place, suffix: ".csv") { selection, write in
                ExcelCSVWriter(selection.relation.name, time: place.time, cuts: place.cuts, to: write) { _ in
                    selection.columns.map(ResultColumn.init)
                }
            }
        case .jsonl:
            FilePerRelation(in: place, suffix: ".jsonl") { JSONLinesWriter($0.columns, to: $1) }
        case .xlsx: try Self.workbook(in: place)
        case .parquet: try ParquetSink(in: place)
        case .sqlite: try SnapshotSink(in: place)
        case .html: throw ExportFailure.notOfRelations(self)
        }
    }

    private static func workbook(in place: ExportPlace) throws -> any ExportSink {
        #if XLSX
            return try WorkbookSink(in: place)
        #else
            throw WorkbookFailure.notBuilt
        #endif
    }
}
