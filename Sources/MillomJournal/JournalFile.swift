import Files
import GRDB
import Glibc
import MirrorCore
import Schema

/// Opens the journal's file; creates it and its tables if missing.
enum JournalFile {
    static let name = "millom.sqlite"
    /// Personal and payment data: readable by its owner only.
    private static let mode: mode_t = 0o600
    /// The journal, and the files that SQLite may leave beside it.
    private static let suffixes = ["", "-journal", "-wal", "-shm"]

    /// Checks the files before SQLite opens them.
    ///
    /// - Returns: false if there is no journal and none was to be created.
    /// - Throws: ``JournalFailure``, also for existing files that are unsafe.
    static func prepare(in directory: String, making isMade: Bool) throws(JournalFailure) -> Bool {
        let path = directory + "/" + name
        do throws(FileFailure) {
            if isMade { try Folder.make(directory, mode: 0o750) }
            let folder = try PrivateFolder(directory)
            var isThere = false
            for suffix in suffixes where try folder.judge(name + suffix) {
                isThere = isThere || suffix.isEmpty
            }
            if !isThere {
                guard isMade else { return false }
                // Nil if another process was faster: then the file exists, with the right mode.
                if try folder.make(name, mode: mode) != nil { try Folder.sync(directory) }
            }
        } catch .system(_, _, ENOENT) where !isMade {
            return false
        } catch {
            throw JournalFailure(error, path: path)
        }
        chmod(path, mode)
        guard access(path, R_OK | W_OK) == 0 else { throw .notWritable(path: path) }
        return true
    }

    static func configuration(_ patience: BusyHandler) -> Configuration {
        var configuration = Configuration()
        configuration.label = "journal"
        configuration.busyMode = .callback(patience.shouldRetry)
        configuration.prepareDatabase { db in
            try ConnectionHardening.raise(on: db)
            // FULL: a commit survives a loss of power. With TRUNCATE it includes the emptied journal's length.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA secure_delete = ON")
            try db.execute(sql: "PRAGMA cache_size = -4000")
        }
        return configuration
    }

    /// Checks that the file is one of our journals and nothing else; creates the tables in an empty one.
    ///
    /// It uses a rollback journal, not a write-ahead log: several processes write here, each with its own
    /// checkpoints, and SQLite before 3.51.3 can then damage the file (see sqlite.org/wal.html, "the
    /// WAL-reset bug"); Debian 12 has 3.40. That costs two or three more fsyncs per commit, which the
    /// receiver shares among everything that arrived meanwhile. It is TRUNCATE, not PERSIST, so that no page
    /// from before a `forget` stays in it.
    ///
    /// - Throws: ``JournalFailure`` and `DatabaseError`.
    static func establish(_ db: Database, path: String, _ turn: WriterQueue) throws {
        try db.execute(sql: "PRAGMA journal_mode = TRUNCATE")
        var isCurrent = false
        try db.inTransaction(.deferred) {
            isCurrent = try pragma("user_version", db) == Schema.journalVersion
            if isCurrent { try check(db, path: path) }
            return .commit
        }
        guard !isCurrent else { return }
        // Only one process creates the tables, however many open the new file meanwhile.
        guard let turn = try turn.take() else { throw JournalFailure.busy(path: path) }
        defer { withExtendedLifetime(turn) {} }
        try db.inTransaction(.immediate) {
            let version = try pragma("user_version", db)
            if version == 0, try pragma("application_id", db) == 0, try isEmpty(db) {
                try db.execute(sql: "PRAGMA application_id = \(Schema.journalApplicationID)")
            }
            try checkKind(db, path: path)
            for migration in Schema.journalMigrations where migration.version > version {
                try db.execute(sql: migration.sql)
                try db.execute(sql: "PRAGMA user_version = \(migration.version)")
            }
            try check(db, path: path)
            return .commit
        }
    }

    private static func checkKind(_ db: Database, path: String) throws {
        guard try pragma("application_id", db) == Int(Schema.journalApplicationID) else {
            throw JournalFailure.notAJournal(path: path)
        }
        let version = try pragma("user_version", db)
        guard version <= Schema.journalVersion else {
            throw JournalFailure.newerSchema(path: path, found: version, known: Schema.journalVersion)
        }
    }

    private static func check(_ db: Database, path: String) throws {
        try checkKind(db, path: path)
        let faults = try SchemaFault.all(
            in: db, version: Schema.journalVersion, by: Schema.journalMigrations, withViews: false)
        if let fault = faults.first { throw JournalFailure.foreignSchema(path: path, fault) }
    }

    private static func pragma(_ name: String, _ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "PRAGMA \(name)") ?? 0
    }

    private static func isEmpty(_ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0
    }
}
