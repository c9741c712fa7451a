package import Files
import GRDB
package import MirrorCore
package import Schema

/// Why a mirror cannot be read.
package enum MirrorReadFailure: UserFacingError, Equatable {
    /// There is no file at the path, or only an empty one that a first run left.
    case missing(path: String)
    /// The file exists, but this user may not read it.
    case notPermitted(path: String)
    /// One of its files, or their folder, has an unsafe owner, mode, type or link count.
    case unsafe(FileFailure)
    /// The file at the path is not an SQLite file.
    case notADatabase(path: String)
    /// An SQLite file of another program.
    case notAMirror(path: String)
    /// A later version of submirror created or migrated the file.
    case newerSchema(path: String, found: Int, known: Int)
    /// An earlier version of submirror created the file, and it has not been migrated yet.
    case olderSchema(path: String, found: Int, known: Int)
    /// Another program created or changed a table, an index, a view or a trigger in it.
    case foreignSchema(path: String, SchemaFault)
    /// The file has a write-ahead log that this user cannot join, as the folder is not writable.
    case logOutOfReach(path: String)
    /// The write-ahead log beside it belongs to another state of the file.
    case foreignLog(path: String)
    /// A run wrote the file during an unlocked read from a read-only folder.
    case changedWhileReading(path: String)
    /// Another process locked the file for longer than the reader waits.
    case busy(path: String)
    /// SQLite finds the file's content contradictory.
    case damaged(path: String)
    /// The past asked for ends before the mirror's first run began; `firstRunAt` is
    /// nil if there was none yet.
    case beforeFirstRun(path: String, asOf: String, firstRunAt: String?)
    /// The past that was asked about ends before what retention has kept.
    case beforeHistory(path: String, asOf: String, historyFrom: String)
    /// Any other error, in SQLite's words.
    case unreadable(path: String, detail: String)

    package var kind: FailureKind {
        switch self {
        case .missing, .notADatabase, .notAMirror, .newerSchema, .olderSchema, .foreignSchema, .foreignLog,
            .damaged:
            .unusableData
        case .beforeFirstRun, .beforeHistory: .usage
        case .notPermitted, .logOutOfReach, .unreadable: .disk
        case .unsafe(let failure): .file(isAboutTrust: failure.isAboutTrust)
        case .changedWhileReading, .busy: .tryLater
        }
    }

    /// One sentence for a person: what failed, on what, and what to do.
    package var message: String {
        switch self {
        case .missing(let path):
            "there is no mirror at \(path): run `submirror sync` first, or name its folder with --state-directory"
        case .notPermitted(let path):
            "\(path) may not be read by this user (permission denied): ask for membership of the group that owns it, or "
                + "run as the service's user"
        case .unsafe(let failure): failure.message
        case .notADatabase(let path):
            "\(path) is not an SQLite file: name the folder that holds mirror.sqlite with --state-directory"
        case .notAMirror(let path):
            "\(path) is an SQLite file, but not a mirror"
        case .newerSchema(let path, let found, let known):
            "\(path) has schema \(found), but this submirror supports up to \(known): use the newer submirror"
        case .olderSchema(let path, let found, let known):
            "\(path) has schema \(found), but this submirror reads \(known): "
                + "run `submirror sync` once to upgrade it"
        case .foreignSchema(let path, let fault):
            "\(path) contains \(fault.words): "
                + (fault.isRenewable
                    ? "run `submirror sync` once to recreate it"
                    : "find out what added it, and restore a backup")
        case .logOutOfReach(let path):
            "\(path) has changes in \(path)-wal that cannot be read, because its folder is not writable: "
                + "read it as the user that runs the sync, or copy both files to your own folder"
        case .foreignLog(let path): LogOwnership.foreignWords(path)
        case .changedWhileReading(let path):
            "\(path) changed while it was being read from a read-only folder: try again"
        case .busy(let path):
            "\(path) is locked by another process: try again"
        case .damaged(let path):
            "\(path) is damaged: keep a copy, restore a backup, or move it away and run `submirror sync`"
        case .beforeFirstRun(let path, let asOf, let firstRunAt):
            "\(path) has no data before \(asOf): "
                + (firstRunAt.map { "its first run began at \($0)" } ?? "no run has been yet")
        case .beforeHistory(let path, let asOf, let historyFrom):
            "\(path) can no longer tell what was before \(asOf): retention has removed what was over before \(historyFrom); "
                + "ask about that moment or a later one, or ask a backup"
        case .unreadable(let path, let detail):
            "\(path) cannot be read: \(detail)"
        }
    }

    /// Maps `error` to the fault of the file at `path`.
    init(_ error: DatabaseError, path: String) {
        self =
            switch error.resultCode {
            case .SQLITE_NOTADB: .notADatabase(path: path)
            case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL: .busy(path: path)
            case .SQLITE_CORRUPT: .damaged(path: path)
            default: .unreadable(path: path, detail: error.message ?? "\(error.resultCode)")
            }
    }
}
