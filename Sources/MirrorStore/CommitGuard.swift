import Files
import GRDB
import GRDBSQLite

/// Lets nothing be committed to a mirror that is no longer in its place.
///
/// A file that was moved, removed or replaced still takes every write, and nobody would ever see them.
final class CommitGuard: TransactionObserver, Sendable {
    private let path: String
    /// What stood in its place when it was opened: the mirror and its write-ahead log.
    private let places: [(path: String, identity: FileIdentity)]
    private let log: MirrorLog
    private let lock: @Sendable () throws -> Void

    /// A guard of the file that `db` has open at `path`.
    ///
    /// - Parameter lock: throws when the lock of whoever writes is no longer in its place.
    /// - Throws: ``MirrorFailure/replaced(path:)`` when it is gone from there already.
    init(_ db: Database, path: String, log: MirrorLog, lock: @escaping @Sendable () throws -> Void) throws {
        self.path = path
        self.log = log
        self.lock = lock
        places = [path, path + "-wal"].compactMap { path in FileIdentity(path: path).map { (path, $0) } }
        // What stands there might be another file already: SQLite compares it with the one that it has open.
        var hasMoved: Int32 = 0
        let code = sqlite3_file_control(db.sqliteConnection, "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved)
        guard code == SQLITE_OK, hasMoved == 0 else { throw MirrorFailure.replaced(path: path) }
    }

    /// - Throws: ``MirrorFailure/replaced(path:)``, and what the lock's check throws.
    func check() throws {
        try lock()
        guard places.allSatisfy({ FileIdentity(path: $0.path) == $0.identity }), log.isWhole else {
            throw MirrorFailure.replaced(path: path)
        }
    }

    func databaseWillCommit() throws { try check() }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) {}
    func databaseDidRollback(_ db: Database) {}
}
