extension ExportFormat {
    /// Why this program cannot write it here; nil when it can.
    ///
    /// - Parameter searchPath: where programs are looked for, as PATH has it.
    package func obstacle(searchPath: String) -> ExportFailure? {
        switch self {
        case .csv, .csvExcel, .jsonl, .sqlite: return nil
        case .xlsx:
            #if XLSX
                return nil
            #else
                return .notBuilt(.xlsx)
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
