package import Files
import GRDB
package import MirrorCore
package import Schema

/// Why a mirror cannot be opened or written.
package enum MirrorFailure: UserFacingError, Equatable {
    case notAMirror(path: String)
    case newerSchema(path: String, found: Int, known: Int)
    /// Another program created or changed a table, an index, a view or a trigger in it.
    case foreignSchema(path: String, SchemaFault)
    case damaged(path: String, detail: String)
    /// The write-ahead log beside it belongs to another state of the file.
    case foreignLog(path: String)
    /// One of its files, or their folder, has an unsafe owner, mode, type or link count.
    case unsafe(FileFailure)
    case cannotOpen(path: String, detail: String)
    case cannotReadOrWrite(path: String, detail: String)
    case diskFull(path: String)
    case notWritable(path: String)
    case busy(path: String)
    /// The path no longer leads to the open file.
    case replaced(path: String)
    /// The mirror was filled from another API or account, which differs in `settings`; it came from `baseURL`.
    case otherOrigin(path: String, settings: [String], baseURL: String)
}

extension MirrorFailure: CustomStringConvertible {
    package var kind: FailureKind {
        switch self {
        case .notAMirror, .newerSchema, .foreignSchema, .foreignLog, .damaged: .unusableData
        case .cannotOpen, .cannotReadOrWrite, .diskFull, .notWritable, .replaced: .disk
        case .unsafe(let failure): .file(isAboutTrust: failure.isAboutTrust)
        case .busy: .tryLater
        case .otherOrigin: .configuration
        }
    }

    package var description: String {
        switch self {
        case .notAMirror(let path):
            "\(path) is not a mirror of submirror: name another state.directory, or move the file away"
        case .newerSchema(let path, let found, let known):
            "\(path) was written by a newer submirror (schema \(found); this version supports \(known)): upgrade submirror"
        case .foreignSchema(let path, let fault):
            "\(path) contains \(fault.words): find out what added it, and restore a backup or sync into a new state.directory"
        case .damaged(let path, let detail):
            "\(path) is damaged (\(detail)): keep it, restore a backup, or move it away and sync again"
        case .foreignLog(let path): LogOwnership.foreignWords(path)
        case .unsafe(let failure): failure.message
        case .cannotOpen(let path, let detail):
            "cannot open \(path): \(detail)"
        case .cannotReadOrWrite(let path, let detail):
            "\(path) cannot be read or written (\(detail)): check the disk; nothing committed is lost"
        case .diskFull(let path):
            "the disk that holds \(path) is full: free some space and run again; nothing committed is lost"
        case .notWritable(let path):
            "\(path) or its folder is read-only for this user: check its owner and mode"
        case .busy(let path):
            "another program holds \(path) locked: try again when it has finished"
        case .replaced(let path):
            "\(path) or its log was moved, removed or replaced while it was in use, so nothing more was written: "
                + "restore the original file, and run again"
        case .otherOrigin(let path, let settings, let baseURL):
            "\(path) is the mirror of another API or account (\(settings.joined(separator: ", ")) "
                + "\(settings.count == 1 ? "differs" : "differ"), it was filled from \(baseURL)): name another "
                + "state.directory; if the same company's access has moved, run sync --accept-origin once"
        }
    }
}

extension MirrorFailure {
    /// Translates an SQLite error on the file at `path` for the operator; nil if it is our own bug.
    init?(_ error: any Error, path: String) {
        guard let fault = SQLiteFileError(error) else { return nil }
        switch fault {
        case .diskFull: self = .diskFull(path: path)
        case .notWritable: self = .notWritable(path: path)
        case .busy: self = .busy(path: path)
        case .notADatabase: self = .notAMirror(path: path)
        case .damaged(let detail): self = .damaged(path: path, detail: detail)
        case .cannotOpen(let detail): self = .cannotOpen(path: path, detail: detail)
        case .cannotReadOrWrite(let detail): self = .cannotReadOrWrite(path: path, detail: detail)
        case .replaced: self = .replaced(path: path)
        }
    }
}
