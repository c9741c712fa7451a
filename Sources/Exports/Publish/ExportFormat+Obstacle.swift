import MirrorReading

extension ExportFormat {
    /// Why the format cannot be written with `programs`; nil if it can.
    package func obstacle(_ programs: ProgramEnvironment) -> (any Error)? {
        switch self {
        case .csv, .csvExcel, .jsonl, .sqlite, .html: return nil
        case .xlsx:
            #if XLSX
                return nil
            #else
                return WorkbookFailure.notBuilt
            #endif
        case .parquet:
            do {
                _ = try ParquetSink.program(in: programs)
                return nil
            } catch {
                return error
            }
        }
    }
}
