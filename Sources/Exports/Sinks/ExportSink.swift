import MirrorCore
import MirrorReading

/// Writes the relations of an export in one format, one after the other.
///
/// For each relation: `begin`, then `write` for every row, then `end`; at last, `finish` once.
protocol ExportSink: AnyObject {
    func begin(_ selection: ExportSelection) throws
    /// Writes the current row of `statement`.
    func write(_ statement: ReadStatement) throws
    func end() throws
    /// Returns every file created, once all of them are complete and have reached the disk.
    func finish() throws -> [ExportedFile]
}

/// A sink's target, and facts about the whole export.
struct ExportPlace {
    /// One column of `snapshot_info`.
    struct Coverage: Sendable {
        let column: RelationColumn
        /// Empty if unknown.
        let text: String
    }

    /// An empty directory, moved to its place once everything is written.
    let directory: String
    let facts: ExportFacts
    /// The row of `snapshot_info`, for formats that show it to people.
    let coverage: [Coverage]
    /// How complete the mirror is, for the same formats.
    let completeness: Completeness
    /// Formats instants for people.
    let time: LocalTime
    /// Collects truncated texts.
    let cuts: TruncatedTexts
    /// The environment for programs that a format needs.
    let programs: ProgramEnvironment
    /// The language of the contents sheet.
    let language: ReportLanguage
    /// The most rows per sheet.
    let rowsPerSheet: Int
    /// Stops a sink that waits or has SQLite work.
    let interruption: Interruption
    /// Creates each file that we write ourselves.
    let create: (_ path: String) throws -> any ExportFile
}
