package import Files
import GRDB
import Glibc
package import MirrorCore
package import Schema

/// Why the journal cannot be opened, read or written.
package enum JournalFailure: UserFacingError, Equatable {
    case notAJournal(path: String)
    case newerSchema(path: String, found: Int, known: Int)
    /// Another program created or changed a table, an index, a view or a trigger in it.
    case foreignSchema(path: String, SchemaFault)
    /// It holds a row that this program would not write.
    case unreadableRow(path: String, table: String, id: Int64)
    case damaged(path: String, detail: String)
    /// The file or its folder has an unsafe owner, mode, type or link count.
    case unsafe(FileFailure)
    case cannotOpen(path: String, detail: String)
    case cannotReadOrWrite(path: String, detail: String)
    case diskFull(path: String)
    case notWritable(path: String)
    case busy(path: String)
    /// The path no longer leads to the open file.
    case replaced(path: String)
}

extension JournalFailure: CustomStringConvertible {
    package var kind: FailureKind {
        switch self {
        case .notAJournal, .newerSchema, .foreignSchema, .unreadableRow, .damaged: .unusableData
        case .cannotOpen, .cannotReadOrWrite, .diskFull, .notWritable, .replaced: .disk
        case .unsafe(let failure): .file(isAboutTrust: failure.isAboutTrust)
        case .busy: .tryLater
        }
    }

    package var description: String {
        switch self {
        case .notAJournal(let path):
            "\(path) is not a journal of submirror: name another state.directory, or move the file away"
        case .newerSchema(let path, let found, let known):
            "\(path) was written by a newer submirror (schema \(found); this version supports \(known)): upgrade submirror"
        case .foreignSchema(let path, let fault):
            "\(path) contains \(fault.words): find out what added it, and restore a backup"
        case .unreadableRow(let path, let table, let id):
            "\(path) contains a row that submirror never writes (\(table) \(id)): find out what added it, and restore a backup"
        case .damaged(let path, let detail):
            "\(path) is damaged (\(detail)): keep it and restore a backup; purchases in it may be open"
        case .unsafe(let failure): failure.message
        case .cannotOpen(let path, let detail): "cannot open \(path): \(detail)"
        case .cannotReadOrWrite(let path, let detail):
            "\(path) cannot be read or written (\(detail)): check the disk; nothing committed is lost"
        case .diskFull(let path):
            "the disk that holds \(path) is full: free some space and run again; nothing committed is lost"
        case .notWritable(let path):
            "\(path) or its folder is read-only for this user: check its owner and mode"
        case .busy(let path):
            "another program holds \(path) locked: try again when it has finished"
        case .replaced(let path):
            "\(path) was moved, removed or replaced while it was in use, so nothing more was written: "
                + "restore the original file, and run again"
        }
    }
}

extension JournalFailure {
    /// Translates an error on the file at `path` for the operator; nil if it is our own bug.
    init?(_ error: any Error, path: String) {
        if let failure = error as? FileFailure {
            self.init(failure, path: path)
            return
        }
        guard let fault = SQLiteFileError(error) else { return nil }
        switch fault {
        case .diskFull: self = .diskFull(path: path)
        case .notWritable: self = .notWritable(path: path)
        case .busy: self = .busy(path: path)
        case .notADatabase: self = .notAJournal(path: path)
        case .damaged(let detail): self = .damaged(path: path, detail: detail)
        case .cannotOpen(let detail): self = .cannotOpen(path: path, detail: detail)
        case .cannotReadOrWrite(let detail): self = .cannotReadOrWrite(path: path, detail: detail)
        case .replaced: self = .replaced(path: path)
        }
    }

    /// Translates `failure` for the journal at `path`.
    init(_ failure: FileFailure, path: String) {
        switch failure {
        case .system(_, _, EACCES), .system(_, _, EPERM), .system(_, _, EROFS):
            self = .notWritable(path: path)
        case .system(_, _, ENOSPC), .system(_, _, EDQUOT): self = .diskFull(path: path)
        case .system(_, _, let code): self = .cannotOpen(path: path, detail: String(cString: strerror(code)))
        case .openToOthers, .ofAnotherUser, .notAFile, .severalNames: self = .unsafe(failure)
        }
    }
}
