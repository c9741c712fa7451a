import GRDB

/// The moment of an earlier export, from its `datapackage.json`.
///
/// A run's number alone does not identify a moment: after a backup is restored, the
/// same numbers are assigned again.
package struct ExportMoment: Sendable, Equatable {
    let directory: String
    let mirrorID: String?
    let runID: Int64?
    let runFinishedAt: String?

    /// The export's run.
    ///
    /// - Throws: ``ExportFailure`` if it is not a run of the mirror in `db`.
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
