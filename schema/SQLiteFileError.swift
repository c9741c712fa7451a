import GRDB

/// What an error of SQLite's says of a file of ours, whichever file it is.
package enum SQLiteFileError: Equatable, Sendable {
    case diskFull
    case notWritable
    /// Another program holds it locked.
    case busy
    /// It is not SQLite's.
    case notADatabase
    case damaged(detail: String)
    case cannotOpen(detail: String)
    case cannotReadOrWrite(detail: String)
    /// It was moved or removed while it was open: SQLite looks before it writes.
    case replaced

    /// Nil for an error of anything else than SQLite's, or about a statement and not the file: a bug of ours.
    package init?(_ error: any Error) {
        guard let error = error as? DatabaseError else { return nil }
        if error.extendedResultCode == .SQLITE_READONLY_DBMOVED {
            self = .replaced
            return
        }
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: self = .notWritable
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_NOTADB: self = .notADatabase
        case .SQLITE_CORRUPT: self = .damaged(detail: error.message ?? "malformed")
        case .SQLITE_CANTOPEN: self = .cannotOpen(detail: error.message ?? "no reason given")
        case .SQLITE_IOERR: self = .cannotReadOrWrite(detail: error.message ?? "input or output error")
        default: return nil
        }
    }
}
