import GRDB
import GRDBSQLite
import Glibc
import Schema
import Synchronization

/// The open mirror's write-ahead log: copies a long log into the file, checks that the log is whole, and ties
/// it to the file; see ``LogOwnership``.
///
/// Every commit goes through ``note(in:)``.
final class MirrorLog: Sendable {
    private struct State {
        /// Whether the whole log has been copied into the file, so that the next commit starts it anew.
        var isCopied: Bool
        /// Pages in the log, as SQLite counted them at the last commit.
        var pages = 0
        var isHeld = false
    }

    /// One copy per 32 MB of log; one per 4 MB would write the same pages again and again.
    private static let pagesBetweenCopies = 8000
    /// The size of the log's header, and of the header of each page in it.
    ///
    /// Source: sqlite.org/walformat.html
    private static let headerBytes = (log: 32, page: 24)

    private let path: String
    private let pageBytes: Int
    private let state: Mutex<State>

    /// The log of the mirror that `db` has open at `path`.
    ///
    /// - Throws: `DatabaseError`.
    init(_ db: Database, path: String, _ kinship: LogOwnership) throws {
        self.path = path + "-wal"
        pageBytes = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
        state = Mutex(State(isCopied: kinship != .ahead))
        // Replaces SQLite's own hook, which does not report whether it has copied everything. The hook
        // must not outlive this object.
        sqlite3_wal_hook(
            db.sqliteConnection,
            { me, connection, _, pages in
                guard let me else { return SQLITE_OK }
                Unmanaged<MirrorLog>.fromOpaque(me).takeUnretainedValue().grow(to: Int(pages), connection)
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Notes the transaction under way.
    ///
    /// - Parameter base: the file's signature before the transaction changed the schema; nil if it did not.
    /// - Throws: `DatabaseError`.
    func note(base: String? = nil, in db: Database) throws {
        // The commit's success shows only when its pages are counted; a retry finds the same state.
        try LogOwnership.note(isFirst: state.withLock { $0.isCopied }, base: base, in: db)
    }

    /// Whether everything committed to the log is still there.
    var isWhole: Bool {
        let pages = state.withLock { $0.pages }
        guard pages > 0 else { return true }
        var facts = stat()
        guard stat(path, &facts) == 0 else { return false }
        return Int(facts.st_size) >= Self.headerBytes.log + pages * (Self.headerBytes.page + pageBytes)
    }

    /// Runs `body` without copying the log into the file.
    func held<Result>(_ body: () throws -> Result) rethrows -> Result {
        state.withLock { $0.isHeld = true }
        defer { state.withLock { $0.isHeld = false } }
        return try body()
    }

    /// Copies all of the log into the file and empties it.
    ///
    /// - Throws: `DatabaseError`, also while a reader holds an older state.
    func empty(_ db: Database) throws {
        // First: from now on a shorter log loses no commit.
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
        // A reader that blocks the copy blocks it only until the next commit.
        let code = sqlite3_wal_checkpoint_v2(connection, "main", SQLITE_CHECKPOINT_PASSIVE, &inLog, &copied)
        if code == SQLITE_OK, inLog >= 0, inLog == copied { state.withLock { $0.isCopied = true } }
    }
}
