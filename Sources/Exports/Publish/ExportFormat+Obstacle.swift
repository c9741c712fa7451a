import MirrorReading

extension ExportFormat {
    /// The reason why it cannot be written with `programs`; nil when it can.
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
