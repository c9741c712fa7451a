import GRDB

/// The moment that an earlier export is of, as its `datapackage.json` says it.
///
/// A run's number alone does not name a moment: after a backup was restored the same numbers are given again.
package struct ExportMoment: Sendable, Equatable {
    let directory: String
    let mirrorID: String?
    let runID: Int64?
    let runFinishedAt: String?

    /// The run that the export was of.
    ///
    /// - Throws: ``ExportFailure`` when it was not a run of the mirror in `db`.
    func run(in db: Database) throws -> Int64 {
        guard let mirrorID, let runID, let runFinishedAt else {
            throw ExportFailure.withoutMoment(path: directory)
        }
        guard try String.fetchOne(db, sql: "SELECT id FROM main._mirror") == mirrorID else {
            throw ExportFailure.otherMirror(path: directory)
        }
        let finishedAt = try String.fetchOne(
            db, sql: "SELECT finished_at FROM sync_run WHERE id = :id", arguments: ["id": runID])
        guard finishedAt == runFinishedAt else {
            throw ExportFailure.otherRun(path: directory, run: runID, finishedAt: runFinishedAt)
        }
        return runID
    }
}
