import Files
import GRDB
import GRDBSQLite

/// Refuses to commit once the mirror is no longer in its place.
///
/// A file that was moved, removed or replaced still accepts writes, but no reader would ever see them.
final class CommitGuard: TransactionObserver, Sendable {
    private let path: String
    /// The files at the mirror's paths when it was opened: the mirror and its write-ahead log.
    private let places: [(path: String, identity: FileIdentity)]
    private let log: MirrorLog
    private let lock: @Sendable () throws -> Void

    /// Guards the file that `db` has open at `path`.
    ///
    /// - Parameter lock: throws when the writer's lock is no longer in its place.
    /// - Throws: ``MirrorFailure/replaced(path:)`` if the file is no longer there.
    init(_ db: Database, path: String, log: MirrorLog, lock: @escaping @Sendable () throws -> Void) throws {
        self.path = path
        self.log = log
        self.lock = lock
        places = [path, path + "-wal"].compactMap { path in FileIdentity(path: path).map { (path, $0) } }
        // The path may lead to another file by now: SQLite compares it with the file it has open.
        var hasMoved: Int32 = 0
        let code = sqlite3_file_control(db.sqliteConnection, "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved)
        guard code == SQLITE_OK, hasMoved == 0 else { throw MirrorFailure.replaced(path: path) }
    }

    /// Checks that the lock, the files and the log are in place.
    ///
    /// - Throws: ``MirrorFailure/replaced(path:)``; errors from the lock's check.
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
