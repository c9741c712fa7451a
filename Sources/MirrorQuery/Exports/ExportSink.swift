/// Writes the relations of an export in one format, one after the other: for each `begin`, `write` for every row
/// and `end`, then `finish` once.
protocol ExportSink: AnyObject {
    func begin(_ selection: ExportSelection) throws
    /// Writes the row that `statement` stands on.
    func write(_ statement: ReadStatement) throws
    func end() throws
    /// Returns every file that was made, when all of them are complete and have reached the disk.
    func finish() throws -> [ExportedFile]
}

/// Where a sink writes to, and what it may say of the whole.
struct ExportPlace {
    /// An empty directory, which takes its place when everything is written.
    let directory: String
    let facts: ExportFacts
    /// Makes each file that we write ourselves.
    let create: (_ path: String) throws -> any ExportFile
}

extension ExportFormat {
    /// What writes it.
    func sink(in place: ExportPlace) throws -> any ExportSink {
        switch self {
        case .csv: FilePerRelation(in: place, suffix: ".csv") { _, write in CSVWriter(to: write) }
        case .csvExcel: FilePerRelation(in: place, suffix: ".csv", writer: ExcelCSVWriter.init)
        case .jsonl:
            FilePerRelation(in: place, suffix: ".jsonl") { JSONLinesWriter($0.columns, to: $1) }
        case .sqlite: try SnapshotSink(in: place)
        }
    }
}
