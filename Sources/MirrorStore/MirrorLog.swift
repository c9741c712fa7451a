import GRDB
import GRDBSQLite
import Glibc
import Schema
import Synchronization

/// The write-ahead log of the mirror that is open: copies it into the file when it is long, knows how long it has to be,
/// and ties it to the file; see ``LogKinship``.
///
/// Every commit goes through ``note(in:)``.
final class MirrorLog: Sendable {
    private struct State {
        /// Whether all of the log was copied into the file, so that the next commit begins it anew.
        var isCopied: Bool
        /// Pages in the log, as SQLite has counted them at the last commit.
        var pages = 0
        var isHeld = false
    }

    /// A copy for each 32 MB of log, as one for each 4 MB writes the same pages again and again.
    private static let pagesBetweenCopies = 8000
    /// Source: sqlite.org/walformat.html: the log's header, and that of each page in it.
    private static let headerBytes = (log: 32, page: 24)

    private let path: String
    private let pageBytes: Int
    private let state: Mutex<State>

    /// The log of the mirror that `db` has open at `path`.
    ///
    /// - Throws: `DatabaseError`.
    init(_ db: Database, path: String, _ kinship: LogKinship) throws {
        self.path = path + "-wal"
        pageBytes = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
        state = Mutex(State(isCopied: kinship != .ahead))
        // In place of SQLite's own, which tells nobody whether it has copied all. It must not outlive this object.
        sqlite3_wal_hook(
            db.sqliteConnection,
            { me, connection, _, pages in
                guard let me else { return SQLITE_OK }
                Unmanaged<MirrorLog>.fromOpaque(me).takeUnretainedValue().grow(to: Int(pages), connection)
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Counts the transaction under way.
    ///
    /// - Parameter base: what the file says, where the transaction has changed the schema already.
    /// - Throws: `DatabaseError`.
    func note(base: String? = nil, in db: Database) throws {
        // Whether it succeeds is known when the pages are counted; another try then finds the same.
        try LogKinship.note(isFirst: state.withLock { $0.isCopied }, base: base, in: db)
    }

    /// Whether all that was committed to the log is still there.
    var isWhole: Bool {
        let pages = state.withLock { $0.pages }
        guard pages > 0 else { return true }
        var facts = stat()
        guard stat(path, &facts) == 0 else { return false }
        return Int(facts.st_size) >= Self.headerBytes.log + pages * (Self.headerBytes.page + pageBytes)
    }

    /// Runs `body`, in which nothing is copied into the file.
    func held<Result>(_ body: () throws -> Result) rethrows -> Result {
        state.withLock { $0.isHeld = true }
        defer { state.withLock { $0.isHeld = false } }
        return try body()
    }

    /// Copies all of the log into the file and empties it.
    ///
    /// - Throws: `DatabaseError`, also while a reader holds an older state.
    func empty(_ db: Database) throws {
        // Before: no commit is lost with a log that is shorter from now on.
        state.withLock { $0.pages = 0 }
        try db.checkpoint(.truncate)
        state.withLock { $0.isCopied = true }
    }

    private func grow(to pages: Int, _ connection: OpaquePointer?) {
        let isLong = state.withLock { state in
            state.pages = pages
            state.isCopied = false
            return pages >= Self.pagesBetweenCopies && !state.isHeld
        }
        guard isLong else { return }
        var (inLog, copied) = (Int32(-1), Int32(-1))
        // What keeps it from copying now keeps it only until the next commit.
        let code = sqlite3_wal_checkpoint_v2(connection, "main", SQLITE_CHECKPOINT_PASSIVE, &inLog, &copied)
        if code == SQLITE_OK, inLog >= 0, inLog == copied { state.withLock { $0.isCopied = true } }
    }
}
