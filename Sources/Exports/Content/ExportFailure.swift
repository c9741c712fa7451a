package import MirrorCore

/// Why an export was not made; the directory that was there before still is.
package enum ExportFailure: UserFacingError, Equatable {
    /// A relation that the contract does not have; with those that it has.
    case unknownRelation(String, known: [String])
    /// A relation of which only the present is kept, for an export as of an earlier time.
    case noHistory(String)
    /// A month without a closing that stands.
    case notClosed(CalendarMonth)
    /// Neither a run's number nor a time nor an earlier export.
    case notSince(String)
    /// No run has that number.
    case unknownRun(Int64)
    /// An earlier export that does not say which run of which mirror it is of.
    case withoutMoment(path: String)
    /// An earlier export of another mirror.
    case otherMirror(path: String)
    /// An earlier export of a run that this mirror does not have, or whose number means another run in it.
    case otherRun(path: String, run: Int64, finishedAt: String)
    /// A tenant's name that could not be a folder's.
    case notATenant(String)
    /// A format whose files a lake cannot hold.
    case noLakeFormat(ExportFormat)
    /// A format that holds no relations.
    case notOfRelations(ExportFormat)
    /// No run has been complete, so that the mirror is of no day.
    case noSnapshotDate
    /// A program that a format needs is not installed.
    case missingProgram(String, origin: String)
    /// The program failed; with the first line that it said.
    case program(String, detail: String)
    /// The target of a single file is a directory, or something else that must not be replaced.
    case notAFile(path: String)
    /// The target is a file.
    case notADirectory(path: String)
    /// Something other than a link stands where a publication's link to the newest belongs.
    case notALink(path: String)
    /// The directory that the target is to stand in does not exist.
    case missingParent(path: String)
    /// The target holds files, but no data package of ours.
    case notAnExport(path: String)
    /// The target holds a file that the package does not name, so somebody put it there.
    case foreignFile(path: String)
    /// The export is made, and what somebody had put into the earlier one meanwhile stands in a folder beside it.
    case foreignKept(path: String, kept: String)
    /// The folder holds the publications of another mirror.
    case foreignFolder(path: String)
    /// The folder is within the publications of another mirror.
    case withinPublications(path: String, folder: String)
    /// The folder is one that holds a mirror, or within it.
    case withinState(path: String, folder: String)
    /// The target of an export is one, or within one.
    case exportWithinState(path: String, folder: String)
    /// The target holds an export of another mirror.
    case foreignExport(path: String)
    /// Another export writes to the same place right now.
    case inProgress(path: String)

    package var kind: FailureKind {
        switch self {
        case .unknownRelation, .noHistory, .notClosed, .exportWithinState, .notSince, .unknownRun,
            .notATenant, .noLakeFormat, .notOfRelations, .notADirectory,
            .notAFile, .notALink, .missingParent, .notAnExport, .foreignFile, .foreignKept:
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
                    for: name, among: known, otherwise: ": name one of \(known.joined(separator: ", "))")
        case .noHistory(let name):
            "\(name) is kept without a history: leave it out, or export it without --as-of"
        case .notClosed(let month):
            "\(month.text) is not closed: close it with submirror month close \(month.text), and export it then"
        case .notSince(let text):
            "\(text) is neither a run's number nor a time nor an earlier export: write a time as 2026-11-22T13:05:00Z or "
                + "a day as 2026-11-22, or name the folder of an export"
        case .unknownRun(let id):
            "there is no run \(id): `submirror report sync-runs` lists them"
        case .withoutMoment(let path):
            "the export \(path) does not say which run of which mirror it is of: export everything once"
        case .otherMirror(let path):
            "the export \(path) is of another mirror: name one of this mirror, or export everything"
        case .otherRun(let path, let run, let finishedAt):
            "the export \(path) is of run \(run), which ended at \(finishedAt), and this mirror has no such run: a backup "
                + "was restored since; export everything"
        case .notATenant(let name):
            "\"\(name)\" cannot name a tenant: use letters, digits, dots, hyphens and underscores, a letter or digit first"
        case .noLakeFormat(let format):
            "a lake of tenants cannot hold \(format.rawValue): export csv, jsonl or parquet"
        case .notOfRelations(let format):
            "\(format.rawValue) holds no relations: `submirror page FILE` writes the page"
        case .noSnapshotDate:
            "no run has been complete yet, so the mirror is of no day: run `submirror sync` first"
        case .missingProgram(let name, let origin):
            "the program \(name), which writes this format, is not on PATH: install it (\(origin)), "
                + "or export another format"
        case .program(let name, let detail): "the program \(name) failed: \(detail)"
        case .notAFile(let path): "\(path) is not a file, so it is left alone: name another one"
        case .notADirectory(let path): "\(path) is a file: name a directory for the export"
        case .notALink(let path): "\(path) is no link of a publication: move it away"
        case .missingParent(let path): "\(path) does not exist: create it first"
        case .notAnExport(let path):
            "\(path) is not empty and not an earlier export, so it is left alone: name another directory"
        case .foreignFile(let path):
            "\(path) is not part of the earlier export, which would be replaced: move it elsewhere"
        case .foreignKept(let path, let kept):
            "\(path) is written, but somebody changed the earlier one meanwhile, and what is not ours is now in \(kept): "
                + "move it elsewhere"
        case .foreignFolder(let path):
            "\(path) holds the publications of another mirror: set publish.directory to a folder of this one's own"
        case .withinPublications(let path, let folder):
            "\(path) is in \(folder), which holds the publications of another mirror: set publish.directory to a folder of this "
                + "one's own"
        case .withinState(let path, let folder):
            "\(path) is or is in the state directory \(folder), which holds a mirror: set publish.directory to a folder of its own"
        case .exportWithinState(let path, let folder):
            "\(path) is or is in the state directory \(folder), which holds a mirror: name a directory elsewhere"
        case .foreignExport(let path):
            "\(path) holds an export of another mirror, which would be replaced: name another directory, or remove that export"
        case .inProgress(let path): "another export to \(path) is under way: try again"
        }
    }
}
