import MirrorCore
import MirrorReading

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
    /// One column of `snapshot_info`.
    struct Coverage: Sendable {
        let column: RelationColumn
        /// Empty for what is not known.
        let text: String
    }

    /// An empty directory, which takes its place when everything is written.
    let directory: String
    let facts: ExportFacts
    /// The row of `snapshot_info`, for a format that shows it to people.
    let coverage: [Coverage]
    /// How complete the mirror is, measure by measure, for the same.
    let completeness: Completeness
    /// Shows instants to people.
    let time: LocalTime
    /// Learns of texts that are written cut.
    let cuts: CutTexts
    /// Folders with programs, as PATH has them.
    let programs: ProgramEnvironment
    /// How many rows a sheet holds at most.
    let rowsPerSheet: Int
    /// Asks a sink that waits, or has SQLite work, to stop.
    let interruption: Interruption
    /// Makes each file that we write ourselves.
    let create: (_ path: String) throws -> any ExportFile
}
