package import MirrorCore

/// Why an export failed; an earlier export stays in place.
package enum ExportFailure: UserFacingError, Equatable {
    /// The contract has no such relation; `known` lists those it has.
    case unknownRelation(String, known: [String])
    /// The past of a relation without history was requested.
    case noHistory(String)
    /// The month has no standing closing.
    case notClosed(CalendarMonth)
    /// The text is not a run's number, a time or an earlier export.
    case notSince(String)
    /// No run has that number.
    case unknownRun(Int64)
    /// The earlier export does not identify its mirror and run.
    case withoutMoment(path: String)
    /// The earlier export was made from another mirror.
    case otherMirror(path: String)
    /// The earlier export's run does not exist in this mirror, or its number means another run here.
    case otherRun(path: String, run: Int64, finishedAt: String)
    /// The tenant's name cannot be a folder's name.
    case notATenant(String)
    /// A lake cannot hold this format's files.
    case noLakeFormat(ExportFormat)
    /// The format does not hold relations.
    case notOfRelations(ExportFormat)
    /// No run has been complete, so the mirror has no snapshot date.
    case noSnapshotDate
    /// A program required by a format is not installed.
    case missingProgram(String, origin: String)
    /// The program failed; `detail` is the first line of its messages.
    case program(String, detail: String)
    /// A single file's target is a directory, or something else that must not be replaced.
    case notAFile(path: String)
    /// The target is a file.
    case notADirectory(path: String)
    /// A publication's link `latest` is something other than a link.
    case notALink(path: String)
    /// The target's parent directory does not exist.
    case missingParent(path: String)
    /// The target holds files, but no data package of ours.
    case notAnExport(path: String)
    /// The target holds files, but no pack of ours that nobody changed.
    case notAPack(path: String)
    /// The target holds a file that the package does not list, so somebody added it.
    case foreignFile(path: String)
    /// The export succeeded; files that somebody had added to the earlier one are kept in a folder beside it.
    case foreignKept(path: String, kept: String)
    /// The folder holds the publications of another mirror.
    case foreignFolder(path: String)
    /// The folder lies within another mirror's publications.
    case withinPublications(path: String, folder: String)
    /// The folder holds a mirror, or lies within a folder that does.
    case withinState(path: String, folder: String)
    /// The export's target holds a mirror, or lies within a folder that does.
    case exportWithinState(path: String, folder: String)
    /// The target holds an export of another mirror.
    case foreignExport(path: String)
    /// Another export is writing to the same target.
    case inProgress(path: String)

    package var kind: FailureKind {
        switch self {
        case .unknownRelation, .noHistory, .notClosed, .exportWithinState, .notSince, .unknownRun,
            .notATenant, .noLakeFormat, .notOfRelations, .notADirectory,
            .notAFile, .notALink, .missingParent, .notAnExport, .notAPack, .foreignFile,
            .foreignKept:
            .usage
        case .missingProgram, .foreignFolder, .withinPublications, .withinState, .foreignExport:
            .configuration
        case .program: .disk
        case .noSnapshotDate, .withoutMoment, .otherMirror, .otherRun: .unusableData
        case .inProgress: .tryLater
        }
    }

    /// One sentence for a person: what failed, on what, and what to do.
    package var message: String {
        switch self {
        case .unknownRelation(let name, let known):
            "there is no relation \(name)"
                + Spelling.hint(
                    for: name, among: known, otherwise: ": choose one of \(known.joined(separator: ", "))")
        case .noHistory(let name):
            "the mirror keeps no history of \(name): leave it out, or export it without --as-of"
        case .notClosed(let month):
            "\(month.text) is not closed: run submirror month close \(month.text) first"
        case .notSince(let text):
            "\(text) is not a run's number, a time or an earlier export: write a time as 2026-11-22T13:05:00Z or "
                + "a day as 2026-11-22, or name the folder of an export"
        case .unknownRun(let id):
            "there is no run \(id): `submirror report sync-runs` lists them"
        case .withoutMoment(let path):
            "the export \(path) does not record its mirror and run: export everything once"
        case .otherMirror(let path):
            "the export \(path) belongs to another mirror: name one of this mirror, or export everything"
        case .otherRun(let path, let run, let finishedAt):
            "the export \(path) was made from run \(run), which ended at \(finishedAt), but this mirror has no such run: a backup "
                + "was restored in between; export everything"
        case .notATenant(let name):
            "\"\(name)\" cannot name a tenant: use letters, digits, dots, hyphens and underscores, a letter or digit first"
        case .noLakeFormat(let format):
            "a lake of tenants cannot hold \(format.rawValue): export csv, jsonl or parquet"
        case .notOfRelations(let format):
            "\(format.rawValue) holds no relations: `submirror page FILE` writes the page"
        case .noSnapshotDate:
            "no complete run yet, so the mirror has no snapshot date: run `submirror sync` first"
        case .missingProgram(let name, let origin):
            "the program \(name), which writes this format, is not on PATH: install it (\(origin)), "
                + "or export another format"
        case .program(let name, let detail): "the program \(name) failed: \(detail)"
        case .notAFile(let path): "\(path) is not a regular file and was not replaced: name another one"
        case .notADirectory(let path): "\(path) is a file: name a directory for the export"
        case .notALink(let path): "\(path) is not a link to a publication: move it away"
        case .missingParent(let path): "\(path) does not exist: create it first"
        case .notAnExport(let path):
            "\(path) is neither empty nor an earlier export, and was not replaced: name another directory"
        case .notAPack(let path):
            "\(path) is not empty and not a pack that nobody changed, so it is left alone: name another folder"
        case .foreignFile(let path):
            "\(path) does not belong to the earlier export that would be replaced: move it elsewhere"
        case .foreignKept(let path, let kept):
            "\(path) was written, but the earlier export had been changed meanwhile; the foreign files are now in \(kept): "
                + "move them elsewhere"
        case .foreignFolder(let path):
            "\(path) holds the publications of another mirror: set publish.directory to a folder used by this mirror only"
        case .withinPublications(let path, let folder):
            "\(path) is in \(folder), which holds the publications of another mirror: set publish.directory to a folder used by "
                + "this mirror only"
        case .withinState(let path, let folder):
            "\(path) is, or is inside, the state directory \(folder), which holds a mirror: set publish.directory to a folder of its own"
        case .exportWithinState(let path, let folder):
            "\(path) is, or is inside, the state directory \(folder), which holds a mirror: name a directory elsewhere"
        case .foreignExport(let path):
            "\(path) holds an export of another mirror, which would be replaced: name another directory, or remove that export"
        case .inProgress(let path): "another export to \(path) is in progress: try again"
        }
    }
}
