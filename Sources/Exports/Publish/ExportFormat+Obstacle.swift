import MirrorReading

extension ExportFormat {
    /// Why this program cannot write it here; nil when it can.
    ///
    /// - Parameter searchPath: where programs are looked for, as PATH has it.
    package func obstacle(searchPath: String) -> (any Error)? {
        switch self {
        case .csv, .csvExcel, .jsonl, .sqlite: return nil
        case .xlsx:
            #if XLSX
                return nil
            #else
                return WorkbookFailure.notBuilt
            #endif
        case .parquet:
            do {
                _ = try ParquetSink.program(in: searchPath)
                return nil
            } catch {
                return error
            }
        }
    }
}
